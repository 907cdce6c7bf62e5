/**
 * Reconciling: phone and endpoint compare, month by month, what the endpoint holds of this phone, so that a row lost
 * behind the endpoint's back is noticed and offered again.
 *
 * - `POST /v1/reconcile` {@link reconcileRequest}: digests of what the phone believes received, of its own device.
 * - Answer {@link reconcileResponse}: the months that differ, each with everything the endpoint holds of it.
 */
import { z } from 'zod';
import { vietnamDay } from '../programme/index.ts';
import { hashText } from './canonical.ts';
import { hexHash, type Revision, scopeId } from './revision.ts';

export const RECONCILE_PROTOCOL = 'cdht.reconcile/1';
/** Months of one request: twenty years. */
const MONTHS_MAX = 240;
/** Device ids of one request: a phone takes another id only where its storage was copied. */
export const DEVICES_MAX = 20;

const month = z.string().regex(/^\d{4}-\d{2}$/);
/** What one side holds of a month: a count, and a digest over ids and content hashes. */
export const monthDigest = z.object({ month, count: z.int().min(0), sha256: hexHash });
export type MonthDigest = z.infer<typeof monthDigest>;

/** Digests of what the phone believes received, of its own devices. */
export const reconcileRequest = z.object({
  scope: scopeId,
  months: z.array(monthDigest).max(MONTHS_MAX),
  /** Every device id under which this phone made records; the token's device when omitted. */
  devices: z.array(z.uuid()).min(1).max(DEVICES_MAX).optional(),
});

/** The months that differ, each with everything that the endpoint holds of it. */
export const reconcileResponse = z.object({
  proto: z.literal(RECONCILE_PROTOCOL),
  epoch: z.string(),
  scope: scopeId,
  months: z.array(
    z.object({
      month,
      /** What the endpoint holds of this device and month. */
      held: z.array(z.object({ revId: z.uuid(), contentHash: hexHash, scopeSeq: z.int().min(1) })),
    }),
  ),
});
export type ReconcileResponse = z.infer<typeof reconcileResponse>;

type Named = Pick<Revision, 'revId' | 'contentHash'>;

/** Stands for the month of a text that is no instant, which a record of an odd phone may have as its time. */
const NO_MONTH = '0000-00';

/** @returns the month of an instant in Asia/Ho_Chi_Minh, `2026-11`; `0000-00` where the text is no instant */
export function monthOf(instant: string): string {
  try {
    const name = vietnamDay(Date.parse(instant)).slice(0, 7);
    return month.safeParse(name).success ? name : NO_MONTH;
  } catch (error) {
    if (error instanceof RangeError) return NO_MONTH;
    throw error;
  }
}

/** SHA-256 over the sorted lines `revId:contentHash\n`. */
function digestOf(rows: readonly Named[]): string {
  const lines = rows.map(({ revId, contentHash }) => `${revId}:${contentHash}\n`);
  return hashText(lines.sort().join(''));
}

/** @returns month of the device's time (in Asia/Ho_Chi_Minh) → its rows */
export function byMonth<R extends Pick<Revision, 'deviceTime'>>(rows: readonly R[]): Map<string, R[]> {
  return Map.groupBy(rows, ({ deviceTime }) => monthOf(deviceTime));
}

/** @returns a digest for each month that has rows, in the order of the months */
export function monthDigests(rows: readonly (Named & Pick<Revision, 'deviceTime'>)[]): MonthDigest[] {
  const digests = [...byMonth(rows)].map(([name, own]) => ({
    month: name,
    count: own.length,
    sha256: digestOf(own),
  }));
  return digests.sort((a, b) => (a.month < b.month ? -1 : 1));
}
