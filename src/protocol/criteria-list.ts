/** `GET /v1/criteria-sets`, phone → endpoint: every version of every criteria set it knows. None is ever taken away. */
import { z } from 'zod';
import { sha256Hex } from './revision.ts';

export const criteriaRow = z.object({
  id: z.string(),
  version: z.string(),
  /** Of its canonical text: what a record pins. */
  sha256: sha256Hex,
  /** Instant of the endpoint's clock at which it came to know it. */
  at: z.string(),
});
export const criteriaList = z.object({ sets: z.array(criteriaRow) });
export type CriteriaRow = z.infer<typeof criteriaRow>;
