/**
 * Takes in what phones push: each record is read and judged, all are stored in one transaction, and each gets a receipt.
 * Ingest is idempotent: the same push again changes nothing and gets the same receipts, marked `duplicate`.
 */
import type { Receipt, Revision } from '../../protocol/index.ts';
import { type HandIn, handInEvents, storedEvents } from '../events/stored.ts';
import { endpointDevice } from '../signing/endpoint-device.ts';
import type {
  AcceptedRevision,
  DeviceHolder,
  DeviceStore,
  HeldRevision,
  MetaStore,
  Officer,
  PeopleStore,
  PhoneHeartbeat,
  Quarantined,
  RevisionStore,
  SetStore,
  StoredRecords,
} from '../store/api.ts';
import { revisionKey } from '../store/revision-key.ts';
import {
  type Examined,
  examine,
  type JudgeContext,
  type Judgement,
  judge,
  type Offer,
  quarantine,
  readOffer,
} from './judge.ts';
import { lineageOf } from './parents.ts';
import { Scorers, setHashOf } from './rescore.ts';
import { provenOf, textIn } from './signature.ts';

/** The parts of the store that ingest needs. */
export interface IngestStore
  extends RevisionStore,
    Pick<SetStore, 'set'>,
    Pick<MetaStore, 'meta' | 'keepMeta'>,
    Pick<DeviceStore, 'deviceHolders'>,
    Pick<PeopleStore, 'officers' | 'scopes'> {}

/** The submitter has no commune and a record names none, so it would be kept where nobody looks. Nothing was stored. */
export class NoCommuneError extends Error {}

/** The one way by which records come into the store. */
export interface Ingest {
  /**
   * Stores what is accepted and quarantines the rest.
   * @param revisions as they came over the wire
   * @param receivedAt ISO instant of the endpoint's clock
   * @param more.phone its heartbeat, where it is a phone that pushes
   * @param more.handIn by which phone, where all that is not held yet is to wait in quarantine
   * @returns one receipt per record, in the order given
   * @throws {NoCommuneError}
   */
  push(
    revisions: readonly unknown[],
    submitter: Officer,
    receivedAt: string,
    more?: { readonly phone?: PhoneHeartbeat; readonly handIn?: HandIn | null },
  ): Promise<{ epoch: string; receipts: Receipt[] }>;
}

/** @returns an ingest over a store */
export function createIngest(store: IngestStore): Ingest {
  const scorers = new Scorers(store);

  return {
    async push(revisions, submitter, receivedAt, { phone, handIn = null } = {}) {
      const holders = await holdersOf(store, revisions);
      // Signatures are checked in other threads, while everything goes on that does not depend on them.
      const proving = provenOf(revisions, holders);
      const offers = revisions.map(readOffer);
      // Authors are looked up also for what is no revision: its author's supervisor is to see it.
      const authors = await store.officers([...textsIn(revisions, 'author')]);
      const hashes = offers.flatMap(({ revision }) => setHashOf(revision) ?? []);
      // Every commune, looked up only to find a home for what is quarantined: a submitter without a commune has no rights.
      const scopes = new Set(submitter.scopes.length === 0 ? await store.scopes() : []);
      const lineage = await lineageOf(store, offers);
      const known = await scorers.of(hashes);
      const examined = offers.map((offer) => examine(offer, known));
      const proven = await proving;
      const context = { submitter, handIn: handIn !== null, authors, holders, proven, lineage, scopes, scorers: known };
      const judgements = await knownAsHeld(store, offers, judgeAll(offers, context, examined));

      const accepted: AcceptedRevision[] = [];
      const quarantined: Quarantined[] = [];
      for (const judgement of judgements) {
        if (judgement.kind === 'accepted') accepted.push(judgement.accepted);
        else quarantined.push(judgement.quarantined);
      }
      if (quarantined.some(({ scope }) => scope === '')) throw new NoCommuneError('a record of no commune');
      const note = (stored: StoredRecords) => [
        ...storedEvents(stored, receivedAt),
        ...(handIn === null ? [] : handInEvents(stored, handIn, submitter.id, receivedAt)),
      ];
      const write = { submittedBy: submitter.id, receivedAt, note };
      const { epoch, heldRevisions } = await store.append({ accepted, quarantined, ...write, ...(phone && { phone }) });

      const reported = new Set<string>();
      const receipts = judgements.map((judgement) => receiptOf(judgement, heldRevisions, reported));
      const reused = reusedOf(offers, judgements, receipts, context);
      if (reused.length > 0) await store.append({ accepted: [], quarantined: reused, ...write });
      return { epoch, receipts };
    },
  };
}

