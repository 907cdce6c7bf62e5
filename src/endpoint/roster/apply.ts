/** The roster as the endpoint holds it, and the one transaction that writes an import into it. */
import { type NewRevision, PARENTS_MAX } from '../../programme/index.ts';
import { canonicalText, withContentHash } from '../../protocol/index.ts';
import { deterministicId } from '../deterministic-id.ts';
import type { EndpointParts } from '../http/parts.ts';
import { endpointDevice } from '../signing/endpoint-device.ts';
import { freshSalt } from '../signing/signatures.ts';
import type { AcceptedRevision, CurrentEntity, IdentityStore, MetaStore, ViewStore } from '../store/api.ts';
import { requireViews } from '../views/upkeep.ts';
import type { CurrentRoster, Wanted } from './current.ts';

type RosterStore = Pick<ViewStore, 'current' | 'householdsAt' | 'peopleNamed' | 'staleScopes' | 'remakeStale'> &
  Pick<IdentityStore, 'citizensEverWith'> &
  Pick<MetaStore, 'meta'>;

/** Signing is the slow part; other requests get their turn after so many records. */
const SIGNED_AT_ONCE = 500;

/**
 * Reads of a commune's roster only what a file names, however large the commune.
 * @throws {ViewsNotReadyError}
 */
export async function currentRoster(
  store: RosterStore,
  scope: string,
  { places, people, numberHashes, citizenIds }: Wanted,
): Promise<CurrentRoster> {
  await requireViews(store, scope);
  const householdIds = await store.householdsAt(scope, places);
  const found = new Set([
    ...citizenIds,
    ...(await store.peopleNamed(scope, people)),
    ...(await store.citizensEverWith(scope, numberHashes)),
  ]);
  const current = async (kind: 'household' | 'citizen' | 'identity', ids: Iterable<string>) =>
    (await store.current(scope, kind, [...ids])).map(mergeable);
  return {
    households: await current('household', householdIds),
    citizens: await current('citizen', found),
    identities: await current('identity', found),
  };
}

/** Cuts the heads to as many as a revision can name as its parents. */
const mergeable = (entity: CurrentEntity): CurrentEntity => ({ ...entity, heads: entity.heads.slice(0, PARENTS_MAX) });

function hashed(payload: NewRevision['payload'], hashOf: (cccd: string) => string): NewRevision['payload'] {
  return typeof payload.cccd === 'string' ? { ...payload, cccd: hashOf(payload.cccd) } : payload;
}

/**
 * Writes an import, all or nothing. Its records follow each other in a chain of hashes and are signed by the endpoint.
 * @throws Error of the store; nothing was written then
 */
export async function applyRoster(
  { store, clock }: Pick<EndpointParts, 'store' | 'clock'>,
  {
    scope,
    officerId,
    revisions,
    onProgress,
  }: {
    scope: string;
    officerId: string;
    revisions: readonly NewRevision[];
    onProgress: (done: number, total: number) => void;
  },
): Promise<void> {
  const receivedAt = clock.now();
  const desk = await endpointDevice(store);
  const hashOf = await store.identityHasher();
  const accepted: AcceptedRevision[] = [];
  let prevHash = '';
  for (const [index, { kind, entityId, parents = [], payload }] of revisions.entries()) {
    const unsigned = withContentHash({
      // The same change to the same state has the same id, so two imports of one file at once are one. An identity number
      // enters the id as its hash: otherwise whoever offers records under made-up ids would learn the number.
      revId: deterministicId(
        `revision:${kind}:${entityId}:${parents.join()}:${canonicalText(hashed(payload, hashOf))}`,
      ),
      schema: 1,
      kind,
      entityId,
      parents: [...parents],
      scope,
      author: officerId,
      device: desk.device,
      deviceSeq: index + 1,
      prevHash,
      deviceTime: receivedAt,
      salt: freshSalt(),
      payload,
    });
    const revision = desk.signed(unsigned);
    prevHash = revision.contentHash;
    accepted.push({ revision, body: canonicalText(revision), score: null, blobs: [] });
    if (index % SIGNED_AT_ONCE === 0) {
      onProgress(index, revisions.length);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  await store.append({ accepted, quarantined: [], submittedBy: officerId, receivedAt });
  const detail = { records: accepted.length };
  await store.addEvents([{ scope, at: receivedAt, actor: officerId, kind: 'roster-imported', detail }]);
  onProgress(revisions.length, revisions.length);
}
