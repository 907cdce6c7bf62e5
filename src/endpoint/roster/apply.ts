/** The roster as the endpoint holds it, and the one transaction that writes an import into it. */
import { byEntity, materialize, type NewRevision, PARENTS_MAX } from '../../programme/index.ts';
import { canonicalText, type Revision, withContentHash } from '../../protocol/index.ts';
import { deterministicId } from '../deterministic-id.ts';
import { endpointDevice } from '../endpoint-device.ts';
import type { EndpointParts } from '../http/parts.ts';
import { freshSalt } from '../signatures.ts';
import type { Accepted, RevisionStore } from '../store/api.ts';
import type { CurrentEntity, CurrentRoster } from './preview.ts';

/** Sealing is the slow part; between batches other requests get their turn. */
const SEALED_AT_ONCE = 500;

type Roster = { readonly [K in keyof CurrentRoster]: CurrentEntity[] };

export async function currentRoster(store: Pick<RevisionStore, 'bodies'>, scope: string): Promise<Roster> {
  const bodies = await store.bodies(scope, ['household', 'citizen', 'identity']);
  const roster: Roster = { households: [], citizens: [], identities: [] };
  const lists = new Map([
    ['household', roster.households],
    ['citizen', roster.citizens],
    ['identity', roster.identities],
  ]);
  for (const history of byEntity(bodies.map((body) => JSON.parse(body) as Revision))) {
    const { current, heads, conflict } = materialize(history);
    const [first] = history;
    if (first === undefined || current === null) continue;
    lists.get(first.kind)?.push({ id: first.entityId, payload: current, heads: heads.slice(0, PARENTS_MAX), conflict });
  }
  return roster;
}

function hashed(payload: NewRevision['payload'], hashOf: (cccd: string) => string): NewRevision['payload'] {
  return typeof payload.cccd === 'string' ? { ...payload, cccd: hashOf(payload.cccd) } : payload;
}

/**
 * Writes all or nothing. The records of one import follow each other in a chain of hashes, signed by the endpoint.
 * @throws Error of the store; nothing was written then
 */
export async function applyRoster(
  { store, clock }: EndpointParts,
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
  const accepted: Accepted[] = [];
  let prevHash = '';
  for (const [index, { kind, entityId, parents = [], payload }] of revisions.entries()) {
    const unsigned = withContentHash({
      // The same change to the same state has the same id: two imports of one file at once are one. A number is in it as its
      // hash, or whoever offers records under made-up ids would learn which number it is.
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
    if (index % SEALED_AT_ONCE === 0) {
      onProgress(index, revisions.length);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  await store.append({ accepted, quarantined: [], submittedBy: officerId, receivedAt });
  const detail = { records: accepted.length };
  await store.addEvents([{ scope, at: receivedAt, actor: officerId, kind: 'roster-imported', detail }]);
  onProgress(revisions.length, revisions.length);
}
