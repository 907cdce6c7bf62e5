/** A citizen's answer to the text of consent, which somebody read to them. */
import { z } from 'zod';
import { defineKind } from './kind.ts';
import { id, isoInstant, SOME_ID } from './parts.ts';

export const consentPayload = z.looseObject({
  citizenId: id,
  agreed: z.boolean(),
  by: z.enum(['self', 'guardian']),
  byName: z.string().max(120).optional(),
  how: z.enum(['signature', 'spoken', 'witness']),
  textVersion: z.string().min(1).max(40),
  at: isoInstant,
});
export type Consent = z.infer<typeof consentPayload>;

export const consent = defineKind({
  payload: consentPayload,
  label: { vi: 'Ý kiến đồng ý', en: 'Consent' },
  stream: 'records',
  writtenBy: 'collect',
  ownerId: (payload) => payload?.citizenId,
  titledBy: (payload) => payload?.citizenId,
  title: () => undefined,
  photos: () => [],
  example: {
    citizenId: SOME_ID,
    agreed: true,
    by: 'self',
    how: 'spoken',
    textVersion: '2026-1',
    at: '2026-11-28T09:30:00+07:00',
  },
});
