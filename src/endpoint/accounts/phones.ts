/** Which phones to ask about: work that has waited too long, and phones that went silent with work on them. */
import { DESK_LIMITS, type PhoneRow } from '../../protocol/index.ts';
import type { Phone } from '../store/api.ts';

/**
 * @param nowMs milliseconds since the epoch, by the endpoint's clock
 * @returns whether work on the phone has waited for too long, or the phone was not seen for as long with work on it
 */
export function isOverdue({ heartbeat, seenAt, enrolledAt }: Phone, nowMs: number): boolean {
  if (heartbeat === null || heartbeat.pendingCount === 0) return false;
  const late = (instant: string) => nowMs - Date.parse(instant) > DESK_LIMITS.unsentMsMax;
  // The phone's clock may be wrong; how long it was silent is measured by the endpoint's.
  return late(seenAt ?? enrolledAt) || (heartbeat.oldestPendingAt !== null && late(heartbeat.oldestPendingAt));
}

/** @returns overdue phones first, then by how long work has waited, then by how long the phone was not seen */
export function phoneRows(phones: readonly Phone[], nowMs: number): PhoneRow[] {
  const rows = phones.map((phone): PhoneRow => ({ ...phone, overdue: isOverdue(phone, nowMs) }));
  const age = (instant: string | null | undefined) => Date.parse(instant ?? '') || Number.MAX_SAFE_INTEGER;
  return rows.sort(
    (a, b) =>
      Number(b.overdue) - Number(a.overdue) ||
      age(a.heartbeat?.oldestPendingAt) - age(b.heartbeat?.oldestPendingAt) ||
      age(a.seenAt) - age(b.seenAt),
  );
}
