/**
 * What a criteria set may contain, as one zod schema. A set is data with a version, a source and a status, and is replaced
 * without a release. The schema fixes the *shape*; what must agree between two places of a file (an indicator that a rule names,
 * bands that join) is checked in validate.ts.
 *
 * Points are whole numbers in units of 1/`pointScale` (1: points, 100: hundredths). Dates are `YYYY-MM-DD`.
 */
import { z } from 'zod';

/** Largest number that a count or points may be, so that every product is a safe integer. */
export const NUMBER_MAX = 1_000_000;
/** How deep and/or/not may nest. */
export const CONDITION_DEPTH_MAX = 16;

const whole = z.int().min(0).max(NUMBER_MAX);
/** Ids become object keys, so names that every object already has ("constructor") are not allowed. */
const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/)
  .refine((value) => !(value in {}), { error: 'reserved' });
const text = z.strictObject({ vi: z.string().min(1).max(600), en: z.string().min(1).max(600) });
const isoDate = z.iso.date();

const band = z.strictObject({ from: whole, to: whole, points: whole, text: text.exactOptional() });
/** One band of a measured number (in the indicator's unit) or of a derived share (whole percent, rounded down). */
export type Band = z.infer<typeof band>;

const common = {
  id,
  title: text,
  /** Most points of this indicator. */
  max: whole.min(1),
  /** Weight in the total, where the set declares `weightSum`: round(points × weight / max) points are counted. */
  weight: whole.exactOptional(),
  /** Examples of evidence, to be read out. */
  evidence: z.array(text).max(12).exactOptional(),
  /** Points from which evidence is wanted, instead of the set's. */
  evidenceFrom: whole.exactOptional(),
  /** Whether it may be marked "not applicable". */
  notApplicable: z.boolean().exactOptional(),
};
const level = z.strictObject({ id, points: whole, title: text, text });
/** Free whole points from `min` to the indicator's max, in steps ("chấm điểm lẻ"). */
const free = z.strictObject({ min: whole, step: whole.min(1) });

const levelsIndicator = z.strictObject({
  ...common,
  kind: z.literal('levels'),
  levels: z.array(level).min(1).max(20),
  free: free.exactOptional(),
});
const freeIndicator = z.strictObject({ ...common, kind: z.literal('free'), free });
const yesNoIndicator = z.strictObject({ ...common, kind: z.literal('yes-no'), yes: whole, no: whole });
const measuredIndicator = z.strictObject({
  ...common,
  kind: z.literal('measured'),
  unit: text,
  bands: z.array(band).min(1).max(50),
});
const derivedIndicator = z.strictObject({
  ...common,
  kind: z.literal('derived'),
  /** Which evaluations are counted: the share of `population` that passed one of `sets`. */
  source: z.strictObject({ sets: z.array(id).min(1), population: text }),
  bands: z.array(band).min(1).max(50),
});

const indicator = z.discriminatedUnion('kind', [
  levelsIndicator,
  freeIndicator,
  yesNoIndicator,
  measuredIndicator,
  derivedIndicator,
]);
export type Indicator = z.infer<typeof indicator>;

const competency = z.strictObject({
  id,
  title: text,
  /** Most points the competency may bring into the total. */
  cap: whole.min(1).exactOptional(),
  indicators: z.array(indicator).min(1).max(100),
});

/** Pass rules, flags: leaves over points, joined by and/or/not. `of` absent means every indicator. */
export type Condition =
  | { kind: 'total'; atLeast: number }
  | { kind: 'competency'; id: string; atLeast: number }
  | { kind: 'each'; atLeast: number; of?: string[] }
  | { kind: 'count'; count: number; atLeast: number; of?: string[] }
  | { kind: 'indicator'; id: string; atLeast: number }
  /** Holds while the officer has not found this disqualifying condition. */
  | { kind: 'disqualifier'; condition: string }
  | { kind: 'and' | 'or'; of: Condition[] }
  | { kind: 'not'; of: Condition };

const ids = z.array(id).min(1).max(200).exactOptional();
const condition: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('total'), atLeast: whole }),
    z.strictObject({ kind: z.literal('competency'), id, atLeast: whole }),
    z.strictObject({ kind: z.literal('each'), atLeast: whole, of: ids }),
    z.strictObject({ kind: z.literal('count'), count: whole, atLeast: whole, of: ids }),
    z.strictObject({ kind: z.literal('indicator'), id, atLeast: whole }),
    z.strictObject({ kind: z.literal('disqualifier'), condition: id }),
    z.strictObject({ kind: z.literal(['and', 'or']), of: z.array(condition).min(1).max(50) }),
    z.strictObject({ kind: z.literal('not'), of: condition }),
  ]),
);

const shape = {
  id,
  version: z.string().regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$/),
  status: z.enum(['official', 'provisional']),
  title: text,
  /** Whom the form is for: one group of subjects, one form. */
  subject: z.strictObject({
    kind: z.enum(['citizen', 'household', 'clan', 'community', 'unit']),
    group: id,
    title: text,
  }),
  legalBasis: z.array(
    z.strictObject({ title: text, number: z.string().exactOptional(), date: isoDate.exactOptional() }),
  ),
  effective: z.strictObject({ from: isoDate, to: isoDate.exactOptional() }),
  predecessor: z
    .strictObject({
      set: id,
      version: z.string(),
      mapping: z.array(z.strictObject({ from: id, to: id })),
    })
    .exactOptional(),
  /** Id of the set that a variant changes. */
  variantOf: id.exactOptional(),
  pointScale: z.literal([1, 100]),
  /** Points from which every indicator wants evidence. */
  evidenceFrom: whole.exactOptional(),
  /** What the weights add up to; where it is given, every indicator is weighted. */
  weightSum: whole.min(1).exactOptional(),
  /** Most points of the whole set. */
  cap: whole.min(1).exactOptional(),
  /**
   * What "not applicable" does to the total. `proportional`: total = round-half-up(points × full max / applicable
   * max), thresholds stay; `lower-max`: the indicator leaves points and max, thresholds stay.
   */
  rescale: z.enum(['proportional', 'lower-max']),
  competencies: z.array(competency).min(1).max(50),
  /** Disqualifying conditions an officer may find. */
  conditions: z.array(z.strictObject({ id, text })).max(50).exactOptional(),
  /** All of them must hold for a pass. */
  rules: z
    .array(z.strictObject({ id, text, holds: condition }))
    .min(1)
    .max(50),
  /** Classification by total, from 0 to the set's max without gap. */
  bands: z
    .array(z.strictObject({ id, title: text, from: whole, to: whole }))
    .max(20)
    .exactOptional(),
  /** Flags for targets (T4, T5): derived from `when`; a flag without it is false until the officer sets it. */
  flags: z
    .array(z.strictObject({ id, title: text, when: condition.exactOptional(), overridable: z.boolean() }))
    .max(20)
    .exactOptional(),
};

/** A whole criteria set. */
export const criteriaSetSchema = z.strictObject(shape);
export type CriteriaSet = z.infer<typeof criteriaSetSchema>;

/**
 * Applies a variant file: its top-level fields replace the base's, the rest stays the base's.
 * @example resolveVariant(cdht1, { variantOf: 'cdht-1', id: 'cdht-1-70', rules: […] })
 */
export function resolveVariant(base: object, variant: object): object {
  return { ...base, ...variant };
}
