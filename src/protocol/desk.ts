/**
 * The supervisor's desk: what the endpoint keeps though it could not accept it, and each phone's last heartbeat.
 *
 * - `GET  /v1/quarantine?scope&state`        the records, without their bodies.
 * - `POST /v1/quarantine/retry`              checked again with what the endpoint knows now.
 * - `POST /v1/quarantine/close`              set aside for good, with a written reason. Nothing is deleted.
 * - `GET  /v1/phones?scope`                  each phone with its last heartbeat.
 *
 * One record, and correcting it, is in correction.ts.
 */
import { z } from 'zod';
import { heartbeat } from './messages.ts';
import { hexHash, scopeId } from './revision.ts';

/** Limits of the desk's lists and requests. */
export const DESK_LIMITS = {
  /** Milliseconds after which unsent work makes a phone overdue. */
  unsentMsMax: 3 * 24 * 60 * 60 * 1000,
  /** Rows of one list; its member `more` is true where there are others. */
  rowsMax: 500,
  /** Records that one request checks again; `left` in its answer counts those that remain. */
  retriedMax: 500,
  /** Letters of the reason for closing a record. */
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
  'device-revoked',
  'handed-in',
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
 * Codes of records whose content is in order and whose author is not proven. A supervisor may take such a record over as one of
 * their own, which is a correction that changes nothing (correction.ts).
 */
export const UNPROVEN_CODES: readonly string[] = [
  'not-signed',
  'unknown-device',
  'bad-signature',
  'device-of-another',
  'device-revoked',
  'handed-in',
  'unknown-author',
] satisfies QuarantineCode[];
export type QuarantineCode = (typeof QUARANTINE_CODES)[number];

const person = z.object({ id: z.string(), name: z.string().nullable() });

/** How the life of a quarantined record ends. */
export const QUARANTINE_OUTCOMES = ['accepted', 'closed'] as const;
/** A quarantined record in the desk's list. */
export const quarantineRow = z.object({
  /** SHA-256 of the record's exact text, which names it in the routes. */
  id: hexHash,
  /** Why it is not accepted now: `unknown-set`, `out-of-scope`… */
  code: z.string(),
  /** ISO instant, by the endpoint's clock. */
  receivedAt: z.string(),
  submittedBy: person,
  /** `null` here and below: this member cannot be read from the text. */
  revId: z.string().nullable(),
  kind: z.string().nullable(),
  author: person.nullable(),
  deviceTime: z.string().nullable(),
  /** Whom or what it is about: a citizen's name, a household's number and hamlet. */
  subject: z.string().nullable(),
  /** ISO instant at which it was last checked again without success; null: never. */
  retriedAt: z.string().nullable(),
  /** `null` while it is open. */
  resolved: z
    .object({
      at: z.string(),
      by: person,
      outcome: z.enum(QUARANTINE_OUTCOMES),
      /** Why it was closed. */
      reason: z.string().nullable(),
      /** Id of the revision that took its place, where it was accepted in another form. */
      correctedAs: z.string().optional(),
    })
    .nullable(),
});
export type QuarantineRow = z.infer<typeof quarantineRow>;

/** `GET /v1/quarantine`: records of a commune, without their bodies. */
export const quarantineList = z.object({
  rows: z.array(quarantineRow),
  more: z.boolean(),
  /** Accepted records that this version of the endpoint can show in no list; they are kept, and nobody waits for them. */
  pendingViewCount: z.int().min(0),
});
/** `POST /v1/quarantine/retry`: records to be checked again with what the endpoint knows now. */
export const retryRequest = z.object({
  scope: scopeId,
  /** Ids of records; left out: every open record of the commune. */
  ids: z.array(hexHash).max(DESK_LIMITS.retriedMax).optional(),
});
/** What became of the records that were checked again. */
export const retryResponse = z.object({
  results: z.array(
    z.object({
      id: hexHash,
      outcome: z.enum(['accepted', 'kept']),
      /** Why it is kept. */
      code: z.string().optional(),
    }),
  ),
  /** Count of the commune's open records that this request did not reach. */
  left: z.int().min(0),
});
export type RetryResponse = z.infer<typeof retryResponse>;

/** `POST /v1/quarantine/close`: a record is set aside for good. Nothing is deleted. */
export const closeRequest = z.object({
  scope: scopeId,
  id: hexHash,
  reason: z
    .string()
    .trim()
    .min(DESK_LIMITS.reasonLettersMin)
    .max(DESK_LIMITS.reasonLettersMax)
    // PostgreSQL keeps no NUL in a text.
    .refine((reason) => !reason.includes('\0')),
});
export const closeResponse = z.object({ row: quarantineRow });

/** A phone in the desk's list. */
export const phoneRow = z.object({
  device: z.string(),
  officer: person,
  /** ISO instant at which the endpoint came to know the device id. */
  enrolledAt: z.string(),
  /** ISO instant at which the phone last reached the endpoint; null: not known. */
  seenAt: z.string().nullable(),
  /** The phone's last heartbeat; null: it sent none. */
  heartbeat: heartbeat.nullable(),
  /** Milliseconds by which the phone's clock was ahead of the endpoint's at that heartbeat; null: not known. */
  skewMs: z.int().nullable(),
  /** Whether work on it has waited for more than three days, by its heartbeat or because it has not reached the endpoint since. */
  overdue: z.boolean(),
  /** When two phones were first seen to make records under this id; null: never. */
  forkedAt: z.string().nullable(),
});
export type PhoneRow = z.infer<typeof phoneRow>;
/** `GET /v1/phones`: overdue phones first, then those whose work waits longest. */
export const phoneList = z.object({ phones: z.array(phoneRow) });