/**
 * Judges records in their order: one that is accepted counts as held when the next one is judged, as if it had come in a
 * push of its own.
 * @param found what `examine` found in each; each is examined now where it is omitted
 */
export function judgeAll(
  offers: readonly Offer[],
  context: JudgeContext,
  found: readonly Examined[] = [],
): Judgement[] {
  return offers.map((offer, at) => {
    const judgement = judge(offer, context, found[at]);
    if (judgement.kind === 'accepted') context.lineage.add(judgement.accepted.revision);
    return judgement;
  });
}

/** @returns whose the devices are that these records name, and the endpoint's own device */
export async function holdersOf(
  store: Pick<IngestStore, 'meta' | 'keepMeta' | 'deviceHolders'>,
  came: readonly unknown[],
): Promise<ReadonlyMap<string, DeviceHolder>> {
  const own = await endpointDevice(store);
  const holders = new Map(await store.deviceHolders([...textsIn(came, 'device')]));
  return holders.set(own.device, { officerId: null, publicKeys: [own.publicKey], isRevoked: false });
}

/**
 * Keeps the receipts of records that are already stored, even if today's rules would reject them: an officer who has moved
 * to another commune, and whose phone offers all again to a restored endpoint, gets the old receipts.
 */
async function knownAsHeld(
  store: Pick<RevisionStore, 'held'>,
  offers: readonly Offer[],
  judgements: readonly Judgement[],
): Promise<Judgement[]> {
  const doubted = judgements.flatMap(({ kind }, index) =>
    kind === 'quarantined' ? (offers[index]?.revision ?? []) : [],
  );
  const heldRevisions = doubted.length === 0 ? new Map<string, HeldRevision>() : await store.held(doubted);
  return judgements.map((judgement, index) => {
    const { revision, text } = offers[index] ?? {};
    if (judgement.kind === 'accepted' || !revision || !text) return judgement;
    const { contentHash } = judgement.quarantined;
    const same = contentHash !== null && heldRevisions.get(revisionKey(revision))?.contentHash === contentHash;
    return same ? { kind: 'accepted', accepted: { revision, body: text, score: null, blobs: [] } } : judgement;
  });
}

/** @returns the texts that these records have in this member */
function textsIn(came: readonly unknown[], member: keyof Revision): ReadonlySet<string> {
  return new Set(came.flatMap((raw) => textIn(raw, member) ?? []));
}

/**
 * @param reported revisions already reported as created in this push. If a push has the same revision twice, the second
 * receipt says `duplicate`.
 */
function receiptOf(
  judgement: Judgement,
  heldRevisions: ReadonlyMap<string, HeldRevision>,
  reported: Set<string>,
): Receipt {
  if (judgement.kind === 'quarantined') {
    const { revId, contentHash, code } = judgement.quarantined;
    return { revId: revId ?? '', status: 'quarantined', contentHash, scopeSeq: null, code };
  }
  const { revision } = judgement.accepted;
  const { revId, contentHash } = revision;
  const held = heldRevisions.get(revisionKey(revision));
  if (held === undefined) return { revId, status: 'retry', contentHash: null, scopeSeq: null, code: 'not-stored' };
  const { scopeSeq } = held;
  if (held.contentHash !== contentHash) {
    return { revId, status: 'conflict', contentHash: held.contentHash, scopeSeq, code: 'rev-id-reused' };
  }
  const status = held.created && !reported.has(revisionKey(revision)) ? 'created' : 'duplicate';
  reported.add(revisionKey(revision));
  const { total, hash, agrees } = held.score ?? {};
  return {
    revId,
    status,
    contentHash,
    scopeSeq,
    ...(total !== undefined && hash !== undefined && agrees !== undefined && { score: { total, hash, agrees } }),
  };
}

/** Other bytes under a revId that is taken are quarantined for a person to look at, and never written over what is there. */
function reusedOf(
  offers: readonly Offer[],
  judgements: readonly Judgement[],
  receipts: readonly Receipt[],
  context: JudgeContext,
): Quarantined[] {
  return receipts.flatMap(({ status }, index) => {
    const offer = offers[index];
    if (status !== 'conflict' || offer === undefined || judgements[index]?.kind !== 'accepted') return [];
    const judgement = quarantine(offer, 'rev-id-reused', context);
    return judgement.kind === 'quarantined' ? [judgement.quarantined] : [];
  });
}
