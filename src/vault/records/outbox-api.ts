/** What the vault offers to the sync client: what is to be sent, what was answered, and what was pulled. */
import type { StreamRef } from '../../programme/index.ts';
import type { MonthDigest, PullPage, Receipt, ReconcileResponse, Revision } from '../../protocol/index.ts';

/** What has become of a revision made on this phone, derived only from stored receipts. */
export type SyncState =
  | { readonly kind: 'on-phone'; readonly since: string }
  | { readonly kind: 'sent-photos-waiting'; readonly photosLeft: number }
  /** `corrected` means by a supervisor, as another revision; this one could not be accepted. */
  | { readonly kind: 'received'; readonly scopeSeq: number; readonly at: string; readonly corrected?: true }
  | { readonly kind: 'needs-attention'; readonly code: string };

/** A record made on this phone, and what has become of it. */
export interface OutboxItem {
  readonly revision: Revision;
  readonly state: SyncState;
}

/** What the screen Đồng bộ shows. */
export interface OutboxShown {
  /** Over all records made here; a state that is absent has none. */
  readonly counts: Readonly<Partial<Record<SyncState['kind'], number>>>;
  /** The newest first, of each state at most as many as were asked for. */
  readonly items: readonly OutboxItem[];
}

/** Records on their way to the endpoint. */
export interface Outbox {
  /** @returns own records that wait to be sent, in the order they were made */
  pending(limit: number): Promise<readonly Revision[]>;
  /** @returns what waits, and after it records of others that a restored endpoint lacks (refill.ts) */
  toSend(limit: number): Promise<readonly Revision[]>;
  /** @returns all records made here, the newest first */
  outbox(): Promise<readonly OutboxItem[]>;
  /** For a screen: figures over all, and of each state only the newest, at most `limit`. */
  outboxShown(limit: number): Promise<OutboxShown>;
  /**
   * Keeps the receipts of a push.
   * @param answer.serverTime ISO instant of the endpoint's clock
   * @param answer.durableUpTo what the endpoint had by this instant is in a second place, too
   * @returns how many records were received, need a person, and were ignored
   */
  applyReceipts(
    results: readonly Receipt[],
    answer: { readonly serverTime: string; readonly epoch: string; readonly durableUpTo?: string | null },
  ): Promise<{ received: number; attention: number; ignored: number }>;
  /** Loaded lazily: it is used once a week. */
  reconciling(): Promise<Reconciling>;
}

/** Comparing with the endpoint what it holds of this phone. */
export interface Reconciling {
  /** ISO instant of the last time; null before the first. */
  lastAt(): Promise<string | null>;
  /** @param at ISO instant of the comparison that has just been made */
  note(at: string): Promise<void>;
  /** Every id this phone made records under. */
  devices(): Promise<readonly string[]>;
  /** Digests of own records that have a receipt, month by month. */
  digests(scope: string): Promise<readonly MonthDigest[]>;
  /** Own records that the endpoint should have and does not are offered again. @returns how many */
  offerMissing(answer: ReconcileResponse): Promise<number>;
}

/** Pages that come from the endpoint. */
export interface Pulled {
  /** @returns where the next page of this stream begins; epoch null before the first page */
  cursor(of: StreamRef): Promise<{ epoch: string | null; after: number }>;
  /**
   * Keeps rows and cursor in one transaction. A new epoch resets the cursors and offers own records again; refill.ts says
   * which records of others.
   * @param how.moreToCome pages of other streams follow at once: the lists are written to the disk after the last
   * @throws InvalidPage where a row does not have its own hash, or the page is out of order: nothing of it is kept
   */
  applyPull(page: PullPage, how?: { readonly moreToCome: boolean }): Promise<void>;
}
