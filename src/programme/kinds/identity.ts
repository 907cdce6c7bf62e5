/** A citizen's identity number. */
import { z } from 'zod';
import { defineKind } from './kind.ts';
import { id, SOME_ID } from './parts.ts';

/**
 * A citizen's identity number (CCCD), under the citizen's own id. Kept apart from the citizen, in a stream of its own, so
 * that it goes only to those whom the policy names.
 */
export const identityPayload = z.looseObject({
  citizenId: id,
  /** `null`: the number was taken away, because what was typed was wrong. */
  cccd: z
    .string()
    .regex(/^\d{12}$/)
    .nullable(),
});
export type Identity = z.infer<typeof identityPayload>;

export const identity = defineKind({
  payload: identityPayload,
  label: { vi: 'Số CCCD', en: 'Identity number' },
  stream: 'identity',
  writtenBy: 'collect',
  // It has its citizen's own id, and is read with the citizen by that.
  ownerId: () => undefined,
  titledBy: (payload) => payload?.citizenId,
  title: () => undefined,
  photos: () => [],
  example: { citizenId: SOME_ID, cccd: '091162000001' },
});
