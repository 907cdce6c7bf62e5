/**
 * What a lost phone means: by when the loss is to be told, what is to be done again, and what was on it. Pure.
 *
 * The duty is that of Law 91/2025/QH15, article 23.1: whoever controls personal data and finds a breach that may harm the life,
 * health, honour, dignity or property of people tells the specialised authority within 72 hours of finding it. Decree
 * 330/2026/NĐ-CP fines an organisation that is later. Both are known from notes that say they were checked against the gazette.
 */
import { actionToRead, may, type Post, scopesFor } from './policy.ts';

/** Milliseconds from the report of a loss to the end of the time in which it is to be told. */
const NOTICE_MS = 72 * 60 * 60 * 1000;

/** Until when a loss is to be told. */
export interface LossNotice {
  /** ISO instant. */
  readonly deadline: string;
  /** Whole hours that are left, rounded down; 0 in the last hour and when it is over. */
  readonly hoursLeft: number;
  readonly isOver: boolean;
}

/**
 * @param reportedAt ISO instant
 * @param now ISO instant
 * @throws RangeError where one of them is no instant
 */
export function lossNotice(reportedAt: string, now: string): LossNotice {
  const deadlineMs = Date.parse(reportedAt) + NOTICE_MS;
  const leftMs = deadlineMs - Date.parse(now);
  return {
    deadline: new Date(deadlineMs).toISOString(),
    hoursLeft: Math.max(0, Math.floor(leftMs / 3_600_000)),
    isOver: leftMs < 0,
  };
}

/** @returns the instant of a report, which cannot be later than that at which it is heard: the clock of whoever types it may be ahead */
export function reportedBy(reportedAt: string, now: string): string {
  return Date.parse(reportedAt) > Date.parse(now) ? now : new Date(Date.parse(reportedAt)).toISOString();
}

/** What the endpoint knows of a phone's contacts; its members are those of the protocol's `LostPhone`. */
export interface PhoneContacts {
  readonly seenAt: string | null;
  readonly pendingCount: number | null;
  readonly arrived: readonly { readonly kind: string; readonly count: number }[];
}

/** The work of a lost phone that is gone, as far as anybody can tell. */
export type LostWork =
  /** Nothing ever came: all that was made on it is to be done again. */
  | { readonly kind: 'everything' }
  /** What was made before `since` and did not wait then is at the endpoint; nobody knows what was made afterwards. */
  | { readonly kind: 'after-contact'; readonly since: string; readonly waitedThen: number | null };

export function lostWork({ seenAt, pendingCount, arrived }: PhoneContacts): LostWork {
  if (seenAt === null || (arrived.length === 0 && pendingCount === null)) return { kind: 'everything' };
  return { kind: 'after-contact', since: seenAt, waitedThen: pendingCount };
}

/** What may be on a person's phone. */
export interface OnPhone {
  /** The communes whose lists it holds. */
  readonly scopes: readonly string[];
  /** Whether it holds whole identity numbers of people who were not written down on it. */
  readonly readsIdentity: boolean;
}

/** @returns what somebody with these posts has on a phone once it has synced */
export function onPhoneOf(posts: readonly Post[]): OnPhone {
  const scopes = scopesFor(posts, 'read-records');
  return { scopes, readsIdentity: scopes.some((scope) => may(posts, actionToRead('identity'), scope)) };
}
