/**
 * Corrections at the desk: members that keep a record from being accepted get other values. What comes of it is a revision of
 * its own, written by the desk (`corrects` in revision.ts); the bytes that came stay in the quarantine beside it.
 *
 * - `GET  /v1/quarantine/{id}?scope`         a record with its exact text and the faulty members.
 * - `POST /v1/quarantine/correct`               faulty members get other values; the result is judged like a push.
 */
import { z } from 'zod';
import { DESK_LIMITS, quarantineRow } from './desk.ts';
import { LIMITS, scopeId, sha256Hex } from './revision.ts';

/** Where in a record, from its top: `["payload", "answers", "3", "points"]`. */
export const memberPath = z
  .array(z.union([z.string().max(200), z.int().min(0)]))
  .min(1)
  .max(LIMITS.jsonDepthMax);
export type MemberPath = z.infer<typeof memberPath>;

/** What was corrected. Without `from` it was not there, without `to` it is there no more. */
export const corrected = z.object({ path: memberPath, from: z.unknown().optional(), to: z.unknown().optional() });
export type CorrectedMember = z.infer<typeof corrected>;

export const MEMBER_FAULTS = ['missing', 'form', 'range', 'letters', 'choice', 'scope', 'set', 'time', 'nul'] as const;
export type MemberFault = (typeof MEMBER_FAULTS)[number];

export const faultyMember = z.object({
  path: memberPath,
  /** One of `MEMBER_FAULTS`; a newer endpoint may know others. */
  why: z.string(),
  /** As it is now; absent where the member is missing. */
  value: z.unknown().optional(),
  /** How a new value is written: `text` as it is typed, `json` (a number, true, a list). */
  takes: z.string(),
  /** Of a number, or of the letters of a text. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** All that it may be. */
  choices: z.array(z.object({ value: z.unknown(), label: z.string() })).optional(),
});
export type FaultyMember = z.infer<typeof faultyMember>;

/** Without `to`: the member is taken away. */
export const memberCorrection = corrected.omit({ from: true });
export type MemberCorrection = z.infer<typeof memberCorrection>;

export const quarantineRecord = z.object({
  row: quarantineRow,
  body: z.string(),
  /** What can be corrected. */
  faulty: z.array(faultyMember),
  /** What was corrected in the revision that took its place. */
  changes: z.array(corrected).optional(),
});
export type QuarantineRecord = z.infer<typeof quarantineRecord>;

export const correctionRequest = z.object({
  scope: scopeId,
  id: sha256Hex,
  /** None: the record is taken over as it is (`UNPROVEN_CODES` in desk.ts). */
  corrections: z.array(memberCorrection).max(DESK_LIMITS.correctionsMax),
});
export const correctionResponse = z.object({
  outcome: z.enum(['accepted', 'kept']),
  /** Why it is kept, and what can be corrected once the corrections are made. */
  code: z.string().optional(),
  faulty: z.array(faultyMember),
  /** As it stands now. */
  row: quarantineRow,
});
export type CorrectionResponse = z.infer<typeof correctionResponse>;
