/** What the vault offers of the phone's soundness: its health, its room on the disk, and the criteria sets it holds. */
import type { HeldPublication, SubjectKind } from '../../programme/index.ts';
import type { Journal } from '../platform.ts';

/** Instants are ISO 8601 with the offset +07:00; those of the endpoint's clock are as the endpoint wrote them. */
export interface Health {
  readonly journal: Journal['kind'];
  readonly journalBytes: number;
  readonly pendingCount: number;
  readonly oldestPendingAt: string | null;
  /** Own records that the commune does not have whole, each once: waiting, to be looked at, or with photos that wait. */
  readonly unreceivedCount: number;
  /**
   * What the start found and did. `rebuilt`: the browser had deleted the database, and the journal brought it back; `lost`:
   * it had deleted the database, and no second copy was there. The endpoint may add later: `behind`, it holds later records
   * of this phone than the phone itself; `cloned`, another phone worked under the same device id.
   */
  readonly opened: 'clean' | 'replayed' | 'rebuilt' | 'tail-cut' | 'lost' | 'behind' | 'cloned';
  /** The last round with the endpoint that went through, also of an earlier start of the app. */
  readonly lastSync: { readonly at: string; readonly skewMs: number } | null;
  /** A write met a full disk: photos may not fit, and forms are saved with the room kept aside for them. */
  readonly full: boolean;
  /** Own records that the endpoint has but could not accept, or whose photos nobody has any more. */
  readonly attentionCount: number;
  /** How many of these are not here whole any more either: the endpoint had them, and was restored without them. */
  readonly goneCount: number;
  /** Number of the last record made here; 0 before the first. */
  readonly maxDeviceSeq: number;
  /** When the database was last found gone and rebuilt from the journal. */
  readonly lastWipeAt: string | null;
  /** What the endpoint received up to this instant of its clock is in a backup or a replica too. */
  readonly durableUpTo: string | null;
}

/** Criteria sets, by the hash under which records and drafts name them. */
export interface CriteriaSets {
  /** @returns RFC 8785 text of the set; null where it is not here */
  text(sha256: string): Promise<string | null>;
  /** Keeps a set for ever. @throws Error where the text has another hash; QuotaFull */
  keep(sha256: string, text: string): Promise<void>;
  /** @returns hashes of sets that records or drafts of this phone name, and that are not here */
  missing(): Promise<readonly string[]>;
  /** @returns the sets published in a commune for such subjects, in no order */
  published(scope: string, kind: SubjectKind): Promise<readonly HeldPublication[]>;
}

/** What keeps the phone sound, and what it reports of itself. */
export interface Upkeep {
  /** @returns the state of the phone at this moment, for its screens and for the endpoint */
  health(): Promise<Health>;
  /** Takes the storage reserve where the disk has room, else the health shows `full`. For when the app rests. */
  restock(): Promise<void>;
  /** @returns whether so many bytes can really be written now; null where it cannot be tried */
  hasRoomFor(bytes: number): Promise<boolean | null>;
  /** Notes a round with the endpoint that went through. @param skewMs how far this phone's clock is ahead of the endpoint's */
  noteSynced(skewMs: number): Promise<void>;
  /** Loaded when it is asked for: by forms and results, not at the start. */
  criteriaSets(): Promise<CriteriaSets>;
  /** Whether a record or draft names a criteria set that may have to be fetched. */
  wantsSets(): Promise<boolean>;
}
