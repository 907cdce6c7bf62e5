/** A supervisor's decision about one revision of an evaluation. */
import { z } from 'zod';
import { defineKind } from './kind.ts';
import { id, isoInstant, SOME_ID } from './parts.ts';

/** What a supervisor can decide about an evaluation; lifecycle.ts draws what each decision leads to. */
export const DECISIONS = [
  'returned',
  'unreturned',
  'accepted',
  'unaccepted',
  'proposed',
  'held-over',
  'recognised',
  'withdrawn',
  'void',
] as const;
export type Decision = (typeof DECISIONS)[number];
/** Decisions that take back an earlier one, or a person's result: nobody may do that without a reason. */
export const DECISIONS_WITH_REASON: readonly Decision[] = ['unaccepted', 'held-over', 'withdrawn', 'void'];

export const reviewPayload = z
  .looseObject({
    evaluationId: id,
    /** Id of the very revision that is decided about. */
    revId: id,
    decision: z.enum(DECISIONS),
    /** Text for the officer who is to finish the evaluation again. */
    comment: z.string().max(1000).optional(),
    /** Id of an indicator → what the officer is to change in its answer. */
    indicators: z.record(z.string(), z.string().max(500)).optional(),
    reason: z.string().trim().min(5).max(500).optional(),
    at: isoInstant,
  })
  .refine(({ decision, reason }) => reason !== undefined || !DECISIONS_WITH_REASON.includes(decision), {
    path: ['reason'],
  });
export type Review = z.infer<typeof reviewPayload>;

export const review = defineKind({
  payload: reviewPayload,
  label: { vi: 'Ý kiến của xã', en: 'Review' },
  stream: 'records',
  writtenBy: 'decide',
  ownerId: (payload) => payload?.evaluationId,
  titledBy: (payload) => payload?.evaluationId,
  title: () => undefined,
  photos: () => [],
  example: { evaluationId: SOME_ID, revId: SOME_ID, decision: 'accepted', at: '2026-11-28T09:30:00+07:00' },
});
