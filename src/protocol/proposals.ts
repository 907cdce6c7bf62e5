/**
 * What waits for a second person.
 *
 * - `GET  /v1/proposals?scope`             the proposals that concern a commune, open ones and decided ones.
 * - `POST /v1/proposals/{id}/decide`       confirmed or declined by somebody else, or withdrawn by its maker.
 */
import { z } from 'zod';
import { isCleanText, isoDate, PROPOSAL_KINDS, PROPOSAL_OUTCOMES } from '../programme/index.ts';
import { mergeCommunesRequest } from './communes.ts';
import { hexHash, scopeId } from './revision.ts';

/** Letters of the reason for which a proposal is declined. */
export const PROPOSAL_REASON_LETTERS_MAX = 300;

/**
 * The scope of proposals that belong to no commune: a merger of several. It is asked for with each commune that it concerns, and
 * decided under this one.
 */
export const INSTANCE_SCOPE = 'instance';

/** What a proposal of the kind `publish-criteria` holds. */
export const publicationContent = z.object({
  sha256: hexHash,
  /** Id and version of the set. */
  set: z.string(),
  version: z.string(),
  /** First and last day, in Asia/Ho_Chi_Minh. */
  from: isoDate,
  to: isoDate.optional(),
});

/** What a proposal of the kind `merge-communes` holds. */
export const mergerContent = z.object({
  request: mergeCommunesRequest,
  /** Scope of the merged commune, also where it is yet to be made. */
  scope: scopeId,
  /** Names at the time of the proposal: of the former communes, and of the merged one. */
  names: z.object({ former: z.array(z.string()), into: z.string() }),
});
export type MergerContent = z.infer<typeof mergerContent>;

const person = z.object({ id: z.string(), name: z.string().nullable() });

export const proposalRow = z.object({
  id: z.string(),
  /** A commune's, or `instance`. */
  scope: scopeId,
  kind: z.enum(PROPOSAL_KINDS),
  /** `publicationContent` or `mergerContent`, by the kind. */
  content: z.record(z.string(), z.unknown()),
  madeBy: person,
  /** ISO instant of the endpoint's clock. */
  madeAt: z.string(),
  decided: z
    .object({
      by: person,
      at: z.string(),
      outcome: z.enum(PROPOSAL_OUTCOMES),
      reason: z.string(),
    })
    .nullable(),
  /** Outcomes that the asker may choose. */
  mayDecide: z.array(z.enum(PROPOSAL_OUTCOMES)),
  /** Those who could confirm it, at most 20; empty where it is decided, or where nobody can but its maker. */
  confirmers: z.array(person),
});
export type ProposalRow = z.infer<typeof proposalRow>;
export const proposalList = z.object({ proposals: z.array(proposalRow) });

export const decideProposalRequest = z.object({
  scope: scopeId,
  outcome: z.enum(PROPOSAL_OUTCOMES),
  /** Obligatory where it is declined. */
  reason: z
    .string()
    .trim()
    .max(PROPOSAL_REASON_LETTERS_MAX)
    .refine((text) => isCleanText(text))
    .default(''),
});
export const proposalResponse = z.object({ proposal: proposalRow });
