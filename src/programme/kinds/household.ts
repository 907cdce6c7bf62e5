/** A household (hộ) of a hamlet. */
import { z } from 'zod';
import { defineKind } from './kind.ts';

export const householdPayload = z.looseObject({
  /** Number of the household in its hamlet's book, e.g. "017". */
  number: z.string().min(1).max(20),
  /** Ấp, as the commune names it. */
  hamlet: z.string().min(1).max(100),
  address: z.string().max(300).optional(),
});
export type Household = z.infer<typeof householdPayload>;

export const household = defineKind({
  payload: householdPayload,
  label: { vi: 'Thông tin hộ', en: 'Household' },
  stream: 'records',
  writtenBy: 'collect',
  ownerId: () => undefined,
  titledBy: () => undefined,
  title: (payload) =>
    typeof payload?.number === 'string' && typeof payload.hamlet === 'string'
      ? `${payload.number}, ${payload.hamlet}`
      : undefined,
  photos: () => [],
  example: { number: '017', hamlet: 'Ấp Bình Phước' },
});
