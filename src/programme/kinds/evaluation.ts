/** An evaluation: answers about a subject by one criteria set, and the result that the phone showed. */
import { z } from 'zod';
import { defineKind, member, valuesOf } from './kind.ts';
import { id, isoInstant, pinnedSet, SOME_ID, SUBJECT_KINDS, subjectGroup } from './parts.ts';

export const evidenceItem = z.looseObject({
  kind: z.enum(['note', 'photo']),
  text: z.string().max(1000).optional(),
  /** SHA-256 hex of the re-encoded photo's bytes. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  bytes: z.int().min(0).optional(),
});
export type EvidenceItem = z.infer<typeof evidenceItem>;

export const answerPayload = z.looseObject({
  level: z.string().optional(),
  points: z.int().min(0).optional(),
  yes: z.boolean().optional(),
  measured: z.int().optional(),
  notApplicable: z.boolean().optional(),
  evidence: z.array(evidenceItem).max(20).optional(),
});
export type EvaluationAnswer = z.infer<typeof answerPayload>;

export const evaluationPayload = z.looseObject({
  subject: z.object({ kind: z.enum(SUBJECT_KINDS), id }),
  /** Campaign year, e.g. "2026": one evaluation a subject a period is expected. */
  period: z.string().min(4).max(20),
  /**
   * Where the subject lived, its unit and its group when the evaluation was made. A later move changes nothing here, and so
   * last year's figures of a hamlet stay what they were. Absent where nobody knows.
   */
  hamlet: z.string().min(1).max(100).optional(),
  unit: z.string().max(160).optional(),
  group: subjectGroup.optional(),
  criteriaSet: pinnedSet,
  answers: z.record(z.string(), answerPayload),
  flags: z.record(z.string(), z.object({ value: z.boolean(), reason: z.string().max(300).optional() })).optional(),
  conditions: z.array(z.string()).optional(),
  /** The result of the phone's engine, in points. The endpoint scores again, and keeps both results where they differ. */
  clientResult: z.object({
    total: z.int(),
    max: z.int(),
    verdict: z.enum(['pass', 'fail', 'incomplete']),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  consentId: id.optional(),
  /** Citizen's signature as SVG path data (no markup), ≤ 8 kB. */
  signature: z
    .string()
    .max(8192)
    .regex(/^[MLml0-9 .,-]*$/)
    .optional(),
  finishedAt: isoInstant,
  paradata: z.looseObject({ startedAt: isoInstant.optional(), durationMs: z.int().min(0).optional() }).optional(),
});
export type Evaluation = z.infer<typeof evaluationPayload>;
export type Subject = Evaluation['subject'];

export const evaluation = defineKind({
  payload: evaluationPayload,
  label: { vi: 'Phiếu đánh giá', en: 'Evaluation form' },
  stream: 'records',
  writtenBy: 'collect',
  ownerId: (payload) => payload?.subject?.id,
  titledBy: (payload) => payload?.subject?.id,
  title: () => undefined,
  photos: (payload) =>
    valuesOf(payload?.answers).flatMap((answer) =>
      valuesOf(member(answer, 'evidence')).map((item) => member(item, 'sha256')),
    ),
  criteriaSets: (payload) => [payload?.criteriaSet?.sha256],
  example: {
    subject: { kind: 'citizen', id: SOME_ID },
    period: '2026',
    hamlet: 'Ấp Bình Phước',
    group: '1',
    criteriaSet: { id: 'cdht-1', version: '1', sha256: '0'.repeat(64) },
    answers: { '1': { level: 'kha', evidence: [{ kind: 'note', text: 'Sổ theo dõi học tập' }] } },
    clientResult: { total: 84, max: 100, verdict: 'pass', hash: '0'.repeat(64) },
    finishedAt: '2026-11-28T09:30:00+07:00',
  },
});
