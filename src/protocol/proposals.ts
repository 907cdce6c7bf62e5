/**
 * What waits for a second person.
 *
 * - `GET  /v1/proposals?scope`             the proposals of a commune, open ones and decided ones.
 * - `POST /v1/proposals/{id}/decide`       confirmed or declined by somebody else, or withdrawn by its maker.
 */
import { z } from 'zod';
import { isCleanText, PROPOSAL_KINDS, PROPOSAL_OUTCOMES } from '../programme/index.ts';
import { scopeId } from './revision.ts';

const REASON_LETTERS_MAX = 300;

export const proposalRow = z.object({
  id: z.string(),
  scope: scopeId,
  kind: z.enum(PROPOSAL_KINDS),
  content: z.record(z.string(), z.unknown()),
  madeBy: z.object({ id: z.string(), name: z.string().nullable() }),
  /** ISO instant of the endpoint's clock. */
  madeAt: z.string(),
  decided: z
    .object({
      by: z.object({ id: z.string(), name: z.string().nullable() }),
      at: z.string(),
      outcome: z.enum(PROPOSAL_OUTCOMES),
      reason: z.string(),
    })
    .nullable(),
  /** Outcomes that the asker may choose. */
  mayDecide: z.array(z.enum(PROPOSAL_OUTCOMES)),
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
    .max(REASON_LETTERS_MAX)
    .refine((text) => isCleanText(text))
    .default(''),
});
export const proposalResponse = z.object({ proposal: proposalRow });
