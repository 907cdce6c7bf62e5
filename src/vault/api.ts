/**
 * What the phone's keeping offers. The interface first; what it stands on is in platform.ts.
 *
 *     const vault = await openVault(platform);                     // journal and database compared, replayed, healed
 *     await vault.saveDraft(draft);                                 // each answer, ≤ 300 ms
 *     const saved = await vault.commit([{kind, entityId, …}]);    // journal + strict transaction + read-back
 *     if (saved.kind === 'saved') show('Đã lưu');                   // only now
 */
import type {
  Citizen,
  Consent,
  DuplicateCandidate,
  EntityRef,
  Evaluation,
  EvaluationStatus,
  HeldPublication,
  Household,
  NewRevision,
  Review,
  StreamRef,
  Subject,
  SubjectGroup,
  SubjectKind,
  Visit,
} from '../programme/index.ts';
import type {
  LastHeld,
  MonthDigest,
  PullPage,
  Receipt,
  ReconcileResponse,
  Revision,
  Session,
} from '../protocol/index.ts';
import type { Journal, VaultChange } from './platform.ts';

export type { EntityRef, NewRevision };

export type Committed =
  | { readonly kind: 'saved'; readonly revisions: readonly Revision[] }
  | { readonly kind: 'failed'; readonly reason: 'quota' | 'closed' | 'read-back' | 'unknown'; readonly detail: string };

/** Where a revision made on this phone stands, derived only from stored receipts. */
export type SyncState =
  | { readonly kind: 'on-phone'; readonly since: string }
  | { readonly kind: 'sent-photos-waiting'; readonly photosLeft: number }
  /** corrected: by a supervisor, as another revision; this one could not be accepted. */
  | { readonly kind: 'received'; readonly scopeSeq: number; readonly at: string; readonly corrected?: true }
  | { readonly kind: 'needs-attention'; readonly code: string };

export interface OutboxItem {
  readonly revision: Revision;
  readonly state: SyncState;
}

/** What Đồng bộ shows. */
export interface OutboxShown {
  /** Over all records made here; a kind that is absent has none. */
  readonly counts: Readonly<Partial<Record<SyncState['kind'], number>>>;
  /** Newest first, of each kind at most as many as were asked for. */
  readonly items: readonly OutboxItem[];
}

