/** Criteria sets at the endpoint: which there are, and what a commune is to use from a day on. */
import { z } from 'zod';
import { isoDate, isSaneDate, publicationPayload } from '../programme/index.ts';
import { scopeId, sha256Hex } from './revision.ts';

/** `GET /v1/criteria-sets`, phone → endpoint: every version of every criteria set it knows. None is ever taken away. */
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

const day = isoDate.refine((text) => isSaneDate(text));

/** `POST /v1/criteria-sets/:sha256/publications`, administrator → endpoint: from that day on this commune uses the set. */
export const publishRequest = z.object({
  scope: scopeId,
  /** Days in Asia/Ho_Chi_Minh: the first, and the last, where it is known. */
  from: day,
  to: day.optional(),
  /** Where it is said whom the set is for, it must be what the set says. */
  subject: publicationPayload.shape.subject.optional(),
});
export const publishResponse = z.object({
  /** Of the record that phones pull. */
  id: z.uuid(),
  publication: publicationPayload,
});

export const PUBLISH_REJECTIONS = [
  'unknown-set',
  /** It is for others than was said. */
  'other-subject',
  /** A variant is published with its base, never alone. */
  'variant',
  /** The last day is before the first. */
  'bad-days',
  /** The set itself does not hold on the first day. */
  'not-effective',
] as const;
export type PublishRejection = (typeof PUBLISH_REJECTIONS)[number];
