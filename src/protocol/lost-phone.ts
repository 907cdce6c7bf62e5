/** `GET /v1/phones/{device}/lost`: what the endpoint knows of a phone that somebody reports lost. */
import { z } from 'zod';

export const lostPhone = z.object({
  device: z.string(),
  /** What its person calls it; null: nothing. */
  name: z.string().nullable(),
  officer: z.object({ id: z.string(), name: z.string() }),
  enrolledAt: z.string(),
  /** ISO instant at which it last reached the endpoint; null: not known. */
  seenAt: z.string().nullable(),
  /** ISO instant at which it was revoked; null: it may still read. */
  revokedAt: z.string().nullable(),
  /** ISO instant at which the loss was reported, as it was written down with the revocation; null: it was not. */
  reportedAt: z.string().nullable(),
  /** Own records that waited on it after its last contact, by its heartbeat; null: it sent none. */
  pendingCount: z.int().min(0).nullable(),
  /** How many of the phone's own records have come to the commune, by kind. */
  arrived: z.array(
    z.object({
      kind: z.string(),
      count: z.int().min(1),
      /** ISO instant at which the last one came. */
      lastAt: z.string(),
    }),
  ),
  /** Records of it that came and wait in the commune's quarantine. */
  waitingCount: z.int().min(0),
  /** The communes whose lists its person could read, and so may be on it. */
  communes: z.array(
    z.object({
      scope: z.string(),
      name: z.string(),
      /** `null` here and below: the asker has no right to the figures of this commune. */
      households: z.int().min(0).nullable(),
      people: z.int().min(0).nullable(),
    }),
  ),
  /** Whether its person could read whole identity numbers, which then are on it for all of these people. */
  readsIdentity: z.boolean(),
});
export type LostPhone = z.infer<typeof lostPhone>;
