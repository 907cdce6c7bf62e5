/** Which criteria set a commune uses from a day on. */
import { z } from 'zod';
import { defineKind, member, valuesOf } from './kind.ts';
import { isoDate, pinnedSet, SUBJECT_KINDS } from './parts.ts';

/**
 * A commune uses this criteria set for these subjects from a given day. Each publication is an entity of its own that never
 * changes; which one counts on a day is worked out in criteria-choice.ts.
 */
export const publicationPayload = z.looseObject({
  /** Whom the set is for, as the set itself names them. */
  subject: z.object({ kind: z.enum(SUBJECT_KINDS), group: z.string().min(1).max(40) }),
  criteriaSet: pinnedSet,
  /**
   * Variants of this very set with another pass mark, for communes of disadvantaged areas. Keyed by pass mark ('70', in
   * points).
   */
  variants: z.object({ '70': pinnedSet.optional() }).optional(),
  /** First day on which the set is used, and the last one, where it is known; in Asia/Ho_Chi_Minh. */
  from: isoDate,
  to: isoDate.optional(),
});
export type Publication = z.infer<typeof publicationPayload>;

/** @returns what all publications for one kind of subject have as their owner, so that a phone finds them together */
export function publicationsOwner(kind: unknown): string {
  return `criteria:${kind}`;
}

export const publication = defineKind({
  payload: publicationPayload,
  label: { vi: 'Bộ tiêu chí áp dụng', en: 'Criteria set in use' },
  stream: 'records',
  writtenBy: 'publish-criteria',
  needsSecondPerson: true,
  ownerId: (payload) => publicationsOwner(payload?.subject?.kind),
  titledBy: () => undefined,
  title: (payload) =>
    typeof payload?.criteriaSet?.id === 'string'
      ? `${payload.criteriaSet.id} ${payload.criteriaSet.version}`
      : undefined,
  photos: () => [],
  criteriaSets: (payload) => [payload?.criteriaSet, ...valuesOf(payload?.variants)].map((set) => member(set, 'sha256')),
  example: {
    subject: { kind: 'citizen', group: '1' },
    criteriaSet: { id: 'cdht-1', version: '2027.1', sha256: '0'.repeat(64) },
    from: '2027-01-01',
  },
});