/** A form in progress, bound to its subject and to the criteria set's hash. */
export interface Draft {
  readonly draftId: string;
  readonly kind: 'evaluation' | 'citizen' | 'household';
  readonly scope: string;
  /** Whom or what the form is about, within that scope; also one that is not there yet. */
  readonly subject: Subject;
  readonly setHash: string | null;
  readonly updatedAt: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface Person extends EntityRef {
  readonly citizen: Citizen;
  /** The whole identity number, where this phone holds it: made here, or pulled by those who may. */
  readonly cccd: string | null;
  readonly conflict: boolean;
}
export interface Home extends EntityRef {
  readonly household: Household;
  readonly conflict: boolean;
}
export interface StoredEvaluation extends EntityRef {
  /** The revision shown: the one that counts, else the first head. */
  readonly revId: string;
  readonly evaluation: Evaluation;
  readonly status: EvaluationStatus;
  /** The revision that figures are made from; null: none is. */
  readonly countedRevId: string | null;
  /** Newer than the accepted one, and waiting for a supervisor. */
  readonly waitingRevIds: readonly string[];
  readonly conflict: boolean;
  /** null when made elsewhere and pulled. */
  readonly sync: SyncState | null;
  /** The last one about the revision shown. */
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
  /** In whose house the form is filled in; null: in none. */
  readonly householdId: string | null;
}
export interface HouseholdView {
  readonly home: Home;
  readonly members: readonly Person[];
  readonly evaluations: readonly StoredEvaluation[];
  readonly visits: readonly { readonly id: string; readonly visit: Visit; readonly author: string }[];
  readonly consents: readonly { readonly id: string; readonly consent: Consent }[];
}
/** One row a hamlet in Hôm nay; households sorted by number. */
export interface HamletSummary {
  readonly scope: string;
  readonly hamlet: string;
  readonly households: number;
  readonly citizens: number;
  /** Citizens of an age to be evaluated with a finished evaluation in the period. */
  readonly evaluated: number;
}
export interface HouseholdSummary extends EntityRef {
  readonly number: string;
  readonly headName: string;
  readonly members: number;
  readonly evaluated: number;
  readonly nextDate: string | null;
}

export interface Health {
  readonly journal: Journal['kind'];
  readonly journalBytes: number;
  readonly pendingCount: number;
  readonly oldestPendingAt: string | null;
  /** Own records that the commune does not have whole, each once: waiting, to be looked at, or with photos that wait. */
  readonly unreceivedCount: number;
  /**
   * What start-up found and did. `rebuilt`: the browser had deleted the database, and the journal brought it back; `lost`:
   * it had deleted the database, and no second copy was there. Since then the endpoint may have told: `behind`, it holds
   * later records of this phone than the phone itself; `cloned`, another phone worked under the same device id.
   */
  readonly opened: 'clean' | 'replayed' | 'rebuilt' | 'tail-cut' | 'lost' | 'behind' | 'cloned';
  /** The last round with the endpoint that went through, also of an earlier start of the app. */
  readonly lastSync: { readonly at: string; readonly skewMs: number } | null;
  /** A write met a full disk: photos may not fit, and forms are saved with the room kept aside for them. */
  readonly full: boolean;
  /** Own records that the endpoint has but could not accept, or whose photos nobody has any more. */
  readonly attentionCount: number;
  /** Of these, records that are not here whole any more either: the endpoint had them, and was restored without them. */
  readonly goneCount: number;
  /** Number of the last record made here; 0: none yet. */
  readonly maxDeviceSeq: number;
  /** When the database was last found gone and rebuilt from the journal. */
  readonly lastWipeAt: string | null;
  /** What the endpoint received up to this instant of its clock is in a backup or a replica too. */
  readonly durableUpTo: string | null;
}

/** What of one's own the endpoint does not have, and how much of that is in no rescue file yet. */
export interface RescueStatus {
  /** Records waiting or held back for a person to look at. */
  readonly unreceived: number;
  readonly photosWaiting: number;
  readonly unexported: number;
  readonly photosUnexported: number;
  /** When the oldest record was made that is in no file. */
  readonly oldestUnexportedAt: string | null;
  /** Whether the last save failed: there may be no room for another. */
  readonly saveFailed: boolean;
  /** When the last file was read again and found whole. */
  readonly exportedAt: string | null;
}

/**
 * Opaque bytes that are nobody's records here: bundles relayed for colleagues and for persons who signed out, QR frames read
 * so far. They are encrypted by whoever made them, and outlive a wiped database. Names: a-z, 0-9 and hyphens.
 */
export interface RelayStore {
  /** @throws QuotaFull */
  put(name: string, bytes: Uint8Array): Promise<void>;
  get(name: string): Promise<Uint8Array | null>;
  remove(name: string): Promise<void>;
  /** Names that begin so, sorted. */
  list(prefix: string): Promise<readonly string[]>;
}

/** A light entry of the in-memory roster: lists and search read this, never the database, per keystroke. */
export interface RosterRow extends EntityRef {
  readonly name: string;
  readonly birthYear: number;
  readonly hamlet: string;
  readonly householdId: string;
  readonly householdNumber: string;
  readonly cccdTail: string | null;
  readonly evaluated: boolean;
}

/** Comparing with the endpoint what it holds of this phone. */
export interface Reconciling {
  /** ISO instant of the last time; null: not yet. */
  lastAt(): Promise<string | null>;
  note(at: string): Promise<void>;
  /** Every id this phone made records under. */
  devices(): Promise<readonly string[]>;
  /** Of own records with a receipt, month by month. */
  digests(scope: string): Promise<readonly MonthDigest[]>;
  /** Own records that the endpoint should have and does not are offered again. @returns how many */
  offerMissing(answer: ReconcileResponse): Promise<number>;
}

/** Criteria sets, by the hash under which records and drafts name them. */
export interface CriteriaSets {
  /** RFC 8785 text of the set; null where it is not here. */
  text(sha256: string): Promise<string | null>;
  /** For ever. @throws Error where the text has another hash; QuotaFull */
  keep(sha256: string, text: string): Promise<void>;
  /** Named by records or drafts of this phone, and not here. */
  missing(): Promise<readonly string[]>;
  /** What a commune was told to use for such subjects, in no order. */
  published(scope: string, kind: SubjectKind): Promise<readonly HeldPublication[]>;
}

export interface Vault {
  /** Name of the person's store: of what windows of one person must do one at a time. */
  readonly store: string;
  readonly deviceId: string;
  /** Loaded when it is asked for: once a week is often enough. */
  reconciling(): Promise<Reconciling>;
  /** Loaded when it is asked for: by forms and results, not at the start. */
  criteriaSets(): Promise<CriteriaSets>;
  /** Whether a record or draft names a criteria set that may have to be fetched. */
  wantsSets(): Promise<boolean>;
  session(): Promise<Session | null>;
  setSession(session: Session | null): Promise<void>;

