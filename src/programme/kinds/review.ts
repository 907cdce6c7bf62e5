import { z } from 'zod';
import { defineKind } from './kind.ts';
import { id, isoInstant, SOME_ID } from './parts.ts';

/** What a supervisor decides about an evaluation; what each leads to is drawn in lifecycle.ts. */
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
/** They take back what was decided, or a person's result: nobody may do that without saying why. */
export const DECISIONS_WITH_REASON: readonly Decision[] = ['unaccepted', 'held-over', 'withdrawn', 'void'];

export const reviewPayload = z
  .looseObject({
    evaluationId: id,
    /** The exact revision judged. */
    revId: id,
    decision: z.enum(DECISIONS),
    /** To the officer who is to correct it. */
    comment: z.string().max(1000).optional(),
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
