/** The publications of a commune, as the endpoint holds them. */
import type { HeldPublication, Publication } from '../../programme/index.ts';
import type { ListedEntity, ListedPage, RevisionStore, ViewStore } from '../store/api.ts';
import { revisionKey } from '../store/revision-key.ts';

const PAGE_ENTITIES = 100;

/** The parts of the store that publications are read from. */
export type PublicationsStore = Pick<ViewStore, 'listed'> & Pick<RevisionStore, 'held'>;

/** @returns the publications of a commune in the order in which the endpoint received them */
export async function publishedIn(
  store: PublicationsStore,
  scope: string,
): Promise<(HeldPublication & { readonly id: string; readonly device: string })[]> {
  const found: ListedEntity[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const page: ListedPage = await store.listed(scope, 'publication', after, PAGE_ENTITIES);
    found.push(...page.entities);
    after = page.next;
  }
  const revisions = found.map(({ heads: [revId = ''] }) => ({ scope, revId }));
  const heldRevisions = await store.held(revisions);
  const held = found.map(({ id, device, payload }, at) => {
    const { revId } = revisions[at] ?? { revId: '' };
    const scopeSeq = heldRevisions.get(revisionKey({ scope, revId }))?.scopeSeq ?? null;
    return { id, device, revId, scopeSeq, publication: payload as unknown as Publication };
  });
  return held.sort((one, other) => (one.scopeSeq ?? 0) - (other.scopeSeq ?? 0));
}
