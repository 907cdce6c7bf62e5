/**
 * Importing a commune's roster: what the endpoint answers to `/v1/roster/*`. The file itself travels as it is.
 *
 * - `POST /v1/roster/preview?scope=` file → {@link previewResponse}; nothing is written.
 * - `POST /v1/roster/import?scope=&preview=` → 202 with a {@link jobResponse}; `GET /v1/roster/jobs/{id}` follows it.
 */
import { z } from 'zod';
import { problem } from './messages.ts';
import { scopeId } from './revision.ts';

/** Columns of a roster file, in the order of the template. */
export const ROSTER_COLUMNS = [
  'hamlet',
  'number',
  'name',
  'birth',
  'sex',
  'cccd',
  'relation',
  'group',
  'occupation',
  'unit',
] as const;
export type RosterColumn = (typeof ROSTER_COLUMNS)[number];

/** Limits of an import, with their units. */
export const ROSTER_LIMITS = {
  fileBytesMax: 10 * 1024 * 1024,
  rowsMax: 50_000,
  /** Faulty rows that a preview shows; it counts all of them. */
  faultsShownMax: 500,
  /** Changes shown in a preview. */
  sampleMax: 50,
  /** Milliseconds after which a preview or a finished job is forgotten. */
  keptMs: 30 * 60 * 1000,
} as const;

/** Rows by what the import does with them: each filled row of the file is in exactly one of the four counts. */
export const rosterCounts = z.object({
  added: z.int().min(0),
  changed: z.int().min(0),
  unchanged: z.int().min(0),
  faulty: z.int().min(0),
});
export type RosterCounts = z.infer<typeof rosterCounts>;

/** A row that cannot be taken, and why. */
export const rosterFault = z.object({
  /** Line as the spreadsheet counts: the first line of the file is 1. */
  line: z.int().min(1),
  column: z.enum(ROSTER_COLUMNS).optional(),
  /** A key of `ROSTER_FAULTS`. */
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** The reason in Vietnamese. */
  sentence: z.string(),
});
export type RosterFault = z.infer<typeof rosterFault>;

/** One change that an import would make. */
export const rosterSample = z.object({
  line: z.int().min(1),
  kind: z.enum(['added', 'changed']),
  name: z.string(),
  hamlet: z.string(),
  number: z.string(),
  /** Columns that differ from the roster, for a changed row. */
  columns: z.array(z.enum(ROSTER_COLUMNS)),
});
export type RosterSample = z.infer<typeof rosterSample>;

/** What an import would do. */
export const previewResponse = z.object({
  previewId: z.string().min(1),
  scope: scopeId,
  counts: rosterCounts,
  /** Count of the households that the added people bring with them. */
  newHouseholds: z.int().min(0),
  faults: z.array(rosterFault).max(ROSTER_LIMITS.faultsShownMax),
  sample: z.array(rosterSample).max(ROSTER_LIMITS.sampleMax),
});
export type PreviewResponse = z.infer<typeof previewResponse>;

/** Whether an import still runs. */
export const JOB_STATES = ['running', 'done', 'failed'] as const;
/** How far an import is. */
export const jobResponse = z.object({
  id: z.string().min(1),
  state: z.enum(JOB_STATES),
  /** Records that are written, of `total`. */
  done: z.int().min(0),
  total: z.int().min(0),
  /** Counts of the rows against the roster of that moment; there as soon as they are known. */
  counts: rosterCounts.optional(),
});
export type JobResponse = z.infer<typeof jobResponse>;

/** A rejected request of `/v1/roster/*`. Where `error` is a key of `ROSTER_FAULTS`, `params` are those of its sentence. */
export const rosterProblem = problem.extend({ params: rosterFault.shape.params });
export type RosterProblem = z.infer<typeof rosterProblem>;
