/** Criteria sets at the endpoint: which there are, and what a commune is to use from a day on. */
import { z } from 'zod';
import { isoDate, isSaneDate, publicationPayload } from '../programme/index.ts';
import { hexHash, scopeId } from './revision.ts';

/** `GET /v1/criteria-sets`, phone → endpoint: every version of every criteria set that the endpoint knows. None is ever taken away. */
export const criteriaRow = z.object({
  id: z.string(),
  version: z.string(),
  /** SHA-256 of the set's canonical text, by which a record names it. */
  sha256: hexHash,
  /** ISO instant, by the endpoint's clock, at which the set was added. */
  at: z.string(),
});
export const criteriaList = z.object({ sets: z.array(criteriaRow) });
export type CriteriaRow = z.infer<typeof criteriaRow>;

const day = isoDate.refine((text) => isSaneDate(text));

/** `POST /v1/criteria-sets/:sha256/publications`, administrator → endpoint: proposes that this commune uses the set from a day on. */
export const publishRequest = z.object({
  scope: scopeId,
  /** First day on which the set is used, and the last one, where it is known; in Asia/Ho_Chi_Minh. */
  from: day,
  to: day.optional(),
  /** Whom the set is for; where it is given, it must be the same as in the set. */
  subject: publicationPayload.shape.subject.optional(),
});
/**
 * `POST /v1/criteria-sets/preview?scope&period`, administrator → endpoint: the faults of a set, or what it would have made of the
 * commune's evaluations of the period. Nothing is kept.
 */
export const setPreviewResponse = z.object({
  /** Empty where the set is sound. `path` is the place in the file. */
  faults: z.array(z.object({ path: z.string(), vi: z.string(), en: z.string() })),
  /** Null where it has faults. */
  set: z.object({ id: z.string(), version: z.string(), sha256: hexHash }).nullable(),
  preview: z
    .object({
      compared: z.int(),
      leftOut: z.int(),
      passedBefore: z.int(),
      passedAfter: z.int(),
      changed: z.array(
        z.object({
          evaluationId: z.string(),
          subjectId: z.string(),
          before: z.object({ total: z.number(), verdict: z.string() }),
          after: z.object({ total: z.number(), verdict: z.string() }),
        }),
      ),
      changedCount: z.int(),
      dropped: z.array(z.object({ id: z.string(), why: z.string(), count: z.int() })),
      unanswered: z.array(z.object({ id: z.string(), count: z.int() })),
    })
    .nullable(),
});
export type SetPreviewResponse = z.infer<typeof setPreviewResponse>;

/** Why a publication is rejected: the codes of the HTTP answer. */
export const PUBLISH_REJECTIONS = [
  'unknown-set',
  /** The set is for other subjects than the request names. */
  'other-subject',
  /** A variant is published with its base, never alone. */
  'variant',
  /** The last day is before the first. */
  'bad-days',
  /** The set itself does not hold on the first day. */
  'not-effective',
] as const;
export type PublishRejection = (typeof PUBLISH_REJECTIONS)[number];
