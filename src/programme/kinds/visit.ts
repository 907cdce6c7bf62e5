/** A visit to a household, and what came of it. */
import { z } from 'zod';
import { defineKind } from './kind.ts';
import { id, isoDate, isoInstant, SOME_ID } from './parts.ts';

export const visitPayload = z.looseObject({
  householdId: id,
  citizenId: id.optional(),
  outcome: z.enum(['evaluated', 'vang-nha', 'tu-choi', 'chuyen-di']),
  at: isoInstant,
  nextDate: isoDate.optional(),
  note: z.string().max(500).optional(),
});
export type Visit = z.infer<typeof visitPayload>;

export const visit = defineKind({
  payload: visitPayload,
  label: { vi: 'Lần tới nhà', en: 'Visit' },
  stream: 'records',
  writtenBy: 'collect',
  ownerId: (payload) => payload?.householdId,
  titledBy: (payload) => payload?.citizenId ?? payload?.householdId,
  title: () => undefined,
  photos: () => [],
  example: { householdId: SOME_ID, outcome: 'vang-nha', at: '2026-11-28T09:30:00+07:00', nextDate: '2026-12-01' },
});
