/**
 * Correcting a quarantined record at the desk: members that keep it from being accepted get other values. The result is a
 * revision of its own, written by the desk (`corrects` in revision.ts); the bytes that came stay in the quarantine beside it.
 *
 * - `GET  /v1/quarantine/{id}?scope`            a record with its exact text and the members that keep it in quarantine.
 * - `POST /v1/quarantine/correct`               these members get other values; the result is checked like a push.
 */
import { z } from 'zod';
import { DESK_LIMITS, quarantineRow } from './desk.ts';
import { hexHash, LIMITS, scopeId } from './revision.ts';

/** Path of a member in a record, from its top: `["payload", "answers", "3", "points"]`. */
export const memberPath = z
  .array(z.union([z.string().max(200), z.int().min(0)]))
  .min(1)
  .max(LIMITS.jsonDepthMax);
export type MemberPath = z.infer<typeof memberPath>;

/** A member that was corrected. Without `from` it was missing before; without `to` it was taken away. */
export const corrected = z.object({ path: memberPath, from: z.unknown().optional(), to: z.unknown().optional() });
export type CorrectedMember = z.infer<typeof corrected>;

/** Why a member keeps its record from being accepted. */
export const MEMBER_FAULTS = ['missing', 'form', 'range', 'letters', 'choice', 'scope', 'set', 'time', 'nul'] as const;
export type MemberFault = (typeof MEMBER_FAULTS)[number];

/** A member that keeps its record from being accepted, and what it may be instead. */
export const faultyMember = z.object({
  path: memberPath,
  /** One of `MEMBER_FAULTS`; a newer endpoint may know others. */
  why: z.string(),
  /** The present value; absent where the member is missing. */
  value: z.unknown().optional(),
  /** How a new value is written: `text` as it is typed, or `json` (a number, true, a list). */
  takes: z.string(),
  /** Least and greatest number, or count of the letters of a text. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** All values that it may have, where they are few. */
  choices: z.array(z.object({ value: z.unknown(), label: z.string() })).optional(),
});
export type FaultyMember = z.infer<typeof faultyMember>;

/** A new value for a member; without `to` the member is taken away. */
export const memberCorrection = corrected.omit({ from: true });
export type MemberCorrection = z.infer<typeof memberCorrection>;

/** A quarantined record in full. */
export const quarantineRecord = z.object({
  row: quarantineRow,
  /** The exact text that came. */
  body: z.string(),
  /** The members that can be corrected. */
  faulty: z.array(faultyMember),
  /** The members that were corrected in the revision that took its place. */
  changes: z.array(corrected).optional(),
});
export type QuarantineRecord = z.infer<typeof quarantineRecord>;

/** What a supervisor corrects in a record. */
export const correctionRequest = z.object({
  scope: scopeId,
  id: hexHash,
  /** The corrections; without any the record is taken over as it is (`UNPROVEN_CODES` in desk.ts). */
  corrections: z.array(memberCorrection).max(DESK_LIMITS.correctionsMax),
});
/** What became of a correction. */
export const correctionResponse = z.object({
  outcome: z.enum(['accepted', 'kept']),
  /** Why it is kept: one of `QUARANTINE_CODES`. */
  code: z.string().optional(),
  /** The members that can be corrected once these corrections are made. */
  faulty: z.array(faultyMember),
  /** The record as the desk's list shows it now. */
  row: quarantineRow,
});
export type CorrectionResponse = z.infer<typeof correctionResponse>;
