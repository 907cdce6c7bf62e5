/** Revisions and their order in each scope, as the features see them. */
import type { StreamRef } from '../../../programme/index.ts';
import type { CorrectedMember, Heartbeat, Revision } from '../../../protocol/index.ts';
import type { NewEvent } from '../../events/chain.ts';

/** The endpoint's own score of an evaluation, kept beside the phone's. */
export interface Score {
  /** Points, in the unit of the criteria set (`pointScale`). */
  readonly total: number;
  readonly verdict: string;
  readonly hash: string;
  /** Whether the phone computed the same result. */
  readonly agrees: boolean;
}

/** A revision that passed every check, with what the endpoint adds to it. */
export interface AcceptedRevision {
  readonly revision: Revision;
  /** The exact canonical text that was hashed, contentHash included. */
  readonly body: string;
  readonly score: Score | null;
  /** SHA-256 of each photo that the revision names. */
  readonly blobs: readonly string[];
  /** The row of the quarantine that the revision came from, when it was examined again. */
  readonly quarantinedAs?: { readonly scope: string; readonly bodyHash: string };
  /** The open row of the quarantine whose place the revision takes. */
  readonly corrects?: {
    readonly scope: string;
    readonly bodyHash: string;
    readonly changes: readonly CorrectedMember[];
  };
}

/** A row of the quarantine was to be corrected and is not open any more. Nothing was stored. */
export class NotOpenError extends Error {}

/**
 * A record that was kept though it could not be accepted: a supervisor sees it, it can be examined again, it is never
 * deleted.
 */
export interface Quarantined {
  /** The sender's commune, whose supervisor sees the record. */
  readonly scope: string;
  /** SHA-256 of `body`: the same offer twice is one row. */
  readonly bodyHash: string;
  readonly revId: string | null;
  /** The device that the record names; null where it could not be read. */
  readonly device: string | null;
  readonly contentHash: string | null;
  /** Why the record could not be accepted: `unreadable`, `hash-mismatch`, `unknown-schema`, `out-of-scope`, `rev-id-reused`… */
  readonly code: string;
  readonly body: string;
  /** SHA-256 of the photos it names, as far as it can be read: they come before anybody decides. */
  readonly blobs: readonly string[];
}

/** What a pushing phone reports of itself: its state once this push is answered. */
export interface PhoneHeartbeat {
  readonly device: string;
  /** `null` where the push had no heartbeat. */
  readonly heartbeat: Heartbeat | null;
  /** Milliseconds by which the phone's clock is ahead of the endpoint's; null where its time could not be read. */
  readonly skewMs: number | null;
}

/** A revision as it is held after `append`. */
export interface HeldRevision {
  /** Whether this very `append` stored it. */
  readonly created: boolean;
  readonly scope: string;
  readonly contentHash: string;
  readonly scopeSeq: number;
  readonly score: Score | null;
}

/** What a check of parents needs of a held revision. */
export type HeldParent = Pick<Revision, 'scope' | 'kind' | 'entityId' | 'parents'>;

/** Rows of a stream after a cursor. */
export interface StreamPage {
  readonly epoch: string;
  readonly rows: readonly { readonly scopeSeq: number; readonly revId: string; readonly body: string }[];
  /** Whether further rows follow. */
  readonly more: boolean;
}

/** The records that one `append` stored and that were not there before. */
export interface StoredRecords {
  readonly revisions: readonly Revision[];
  readonly quarantined: readonly Quarantined[];
}

/** What has come from a device, of one kind. */
export interface ArrivedKind {
  readonly kind: string;
  readonly count: number;
  /** ISO instant at which the last one came. */
  readonly lastAt: string;
}

/** Input of `RevisionStore.append`. */
export interface Append {
  readonly accepted: readonly AcceptedRevision[];
  readonly quarantined: readonly Quarantined[];
  readonly submittedBy: string;
  /** ISO instant of the endpoint's clock. */
  readonly receivedAt: string;
  /** Who had the records examined again; the submitter when omitted. Quarantined rows of what is accepted are marked so. */
  readonly resolvedBy?: string;
  /** The phone's heartbeat is noted in the same transaction: a commit of its own would wait for the disk once more. */
  readonly phone?: PhoneHeartbeat;
  /** Gives the events of what is new, which are written in the same transaction. It is called again where that is tried again. */
  readonly note?: (stored: StoredRecords) => readonly NewEvent[];
}

/** Stores revisions, numbers them in each stream, and reads them in that order. */
export interface RevisionStore {
  /** @returns the random id of the database's life; new after a restore or promotion */
  epoch(): Promise<string>;
  /** @returns those of these revisions that are held, by `revisionKey` */
  held(revisions: readonly Pick<Revision, 'scope' | 'revId'>[]): Promise<ReadonlyMap<string, HeldRevision>>;
  /** @returns of those that are held what a check of parents needs, by `revisionKey` */
  heldParents(revisions: readonly Pick<Revision, 'scope' | 'revId'>[]): Promise<ReadonlyMap<string, HeldParent>>;
  /**
   * Stores everything in one transaction, or nothing. A revId already held in its scope is left untouched and returned by
   * `revisionKey` (the caller compares hashes). scopeSeq comes from the stream's counter row, whose lock is held to the
   * commit: the numbers have no gaps and follow the order of commits.
   * @throws {NotOpenError}
   */
  append(input: Append): Promise<{ readonly epoch: string; readonly heldRevisions: ReadonlyMap<string, HeldRevision> }>;
  /**
   * Reads rows of a stream after a cursor, in its order: where there are any, one at least.
   * @param after scopeSeq of the last row that is known; 0 at the start
   * @param limit rows at most
   * @param bytesMax bytes of their bodies at most; no limit when omitted
   */
  page(of: StreamRef, after: number, limit: number, bytesMax?: number): Promise<StreamPage>;
  /** @returns how many records of each kind are held of a device in a scope, in the order of the kinds' names */
  arrivedOf(scope: string, device: string): Promise<readonly ArrivedKind[]>;
  /** @returns what is held of these devices in a scope, read at one moment */
  ofDevices(
    scope: string,
    devices: readonly string[],
  ): Promise<{
    readonly epoch: string;
    readonly rows: readonly (Pick<Revision, 'revId' | 'contentHash' | 'deviceTime'> & { readonly scopeSeq: number })[];
  }>;
}
