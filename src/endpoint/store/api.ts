/**
 * What the endpoint keeps. Ingest and routes stand on this interface; SQLite and PostgreSQL implement it through one
 * query builder (sql-store.ts), and a simulation may implement it in memory. Times are ISO 8601 instants.
 */
import type { Grant, Kind, Post, StreamRef } from '../../programme/index.ts';
import type { ByteRange, CorrectedMember, Heartbeat, LastHeld, Revision } from '../../protocol/index.ts';
import type { ChainedEvent, EventHead, NewEvent } from '../events/chain.ts';

/** The endpoint's own score of an evaluation, kept beside the phone's. */
export interface Score {
  readonly total: number;
  readonly verdict: string;
  readonly hash: string;
  /** Whether the phone said the same. */
  readonly agrees: boolean;
}

/** A revision that passed every judgement, with what the endpoint adds to it. */
export interface Accepted {
  readonly revision: Revision;
  /** The exact canonical text that was hashed, contentHash included. */
  readonly body: string;
  readonly score: Score | null;
  /** SHA-256 of photos it refers to. */
  readonly blobs: readonly string[];
  /** The row of the quarantine it came from, when it was judged again. */
  readonly quarantinedAs?: { readonly scope: string; readonly bodyHash: string };
  /** The open row of the quarantine whose place it takes. */
  readonly corrects?: {
    readonly scope: string;
    readonly bodyHash: string;
    readonly changes: readonly CorrectedMember[];
  };
}

/** A row of the quarantine was to be corrected and is not open any more. Nothing was stored. */
export class NotOpenError extends Error {}

/** What was kept though it could not be accepted: visible to a supervisor, re-processable, never gone. */
export interface Quarantined {
  /** The sender's commune: whose supervisor sees it. */
  readonly scope: string;
  /** SHA-256 of `body`: the same offer twice is one row. */
  readonly bodyHash: string;
  readonly revId: string | null;
  /** The device that it names. */
  readonly device: string | null;
  readonly contentHash: string | null;
  /** Why: `unreadable`, `hash-mismatch`, `unknown-schema`, `out-of-scope`, `rev-id-reused`… */
  readonly code: string;
  readonly body: string;
  /** SHA-256 of photos it names, as far as it can be read: they come before anybody decides. */
  readonly blobs: readonly string[];
}

/** The phone that pushes, and how it says it will be when this push is answered. */
export interface Heard {
  readonly device: string;
  /** null: it said nothing of itself. */
  readonly heartbeat: Heartbeat | null;
  /** Milliseconds by which its clock is ahead of ours, kept with its heartbeat; null where its time could not be read. */
  readonly skewMs: number | null;
}

/** Where a revision stands after `append`. */
export interface HeldRevision {
  readonly created: boolean;
  readonly scope: string;
  readonly contentHash: string;
  readonly scopeSeq: number;
  readonly score: Score | null;
}

export type HeldParent = Pick<Revision, 'scope' | 'kind' | 'entityId' | 'parents'>;

export interface Page {
  readonly epoch: string;
  readonly rows: readonly { readonly scopeSeq: number; readonly revId: string; readonly body: string }[];
  readonly more: boolean;
}

/** Revisions, their order in each scope, and the quarantine. */
export interface RevisionStore {
  /** Random id of the database; new after a restore or promotion. */
  epoch(): Promise<string>;
  /** Which of these are held: by `revisionKey`. */
  held(revisions: readonly Pick<Revision, 'scope' | 'revId'>[]): Promise<ReadonlyMap<string, HeldRevision>>;
  /** Of those that are held what tells whose parents they may be: by `revisionKey`. */
  heldParents(revisions: readonly Pick<Revision, 'scope' | 'revId'>[]): Promise<ReadonlyMap<string, HeldParent>>;
  /**
   * One transaction: everything or nothing. A revId already held in its scope is left untouched and its standing told, by
   * `revisionKey` (the caller compares hashes). scopeSeq comes from the stream's counter row, whose lock is held to the
   * commit: gapless, and in commit order.
   * @throws {NotOpenError}
   */
  append(input: {
    readonly accepted: readonly Accepted[];
    readonly quarantined: readonly Quarantined[];
    readonly submittedBy: string;
    readonly receivedAt: string;
    /** Who had it judged again; the submitter when omitted. Quarantined rows of what is accepted are marked so. */
    readonly resolvedBy?: string;
    /** Noted in the same transaction: a commit of its own would wait for the disk once more. */
    readonly heard?: Heard;
  }): Promise<{ readonly epoch: string; readonly heldRevisions: ReadonlyMap<string, HeldRevision> }>;
  /**
   * Rows of a stream after a cursor, in its order: where there are any, one at least.
   * @param limit rows at most
   * @param bytesMax bytes of their bodies at most; no limit when omitted
   */
  page(of: StreamRef, after: number, limit: number, bytesMax?: number): Promise<Page>;
  /** What is held of these devices in a scope, at one moment. */
  ofDevices(
    scope: string,
    devices: readonly string[],
  ): Promise<{
    readonly epoch: string;
    readonly rows: readonly (Pick<Revision, 'revId' | 'contentHash' | 'deviceTime'> & { readonly scopeSeq: number })[];
  }>;
}

