/**
 * What the programme is about, as payloads of revisions: each entity has one zod schema, and its TypeScript type is
 * inferred from it. Payloads are whole states of an entity as its author saw it (not patches); what is
 * seen is made from all revisions (materialize.ts). Dates are ISO `YYYY-MM-DD` in Asia/Ho_Chi_Minh; instants are ISO 8601
 * with offset. Ids are UUIDv7 strings made on the device.
 */
import './no-eval.ts';
import { z } from 'zod';

export const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const isoInstant = z.iso.datetime({ offset: true });
export const id = z.uuid();

export const SUBJECT_GROUPS = ['1', '2', '3', '4'] as const;
/** 1 người dân trong xã · 2 người lao động · 3 cán bộ, doanh nhân · 4 học sinh, sinh viên (QĐ 324/QĐ-KHVN). */
export const subjectGroup = z.enum(SUBJECT_GROUPS);

export const SEXES = ['nam', 'nu'] as const;
export const RELATIONS = ['chu-ho', 'vo-chong', 'con', 'cha-me', 'ong-ba', 'chau', 'anh-chi-em', 'khac'] as const;

export const householdPayload = z.looseObject({
  /** Number of the household in its hamlet's book, e.g. "017". */
  number: z.string().min(1).max(20),
  /** Ấp, as the commune names it. */
  hamlet: z.string().min(1).max(100),
  address: z.string().max(300).optional(),
});

export const citizenPayload = z.looseObject({
  householdId: id,
  name: z.string().min(1).max(120),
  /** Full date when known, else only the year. */
  birthDate: isoDate.optional(),
  birthYear: z.int().min(1900).max(2100),
  sex: z.enum(SEXES),
  /** The identity number is a record of its own: here it would be read by everybody of the commune. */
  cccd: z.never().optional(),
  /** The number's last three digits, which is what a card held in the hand is compared with. */
  cccdTail: z
    .string()
    .regex(/^\d{3}$/)
    .optional(),
  /** What the endpoint makes of the number under its secret: the same for two records of one person. */
  cccdHash: z
    .string()
    .regex(/^[\w-]{22}$/)
    .optional(),
  relation: z.enum(RELATIONS),
  group: subjectGroup,
  occupation: z.string().max(120).optional(),
  /** Agency, school or enterprise (đơn vị học tập). */
  unit: z.string().max(160).optional(),
  phone: z.string().max(20).optional(),
  movedOut: z.boolean().optional(),
});

/**
 * A citizen's identity number (CCCD), under the citizen's own id. Kept apart from the citizen, in a stream of its own, so
 * that it goes only to those whom the policy names.
 */
export const identityPayload = z.looseObject({
  citizenId: id,
  /** null: there is none any more, what was typed was wrong. */
  cccd: z
    .string()
    .regex(/^\d{12}$/)
    .nullable(),
});

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

export const answerPayload = z.looseObject({
  level: z.string().optional(),
  points: z.int().min(0).optional(),
  yes: z.boolean().optional(),
  measured: z.int().optional(),
  notApplicable: z.boolean().optional(),
  evidence: z.array(evidenceItem).max(20).optional(),
});

export const evaluationPayload = z.looseObject({
  citizenId: id,
  /** Campaign year, e.g. "2026": one evaluation a person a period is expected. */
  period: z.string().min(4).max(20),
  criteriaSet: z.object({ id: z.string(), version: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  answers: z.record(z.string(), answerPayload),
  flags: z.record(z.string(), z.object({ value: z.boolean(), reason: z.string().max(300).optional() })).optional(),
  conditions: z.array(z.string()).optional(),
  /** What the phone's engine said; the endpoint says again and keeps both when they differ. */
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

export const visitPayload = z.looseObject({
  householdId: id,
  citizenId: id.optional(),
  outcome: z.enum(['evaluated', 'vang-nha', 'tu-choi', 'chuyen-di']),
  at: isoInstant,
  nextDate: isoDate.optional(),
  note: z.string().max(500).optional(),
});

export const consentPayload = z.looseObject({
  citizenId: id,
  agreed: z.boolean(),
  by: z.enum(['self', 'guardian']),
  byName: z.string().max(120).optional(),
  how: z.enum(['signature', 'spoken', 'witness']),
  textVersion: z.string().min(1).max(40),
  at: isoInstant,
});

/** What a supervisor decides about an evaluation; what each leads to is drawn in lifecycle.ts. */
export const DECISIONS = [
  'returned',
  'unreturned',
  'accepted',
  'unaccepted',
  'proposed',
  'held-over',
  'recognised',
  'withdrawn',
  'void',
] as const;
export type Decision = (typeof DECISIONS)[number];
/** They take back what was decided, or a person's result: nobody may do that without saying why. */
export const DECISIONS_WITH_REASON: readonly Decision[] = ['unaccepted', 'held-over', 'withdrawn', 'void'];

export const reviewPayload = z
  .looseObject({
    evaluationId: id,
    /** The exact revision judged. */
    revId: id,
    decision: z.enum(DECISIONS),
    /** To the officer who is to correct it. */
    comment: z.string().max(1000).optional(),
    indicators: z.record(z.string(), z.string().max(500)).optional(),
    reason: z.string().trim().min(5).max(500).optional(),
    at: isoInstant,
  })
  .refine(({ decision, reason }) => reason !== undefined || !DECISIONS_WITH_REASON.includes(decision), {
    path: ['reason'],
  });

export const PAYLOADS = {
  household: householdPayload,
  citizen: citizenPayload,
  identity: identityPayload,
  evaluation: evaluationPayload,
  visit: visitPayload,
  consent: consentPayload,
  review: reviewPayload,
} as const;

export type Kind = keyof typeof PAYLOADS;
export const KINDS = Object.keys(PAYLOADS) as Kind[];

export type Household = z.infer<typeof householdPayload>;
export type Citizen = z.infer<typeof citizenPayload>;
export type Identity = z.infer<typeof identityPayload>;
export type EvidenceItem = z.infer<typeof evidenceItem>;
export type EvaluationAnswer = z.infer<typeof answerPayload>;
export type Evaluation = z.infer<typeof evaluationPayload>;
export type Visit = z.infer<typeof visitPayload>;
export type Consent = z.infer<typeof consentPayload>;
export type Review = z.infer<typeof reviewPayload>;
export type SubjectGroup = z.infer<typeof subjectGroup>;
export type PayloadOf = { [K in Kind]: z.infer<(typeof PAYLOADS)[K]> };
