/**
 * Publishes a criteria set for a commune: the publication is a record among the commune's others, signed by the endpoint
 * for the administrator who decided it, so that every phone pulls it and begins new forms with that set from its first day
 * on.
 */
import { type CriteriaSet, passMark } from '../../criteria/index.ts';
import { type PinnedSet, type Publication, publicationPayload, publishCriteriaSet } from '../../programme/index.ts';
import { canonicalText, type PublishRejection, withContentHash } from '../../protocol/index.ts';
import { deterministicId } from '../deterministic-id.ts';
import { endpointDevice } from '../signing/endpoint-device.ts';
import { freshSalt } from '../signing/signatures.ts';
import type { EventStore, MetaStore, RevisionStore, SetStore } from '../store/api.ts';
import { heldSet } from './add-set.ts';
import { type PublicationsStore, publishedIn } from './published.ts';

/** The parts of the store that publishing needs. */
export interface PublishStore
  extends Pick<RevisionStore, 'append'>,
    PublicationsStore,
    SetStore,
    Pick<MetaStore, 'meta' | 'keepMeta'>,
    EventStore {}

/** What is to be published, where, and from when. */
export interface Publishing {
  readonly sha256: string;
  readonly scope: string;
  /** The subject that the administrator takes the set to be for; any subject when omitted. */
  readonly subject?: Publication['subject'] | undefined;
  /** Days in Asia/Ho_Chi_Minh. */
  readonly from: string;
  readonly to?: string | undefined;
  readonly officerId: string;
  /** ISO instant of the endpoint's clock. */
  readonly at: string;
}

/** The publication, or why there is none. */
export type Published =
  | { readonly kind: 'published'; readonly id: string; readonly publication: Publication }
  | { readonly kind: 'rejected'; readonly code: PublishRejection };

/** Publishes a set. The same publication again changes nothing while no other one was made for that day. */
export async function publishSet(store: PublishStore, asked: Publishing): Promise<Published> {
  const { sha256, scope, officerId, at } = asked;
  const found = await publicationFor(store, asked);
  if (found.kind === 'rejected') return found;
  const { set, publication } = found;
  const before = await publishedIn(store, scope);
  const last = before.findLast((held) => isOfThatDay(held.publication, publication));
  if (last !== undefined && canonicalText(last.publication) === canonicalText(publication)) {
    return { kind: 'published', id: last.id, publication };
  }
  // Two requests at once make one publication: whoever comes second makes the same ids.
  const name = `publication:${scope}:${before.length}:${canonicalText(publication)}`;
  const id = deterministicId(name);
  const desk = await endpointDevice(store);
  const [made] = publishCriteriaSet({ scope, id }, publication);
  if (made === undefined) throw new Error('a publication is one record');
  const revision = desk.signed(
    withContentHash({
      revId: deterministicId(`revision:${name}`),
      schema: 1,
      kind: made.kind,
      entityId: id,
      parents: [],
      scope,
      author: officerId,
      device: desk.device,
      deviceSeq: 1,
      prevHash: '',
      deviceTime: at,
      salt: freshSalt(),
      payload: publication,
    }),
  );
  const accepted = [{ revision, body: canonicalText(revision), score: null, blobs: [] }];
  await store.append({ accepted, quarantined: [], submittedBy: officerId, receivedAt: at });
  const { from } = publication;
  const detail = { set: set.id, version: set.version, sha256, from };
  await store.addEvents([{ scope, at, actor: officerId, kind: 'criteria-published', detail }]);
  return { kind: 'published', id, publication };
}

/** @returns the publication as it would be made, or why it cannot be */
export async function publicationFor(
  store: SetStore,
  asked: Omit<Publishing, 'at'>,
): Promise<
  | { readonly kind: 'found'; readonly set: CriteriaSet; readonly publication: Publication }
  | { readonly kind: 'rejected'; readonly code: PublishRejection }
> {
  const set = await heldSet(store, asked.sha256);
  if (set === null) return { kind: 'rejected', code: 'unknown-set' };
  const rejection = rejectionOf(set, asked);
  if (rejection !== null) return { kind: 'rejected', code: rejection };
  return { kind: 'found', set, publication: await publicationOf(store, set, asked) };
}

function rejectionOf(set: CriteriaSet, { subject, from, to }: Omit<Publishing, 'at'>): PublishRejection | null {
  if (set.variantOf !== undefined) return 'variant';
  if (subject !== undefined && (subject.kind !== set.subject.kind || subject.group !== set.subject.group)) {
    return 'other-subject';
  }
  const { effective } = set;
  if (to !== undefined && to < from) return 'bad-days';
  if (from < effective.from || (effective.to !== undefined && from > effective.to)) return 'not-effective';
  return null;
}

async function publicationOf(store: SetStore, set: CriteriaSet, { sha256, from, to }: Omit<Publishing, 'at'>) {
  const { id, version, subject } = set;
  const variant = await variantOf(store, set);
  const last = to ?? set.effective.to;
  return publicationPayload.parse({
    subject: { kind: subject.kind, group: subject.group },
    criteriaSet: { id, version, sha256 },
    ...(variant !== null && { variants: { '70': variant } }),
    from,
    ...(last !== undefined && { to: last }),
  });
}

/** @returns the variant of this version with a pass mark of 70 points that came last; null: there is none */
async function variantOf(store: SetStore, base: CriteriaSet): Promise<PinnedSet | null> {
  const sameVersion = (await store.sets()).filter(({ id, version }) => version === base.version && id !== base.id);
  for (const { id, version, sha256 } of sameVersion.toSorted((one, other) => (one.at < other.at ? 1 : -1))) {
    const set = await heldSet(store, sha256);
    if (set?.variantOf === base.id && passMark(set) === 70 * set.pointScale) return { id, version, sha256 };
  }
  return null;
}

function isOfThatDay({ subject: other, from: since }: Publication, { subject, from }: Publication): boolean {
  return since === from && other.kind === subject.kind && other.group === subject.group;
}
