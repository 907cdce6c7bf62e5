/**
 * The supervisor's desk: what the endpoint keeps though it could not accept it, and what each phone last said of itself.
 *
 * - `GET  /v1/quarantine?scope&state`        the records, without their bodies.
 * - `POST /v1/quarantine/retry`              judged again with what the endpoint knows now.
 * - `POST /v1/quarantine/close`              set aside for good, with a written reason. Nothing is deleted.
 * - `GET  /v1/phones?scope`                  each phone as its last heartbeat told it.
 *
 * One record, and correcting it: correction.ts.
 */
import { z } from 'zod';
import { heartbeat } from './messages.ts';
import { scopeId, sha256Hex } from './revision.ts';

export const DESK_LIMITS = {
  /** A phone that has kept work for longer is asked about. */
  unsentMsMax: 3 * 24 * 60 * 60 * 1000,
  /** Rows of one list; what is more is told by `more`. */
  rowsMax: 500,
  /** Records judged again in one request; `left` tells whether to ask again. */
  retriedMax: 500,
  reasonLettersMin: 5,
  reasonLettersMax: 500,
  /** Members corrected in one request. */
  correctionsMax: 100,
} as const;

/** Why a record is not accepted. Over the wire a code is any text: a newer endpoint may know others. */
export const QUARANTINE_CODES = [
  'unreadable',
  'hash-mismatch',
  'nul-character',
  'unclean-text',
  'number-too-large',
  'too-large',
  'unknown-schema',
  'unknown-kind',
  'impossible-date',
  'bad-payload',
  'out-of-scope',
  'unknown-author',
  'not-signed',
  'unknown-device',
  'bad-signature',
  'device-of-another',
  'not-allowed',
  'unknown-set',
  'other-subject',
  'bad-answers',
  'erased',
  'bad-parents',
  'foreign-parent',
  'rev-id-reused',
  'not-judged',
] as const;
/**
 * Of a record whose content is in order and whose author is not proven: a supervisor may take it over, as a record of their own
 * (correction.ts, without any correcting).
 */
export const UNPROVEN_CODES: readonly string[] = [
  'not-signed',
  'unknown-device',
  'bad-signature',
  'device-of-another',
  'unknown-author',
] satisfies QuarantineCode[];
export type QuarantineCode = (typeof QUARANTINE_CODES)[number];

const person = z.object({ id: z.string(), name: z.string().nullable() });

export const QUARANTINE_OUTCOMES = ['accepted', 'closed'] as const;
export const quarantineRow = z.object({
  /** SHA-256 of the exact text: its name in the routes. */
  id: sha256Hex,
  /** Why it is not accepted now: `unknown-set`, `out-of-scope`… */
  code: z.string(),
  receivedAt: z.string(),
  submittedBy: person,
  /** The rest is read from the text as far as it can be. */
  revId: z.string().nullable(),
  kind: z.string().nullable(),
  author: person.nullable(),
  deviceTime: z.string().nullable(),
  /** Whom or what it is about: a citizen's name, a household's number and hamlet. */
  subject: z.string().nullable(),
  /** Last time it was judged again without success. */
  retriedAt: z.string().nullable(),
  /** null while it is open. */
  resolved: z
    .object({
      at: z.string(),
      by: person,
      outcome: z.enum(QUARANTINE_OUTCOMES),
      /** Why it was closed. */
      reason: z.string().nullable(),
      /** Accepted in another form: the revision that took its place. */
      correctedAs: z.string().optional(),
    })
    .nullable(),
});
export type QuarantineRow = z.infer<typeof quarantineRow>;

export const quarantineList = z.object({
  rows: z.array(quarantineRow),
  more: z.boolean(),
  /** Accepted records that this version of the endpoint can show in no list; they are kept, and nobody waits for them. */
  pendingViewCount: z.int().min(0),
});
export const retryRequest = z.object({
  scope: scopeId,
  /** Left out: every open record of the commune. */
  ids: z.array(sha256Hex).max(DESK_LIMITS.retriedMax).optional(),
});
export const retryResponse = z.object({
  results: z.array(
    z.object({
      id: sha256Hex,
      outcome: z.enum(['accepted', 'kept']),
      /** Why it is kept. */
      code: z.string().optional(),
    }),
  ),
  /** Open records of the commune that this request did not reach. */
  left: z.int().min(0),
});
export type RetryResponse = z.infer<typeof retryResponse>;

export const closeRequest = z.object({
  scope: scopeId,
  id: sha256Hex,
  reason: z
    .string()
    .trim()
    .min(DESK_LIMITS.reasonLettersMin)
    .max(DESK_LIMITS.reasonLettersMax)
    // PostgreSQL keeps none.
    .refine((reason) => !reason.includes('\0')),
});
export const closeResponse = z.object({ row: quarantineRow });

export const phoneRow = z.object({
  device: z.string(),
  officer: person,
  enrolledAt: z.string(),
  seenAt: z.string().nullable(),
  /** As the phone last told it; null: it never did. */
  heartbeat: heartbeat.nullable(),
  /** Milliseconds by which the phone's clock was ahead of the endpoint's then; null: not known. */
  skewMs: z.int().nullable(),
  /** Work on it has waited for more than three days, by its own word or because it was never heard of again. */
  overdue: z.boolean(),
  /** When two phones were first seen to make records under this id; null: never. */
  forkedAt: z.string().nullable(),
});
export type PhoneRow = z.infer<typeof phoneRow>;
/** Overdue ones first, then those whose work waits longest. */
export const phoneList = z.object({ phones: z.array(phoneRow) });