  commit(revisions: readonly NewRevision[]): Promise<Committed>;

  saveDraft(draft: Draft): Promise<void>;
  drafts(): Promise<readonly Draft[]>;
  draft(draftId: string): Promise<Draft | null>;
  dropDraft(draftId: string): Promise<void>;

  hamlets(period: string): Promise<readonly HamletSummary[]>;
  households(scope: string, hamlet: string, period: string): Promise<readonly HouseholdSummary[]>;
  household(household: EntityRef): Promise<HouseholdView | null>;
  person(citizen: EntityRef): Promise<Person | null>;
  /** @returns null also for a kind of subject that this version has no lists of */
  subject(scope: string, subject: Subject): Promise<SubjectView | null>;
  /** Newest first. */
  evaluationsOf(scope: string, subject: Subject): Promise<readonly StoredEvaluation[]>;
  evaluation(evaluation: EntityRef): Promise<StoredEvaluation | null>;
  /** Rows of the lists that are being made anew after an update; null: none are. */
  rebuilding(): { readonly done: number; readonly total: number } | null;
  /** The whole roster for the search index; cached until something changes. */
  roster(): Promise<readonly RosterRow[]>;
  /** Full citizens of a commune, for likely duplicates. */
  search(text: string, limit: number): Promise<readonly RosterRow[]>;
  duplicatesOf(
    candidate: DuplicateCandidate,
  ): Promise<readonly { row: RosterRow; reason: 'same-cccd' | 'similar-name' }[]>;

  /** The storage reserve is not for photos: where there is no room the health says `full`. @throws QuotaFull */
  putPhoto(bytes: Uint8Array): Promise<{ sha256: string; bytes: number }>;
  photo(sha256: string): Promise<Uint8Array | null>;

