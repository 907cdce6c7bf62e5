/**
 * The log of security events of a commune, as its administrators read it.
 *
 * - `GET /v1/events?scope&before&kind&actor&from&to`   a page of it, the newest first.
 * - `GET /v1/events/check?scope`                       whether the commune's chain is as it was written.
 */
import { z } from 'zod';
import { hexHash, scopeId } from './revision.ts';

/** What an event is of, in the order in which a filter offers them. Over the wire a kind is any text: a newer endpoint may know others. */
export const EVENT_KINDS = [
  'signed-in',
  'sign-in-rejected',
  'signed-out',
  'handed-in',
  'device-registered',
  'key-registered',
  'device-revoked',
  'code-made',
  'code-voided',
  'account-added',
  'account-changed',
  'account-closed',
  'account-reopened',
  'work-handed-over',
  'drafts-taken',
  'evaluation-decided',
  'quarantine-retried',
  'quarantine-corrected',
  'quarantine-closed',
  'identity-viewed',
  'records-exported',
  'roster-imported',
  'rescue-imported',
  'criteria-published',
  'proposal-made',
  'proposal-decided',
  'hamlet-saved',
  'campaign-saved',
  'commune-added',
  'commune-changed',
  'communes-merged',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Events of one page. */
export const EVENTS_PAGE = 100;

/** A day that there is: `2026-02-30` is none. */
const day = z.iso.date();

/** The query of a page. Absent members do not filter. */
export const eventQuery = z.object({
  scope: scopeId,
  /** Only events with a smaller number. */
  before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  kind: z.enum(EVENT_KINDS).optional(),
  /** Id of the officer who did it, or whose code was tried. */
  actor: z.string().min(1).max(80).optional(),
  /** First day in Việt Nam. */
  from: day.optional(),
  /** Last day in Việt Nam. */
  to: day.optional(),
});

/** A security event as the log shows it (endpoint/events/chain.ts). */
export const eventRow = z.object({
  /** Its number in the commune's chain. */
  n: z.int().min(1),
  /** ISO instant of the endpoint's clock. */
  at: z.string(),
  actor: z.string(),
  /** The actor's name, where they have an account here. */
  actorName: z.string().nullable(),
  kind: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
  hash: hexHash,
});
export const eventList = z.object({
  /** The newest first. */
  events: z.array(eventRow),
  /** Names of the officers whose ids these events have in their details. */
  people: z.record(z.string(), z.string()),
  more: z.boolean(),
});
export type EventRow = z.infer<typeof eventRow>;
export type EventList = z.infer<typeof eventList>;

/** The outcome of checking a commune's whole chain of events. */
export const eventCheck = z.object({
  /** ISO instant of the endpoint's clock. */
  checkedAt: z.string(),
  /** Events that are kept. */
  count: z.int().min(0),
  /** Hash of the newest event, to be noted somewhere else; '' where there is none. */
  hash: z.union([hexHash, z.literal('')]),
  /** The first event that is wrong or missing; null: the chain holds. */
  broken: z.object({ n: z.int().min(1), why: z.enum(['missing', 'not-linked', 'changed', 'not-the-head']) }).nullable(),
});
export type EventCheck = z.infer<typeof eventCheck>;