/** An entity as it now stands, with the ids of the revisions it stands on. */
export interface CurrentEntity {
  readonly id: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly heads: readonly string[];
  /** Whether the heads contradict each other; unless told, several heads are taken to. */
  readonly conflict?: boolean;
}

export interface ListedEntity extends CurrentEntity {
  readonly title: string;
  /** Of the revision shown. */
  readonly author: string;
  readonly device: string;
  readonly deviceTime: string;
}

/** One page of the entities of a kind, by id. */
export interface ListedPage {
  /** Those that still say something: fewer than the page walked where some were erased. */
  readonly entities: readonly ListedEntity[];
  /**
   * Ids of those in the page's range whose history is too large to be shown (views/derive.ts); during an upgrade also of those
   * that a process of another version has stored and whose rows are made within half a minute.
   */
  readonly tooLarge: readonly string[];
  /** What the next page goes on after; null: this was the last one. */
  readonly next: string | null;
}

export interface NamedPerson {
  /** Normalized for search. */
  readonly name: string;
  readonly birthYear: number;
}

/** What follows from the revisions of a scope (views/derive.ts), as it is after every `append`. */
export interface ViewStore {
  /** Those of these entities of a scope that still say something. */
  current(scope: string, kind: Kind, entityIds: readonly string[]): Promise<readonly CurrentEntity[]>;
  /**
   * The entities of a kind, by id; a page ends only where no entity follows, whatever is erased or too large.
   * @param after `next` of the page before; '' at the start
   * @param limit of entities, shown or not; one at least
   */
  listed(scope: string, kind: Kind, after: string, limit: number): Promise<ListedPage>;
  /** What a list calls these entities, by id; none of identity numbers, which go by their citizen's id. */
  titles(scope: string, entityIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Ids of the households at these places. @param places of `placeKey` */
  householdsAt(scope: string, places: readonly string[]): Promise<readonly string[]>;
  /** Ids of the people of one of these names and its year of birth. */
  peopleNamed(scope: string, people: readonly NamedPerson[]): Promise<readonly string[]>;
  /** Entities that a view has no row of because this version cannot take what is held. */
  pendingViews(scope: string): Promise<readonly PendingView[]>;
  scopesWithRecords(): Promise<readonly string[]>;
  /**
   * Makes the rows of the next entities of a scope anew, or only compares them, in one transaction with nobody writing
   * meanwhile. The rows are the same however often that is done.
   * @param after id of the last entity of the batch before; '' at the start
   */
  viewBatch(scope: string, after: string, how: 'write' | 'compare'): Promise<ViewBatch>;
  /** Where a process of another version has stored records and left their rows to the version that keeps them. */
  staleScopes(): Promise<readonly string[]>;
  /** Makes the rows of some of a scope's stale entities anew, as `viewBatch` does. @returns of how many; 0: none is stale */
  remakeStale(scope: string): Promise<number>;
}

export interface PendingView {
  readonly view: string;
  readonly entityId: string;
  readonly why: string;
}

export interface ViewBatch {
  /** Of this batch. */
  readonly entityCount: number;
  /** What the next batch goes on after; null: this was the last one. */
  readonly next: string | null;
  /** Rows that were not as the revisions have them. */
  readonly differences: readonly ViewDifference[];
}

export interface ViewDifference {
  readonly scope: string;
  readonly table: string;
  readonly entityId: string;
  readonly is: 'missing' | 'superfluous' | 'different';
}

/** One row of the quarantine as it stands. */
export interface QuarantineEntry {
  readonly scope: string;
  readonly bodyHash: string;
  /** Why it is not accepted now. */
  readonly code: string;
  readonly body: string;
  readonly submittedBy: string;
  readonly receivedAt: string;
  readonly retriedAt: string | null;
  readonly resolved: {
    readonly at: string;
    readonly by: string;
    readonly outcome: 'accepted' | 'closed';
    readonly reason: string | null;
    readonly corrected?: { readonly revId: string; readonly changes: CorrectedMember[] };
  } | null;
}

/** What a supervisor decides about what could not be accepted. Rows are marked, never deleted. */
export interface QuarantineStore {
  /** Those never judged again first, else the oldest. */
  quarantined(scope: string, which: { open: boolean; limit: number }): Promise<readonly QuarantineEntry[]>;
  quarantinedByHash(scope: string, bodyHashes: readonly string[]): Promise<readonly QuarantineEntry[]>;
  openCount(scope: string): Promise<number>;
  /** Open records that name this device and wait for one of these reasons, the oldest first. */
  quarantinedOf(
    scope: string,
    device: string,
    which: { readonly codes: readonly string[]; readonly limit: number },
  ): Promise<readonly QuarantineEntry[]>;
  /**
   * Open records that wait for this criteria set, by the hash of their text.
   * @param which.after hash of the last one before; '' at the start
   */
  quarantinedForSet(
    scope: string,
    sha256: string,
    which: { readonly after: string; readonly limit: number },
  ): Promise<readonly QuarantineEntry[]>;
  /** Notes that open rows were judged again and why they stay. */
  noteRetried(scope: string, codes: ReadonlyMap<string, string>, at: string): Promise<void>;
  /** @returns whether it was open */
  closeQuarantined(scope: string, bodyHash: string, why: { by: string; reason: string; at: string }): Promise<boolean>;
}

export interface SetStore {
  /** Body of a criteria set by its hash. Sets are kept for ever. */
  set(sha256: string): Promise<string | null>;
  addSet(set: { id: string; version: string; sha256: string; body: string; at: string }): Promise<void>;
  sets(): Promise<readonly { id: string; version: string; sha256: string; at: string }[]>;
}

export interface Officer {
  readonly id: string;
  readonly name: string;
  /** As read: only of communes that there are; one that is added later is theirs from then on. */
  readonly posts: readonly Post[];
  /** Whose records they read and write. */
  readonly scopes: readonly string[];
}
export interface NewOfficer {
  readonly id: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  readonly codeHash: string;
}
export interface Commune {
  readonly scope: string;
  /** Five digits, unique; what people call it by. */
  readonly code: string;
  readonly name: string;
  readonly province: string;
  readonly criteriaVariant: '80' | '70';
}

export interface TokenHolder {
  readonly officer: Officer;
  /** Of the sign-in. */
  readonly device: string;
  /** Devices that the token speaks for; not that of its sign-in once somebody else has signed in on it. */
  readonly devices: readonly string[];
}

export interface PeopleStore {
  putCommunes(communes: readonly Commune[]): Promise<void>;
  /** By code. */
  communes(scopes: readonly string[]): Promise<readonly Commune[]>;
  /** Where people name a commune by its code. */
  communeByCode(code: string): Promise<Commune | null>;
  /** Of every commune here. */
  scopes(): Promise<readonly string[]>;
  putOfficers(officers: readonly NewOfficer[]): Promise<void>;
  officerByCode(codeHash: string): Promise<Officer | null>;
  /** Which of these ids are officers, and of which scopes: for judging authors. */
  officers(ids: readonly string[]): Promise<ReadonlyMap<string, Officer>>;
  /** null also for a token that was ended. */
  byToken(tokenHash: string): Promise<TokenHolder | null>;
}

/** Whose a device is, and what it signs with. */
export interface DeviceHolder {
  /** null: the endpoint itself, which signs for whoever was signed in at the desk. */
  readonly officerId: string | null;
  /** The newest first: what comes today was signed with it. */
  readonly publicKeys: readonly string[];
}

/** Why a key is not taken, and nothing is kept. */
export const KEY_REFUSALS = ['device-of-another', 'too-many-devices', 'too-many-keys'] as const;
export type KeyRefusal = (typeof KEY_REFUSALS)[number];
/** What was new: the device with its key, or the key alone. */
export type KeyOutcome = 'device-registered' | 'key-registered' | 'known' | KeyRefusal;
const refusals: ReadonlySet<string> = new Set(KEY_REFUSALS);
export const isKeyRefusal = (outcome: KeyOutcome): outcome is KeyRefusal => refusals.has(outcome);

export interface DeviceStore {
  /** A sign-in: a token, a key and the device they are of. */
  enrolDevice(input: {
    readonly tokenHash: string;
    readonly device: string;
    readonly officerId: string;
    readonly publicKey: string;
    readonly at: string;
  }): Promise<KeyOutcome>;
  /** A further key of the token's device, or a further device of the token: a phone whose storage was copied takes another id. */
  registerKey(input: {
    readonly tokenHash: string;
    readonly officerId: string;
    readonly device: string;
    readonly publicKey: string;
    readonly at: string;
  }): Promise<KeyOutcome>;
  /** It opens nothing any more. One that is ended already, or was never there, is no fault. */
  endToken(tokenHash: string, at: string): Promise<void>;
  /** Those of these devices that are registered. */
  deviceHolders(devices: readonly string[]): Promise<ReadonlyMap<string, DeviceHolder>>;
  /** Devices of the officers of a commune, each as it was last seen. */
  phones(scope: string): Promise<readonly Phone[]>;
}

/** Persons by identity number. */
export interface IdentityStore {
  /** @returns hashes a number under the secret of this database */
  identityHasher(): Promise<(cccd: string) => string>;
  /** Ids of the citizens of the scope whose number has this hash now. */
  citizensWith(scope: string, hash: string): Promise<readonly string[]>;
  /** Ids of the citizens of the scope whose number has, or once had, one of these hashes. */
  citizensEverWith(scope: string, hashes: readonly string[]): Promise<readonly string[]>;
}

/** The numbers that each device gives its records, and whether two phones give them. */
export interface ChainStore {
  /** Its record with the highest number in these scopes. */
  lastOf(device: string, scopes: readonly string[]): Promise<LastHeld | null>;
  /** Devices of which, beside these, another record has the same number, or the one before has another hash. */
  forkedBy(revisions: readonly Revision[]): Promise<readonly string[]>;
  /** Keeps the first instant. */
  noteForked(devices: readonly string[], at: string): Promise<void>;
  isForked(device: string): Promise<boolean>;
}

export interface Phone {
  readonly device: string;
  readonly officer: { readonly id: string; readonly name: string };
  readonly enrolledAt: string;
  readonly seenAt: string | null;
  readonly heartbeat: Heartbeat | null;
  /** Milliseconds by which its clock was ahead of ours when it last told of itself; null: not known. */
  readonly skewMs: number | null;
  readonly forkedAt: string | null;
}

/** How much of a photo is held, and in which life of the database that was so. */
export interface BlobStatus {
  readonly complete: boolean;
  /** Ascending; none touches the next. */
  readonly held: readonly ByteRange[];
  readonly epoch: string;
}

/** A scope that a photo is for, because a record there names it. */
export interface PhotoTarget {
  readonly scope: string;
  /** Whether who asks may read there; else they handed the record in, or made it, and may only send its photos. */
  readonly readable: boolean;
}

/** Photos are kept a scope each: what is held in one says nothing in another. */
export interface BlobStore {
  /**
   * Where a photo that this officer sends belongs: the scopes in which a record names it (also one in quarantine), and
   * which they may read or handed that record in to. None: no record here names it, and it is not taken.
   */
  targets(
    officer: { readonly officerId: string; readonly scopes: readonly string[] },
    sha256: string,
  ): Promise<readonly PhotoTarget[]>;
  /** Those of the scopes in which a record names the photo, for somebody who has all its bytes and so learns nothing that they lack. */
  naming(scopes: readonly string[], sha256: string): Promise<readonly PhotoTarget[]>;
  /** @param targets one at least; complete is a photo that all of them hold */
  standing(targets: readonly PhotoTarget[], sha256: string): Promise<BlobStatus>;
  /**
   * Keeps bytes of a photo, in one transaction: those held already stay as they are. Once all are there and have the hash
   * the photo is whole and never written again; with another hash they are dropped, so that it can begin anew.
   * @param targets one at least
   * @param piece.of bytes of the whole photo
   */
  putPiece(
    targets: readonly PhotoTarget[],
    sha256: string,
    piece: { readonly at: number; readonly of: number; readonly bytes: Uint8Array },
  ): Promise<BlobStatus>;
  /** A whole photo that one of these scopes holds. */
  read(scopes: readonly string[], sha256: string): Promise<Uint8Array | null>;
}

/** The security events (events/chain.ts): added to, never changed. */
export interface EventStore {
  /** One transaction: each goes to the end of its scope's chain. */
  addEvents(events: readonly NewEvent[]): Promise<void>;
  /** By scope, and in each by number. */
  events(): Promise<readonly ChainedEvent[]>;
  eventHeads(): Promise<readonly EventHead[]>;
}

export interface MetaStore {
  meta(key: string): Promise<string | null>;
  setMeta(key: string, value: string): Promise<void>;
  /** Keeps the value unless there is one. @returns the value that is kept now */
  keepMeta(key: string, value: string): Promise<string>;
  /**
   * Instant up to which everything received is in a second place: a synchronous replica (then `now`), else the last
   * verified backup; null when there is neither.
   */
  durableUpTo(now: string): Promise<string | null>;
}

export interface Store
  extends RevisionStore,
    ViewStore,
    QuarantineStore,
    SetStore,
    PeopleStore,
    DeviceStore,
    ChainStore,
    EventStore,
    IdentityStore,
    MetaStore {
  readonly kind: 'sqlite' | 'postgres';
  readonly blobs: BlobStore;
  close(): Promise<void>;
}