  /** For the sync client. */
  pending(limit: number): Promise<readonly Revision[]>;
  /** What waits, and after it records of others that a restored endpoint lacks (refill.ts). */
  toSend(limit: number): Promise<readonly Revision[]>;
  outbox(): Promise<readonly OutboxItem[]>;
  /** For a screen: figures over all, and only the newest of each kind. */
  outboxShown(limit: number): Promise<OutboxShown>;
  applyResults(
    results: readonly Receipt[],
    answer: { readonly serverTime: string; readonly epoch: string; readonly durableUpTo?: string | null },
  ): Promise<{ received: number; attention: number; ignored: number }>;
  /** The endpoint's last record of this device. @returns whether the phone had lost it, and asks for all pages again */
  goOnAfter(last: LastHeld): Promise<boolean>;
  /** What this device signs with; null where the browser has no keys. */
  publicKey(): Promise<string | null>;
  /** What this phone signs with and all its ids, as long as the endpoint has not said that it knows them; else null. */
  keyToRegister(): Promise<{ readonly publicKey: string; readonly devices: readonly string[] } | null>;
  /** As they are sent: signed with the key of now, for that of then may be lost, and unknown to a restored endpoint. */
  signed(revisions: readonly Revision[]): Promise<readonly Revision[]>;
  /** The endpoint of this epoch knows the key as that device's. */
  noteRegistered(told: { readonly publicKey: string; readonly device: string; readonly epoch: string }): Promise<void>;
  /** The endpoint refused this phone's id: its key is told again at the next push. */
  noteUnregistered(): Promise<void>;
  /** Two phones work under this device id: another one from now on. */
  takeAnotherId(told: string): Promise<void>;
  cursor(of: StreamRef): Promise<{ epoch: string | null; after: number }>;
  /**
   * Rows and cursor in one transaction; a new epoch resets the cursor and re-offers everything held.
   * @param how.moreToCome pages of other streams follow at once: what is made of them all is kept after the last
   */
  applyPull(page: PullPage, how?: { readonly moreToCome: boolean }): Promise<void>;
  blobsWaiting(): Promise<readonly string[]>;
  /** Sizes of the photos that wait; 0 for one that is not on the phone. */
  waitingPhotoBytes(): Promise<readonly number[]>;
  /** @param heldBy when the endpoint of which epoch said that it has it whole */
  blobReceived(sha256: string, heldBy: { readonly epoch: string; readonly at: string }): Promise<void>;
  /** Neither the phone nor the endpoint has its bytes: told to a person, and no longer waited for. */
  blobGone(sha256: string): Promise<void>;
  /** Photos told to be gone: an endpoint may have got one from elsewhere, or the phone may find it again. */
  blobsGone(): Promise<readonly string[]>;

  /** For the rescue file: records and photos that the endpoint does not have whole. */
  unreceived(): Promise<{ readonly revisions: readonly Revision[]; readonly photos: readonly string[] }>;
  rescueStatus(): Promise<RescueStatus>;
  /** Only after the file was read again and compared. */
  noteExported(revIds: readonly string[], photos: readonly string[]): Promise<void>;
  /** Scope → public key, where it is newer than the session's. */
  learnRescueKeys(keys: Readonly<Record<string, string>>): Promise<void>;
  /** Of the phone: its persons share it. */
  readonly relayStore: RelayStore;
  /** Goes with the person. */
  readonly ownRelayStore: RelayStore;

  health(): Promise<Health>;
  /** Bytes of photos that may be removed: the endpoint has them and their records, for long and in a second place. */
  freeableBytes(): Promise<number>;
  /** Takes the storage reserve where the disk has room; says `full` in the health where it has not. For when the app rests. */
  restock(): Promise<void>;
  /** Whether so many bytes can really be written now; null where it cannot be tried. */
  hasRoomFor(bytes: number): Promise<boolean | null>;
  /** @param skewMs how far this phone's clock is ahead of the endpoint's */
  noteSynced(skewMs: number): Promise<void>;
  /** Removes the photos of `freeableBytes` from the phone, and takes the storage reserve again. @returns bytes freed */
  freePhotos(): Promise<number>;
  /** Another tab has a newer version of the app and took the database: nothing can be saved here any more. */
  readonly closed: boolean;
  /** Called after every change, with what changed, also in another tab. @returns unsubscribe */
  subscribe(listener: (change: VaultChange) => void): () => void;
  close(): Promise<void>;
  /**
   * Ends this store: while no window of the person can save, `encrypted` says whether all that is unsent is safe elsewhere; then
   * the store is closed for good and `remove` takes it from the disk.
   * @returns false, and nothing is changed, where `encrypted` says no
   * @throws what `remove` threw
   */
  end(
    encrypted: (unsent: { readonly revIds: readonly string[]; readonly photos: readonly string[] }) => Promise<boolean>,
    remove: () => Promise<void>,
  ): Promise<boolean>;
}
