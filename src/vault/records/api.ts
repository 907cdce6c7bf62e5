/** What the vault offers of records: saving them, and what screens show of citizens, households and evaluations. */
import type {
  Campaign,
  Citizen,
  Consent,
  DuplicateCandidate,
  EntityRef,
  Evaluation,
  EvaluationStatus,
  Hamlet,
  Household,
  NewRevision,
  Review,
  Subject,
  SubjectGroup,
  Visit,
} from '../../programme/index.ts';
import type { Revision } from '../../protocol/index.ts';
import type { SyncState } from './outbox-api.ts';

/** The answer to a save: the revisions as they were saved, or why nothing may be called saved. */
export type Committed =
  | { readonly kind: 'saved'; readonly revisions: readonly Revision[] }
  | { readonly kind: 'failed'; readonly reason: 'quota' | 'closed' | 'read-back' | 'unknown'; readonly detail: string };

/** A citizen, with the identity number where this phone holds it. */
export interface Person extends EntityRef {
  readonly citizen: Citizen;
  /** The whole identity number, where this phone holds it: it was entered here, or the session may pull such numbers. */
  readonly cccd: string | null;
  /** Whether a person has to choose between several heads. */
  readonly conflict: boolean;
}
/** A campaign of a commune. */
export interface StoredCampaign extends EntityRef {
  readonly campaign: Campaign;
  /** Ids of its heads, on which a change is made. */
  readonly heads: readonly string[];
  /** Whether a person has to choose between several heads. */
  readonly conflict: boolean;
}
/** A hamlet of the commune's own list. */
export interface StoredHamlet extends EntityRef {
  readonly hamlet: Hamlet;
  /** Ids of its heads, on which a change is made. */
  readonly heads: readonly string[];
  /** Whether a person has to choose between several heads. */
  readonly conflict: boolean;
}
/** A household without its members. */
export interface Home extends EntityRef {
  readonly household: Household;
  /** Whether a person has to choose between several heads. */
  readonly conflict: boolean;
}
/** An evaluation, the state of its life, and what has become of it at the endpoint. */
export interface StoredEvaluation extends EntityRef {
  /** The revision shown: the one that counts, else the first head. */
  readonly revId: string;
  readonly evaluation: Evaluation;
  readonly status: EvaluationStatus;
  /** The revision that figures are made from; null where none counts. */
  readonly countedRevId: string | null;
  /** Revisions that are newer than the accepted one and wait for a supervisor. */
  readonly waitingRevIds: readonly string[];
  readonly conflict: boolean;
  /** `null` where it was made elsewhere and pulled. */
  readonly sync: SyncState | null;
  /** The last review of the revision shown. */
  readonly review: Review | null;
  readonly author: string;
}
/** Whom or what a form is filled in for, as it is today. */
export interface SubjectView {
  readonly scope: string;
  readonly subject: Subject;
  readonly name: string;
  readonly hamlet: string | null;
  readonly unit: string | null;
  readonly group: SubjectGroup | null;
  /** The household in whose house the form is filled in; null where there is none. */
  readonly householdId: string | null;
}
/** A household with its members and all that was recorded of them. */
export interface HouseholdView {
  readonly home: Home;
  readonly members: readonly Person[];
  readonly evaluations: readonly StoredEvaluation[];
  readonly visits: readonly { readonly id: string; readonly visit: Visit; readonly author: string }[];
  readonly consents: readonly { readonly id: string; readonly consent: Consent }[];
}
/** One row for each hamlet in Hôm nay. */
export interface HamletSummary {
  readonly scope: string;
  readonly hamlet: string;
  readonly households: number;
  readonly citizens: number;
  /** Citizens with a finished evaluation in the period. */
  readonly evaluated: number;
}
/** One row for each household of a hamlet. */
export interface HouseholdSummary extends EntityRef {
  readonly number: string;
  readonly headName: string;
  readonly members: number;
  readonly evaluated: number;
  /** The day of the next visit, as the latest visit names it. */
  readonly nextDate: string | null;
}
/** A light entry of the in-memory roster: lists and search read this at each letter typed, never the database. */
export interface RosterRow extends EntityRef {
  readonly name: string;
  readonly birthYear: number;
  readonly birthDate: string | null;
  readonly group: SubjectGroup;
  readonly hamlet: string;
  readonly householdId: string;
  readonly householdNumber: string;
  readonly cccdTail: string | null;
  /** Whether there is a finished evaluation in the commune's period of today. */
  readonly evaluated: boolean;
}

/**
 * Saving records, and reading what they make. Only what the session's scopes allow is read (scopes-seen.ts). A `period` is the
 * year of a campaign, such as `2026`.
 */
export interface RecordStore {
  /**
   * Saves all of these or none. It never throws. The answer is `saved` only when the journal was flushed, and the rows
   * of the database were read back with their hashes.
   */
  commit(revisions: readonly NewRevision[]): Promise<Committed>;
  /** The communes' hamlets, in the order of their names. @param period left out: that of each commune today */
  hamlets(period?: string): Promise<readonly HamletSummary[]>;
  /** A hamlet's households, in the order of their numbers. @param period left out: that of the commune today */
  households(scope: string, hamlet: string, period?: string): Promise<readonly HouseholdSummary[]>;
  /**
   * The period in which each commune of the session is today: that of its campaign, or of the session where it has none. A clock's
   * year is asked for by neither.
   */
  periods(): Promise<ReadonlyMap<string, string>>;
  /** @returns the campaigns of the commune, and those of communes into which it was merged, each as it is now, in no order */
  campaigns(scope: string): Promise<readonly StoredCampaign[]>;
  /** @returns the commune's own list of hamlets, past ones too, in the order of their names */
  hamletList(scope: string): Promise<readonly StoredHamlet[]>;
  /** @returns null where it is not here, or the session may not see it */
  household(household: EntityRef): Promise<HouseholdView | null>;
  /** @returns null where the citizen is not here, or the session may not see them */
  person(citizen: EntityRef): Promise<Person | null>;
  /** @returns null also for a kind of subject that this version has no lists of */
  subject(scope: string, subject: Subject): Promise<SubjectView | null>;
  /** @returns the evaluations of this subject, the one that was finished last first */
  evaluationsOf(scope: string, subject: Subject): Promise<readonly StoredEvaluation[]>;
  /** @returns null where it is not here, or the session may not see it */
  evaluation(evaluation: EntityRef): Promise<StoredEvaluation | null>;
  /** @returns evaluations by these authors that were returned and not corrected, the one finished last first */
  returnedTo(authors: readonly string[]): Promise<readonly StoredEvaluation[]>;
  /** How many rows of the lists have been made anew after an update; null while none are being made. */
  rebuilding(): { readonly done: number; readonly total: number } | null;
  /** Every citizen that the session may see; kept in memory until something changes. */
  roster(): Promise<readonly RosterRow[]>;
  /** @returns at most `limit` citizens whose name or number fits the text, the best first */
  search(text: string, limit: number): Promise<readonly RosterRow[]>;
  /** @returns citizens who may be the same person as one that is being entered */
  duplicatesOf(
    candidate: DuplicateCandidate,
  ): Promise<readonly { row: RosterRow; reason: 'same-cccd' | 'similar-name' }[]>;
}
