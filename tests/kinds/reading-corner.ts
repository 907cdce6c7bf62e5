/** An example kind, which the programme does not have. any-kind.test.tsx and the simulator use it; copy it for a new kind. */
import { z } from 'zod';
import { defineKind } from '../../src/programme/kinds/kind.ts';
import { id, SOME_ID } from '../../src/programme/kinds/parts.ts';

export const readingCorner = defineKind({
  payload: z.looseObject({ householdId: id, name: z.string().min(1).max(80), books: z.int().min(0) }),
  label: { vi: 'Góc đọc sách', en: 'Reading corner' },
  stream: 'records',
  writtenBy: 'collect',
  ownerId: (payload) => payload?.householdId,
  titledBy: (payload) => payload?.householdId,
  title: (payload) => payload?.name,
  photos: () => [],
  example: { householdId: SOME_ID, name: 'Góc sách ấp Một', books: 120 },
});

/** The definition under its name, as programme/kinds/all.ts has the real ones. */
export const MADE_UP = { 'reading-corner': readingCorner };
