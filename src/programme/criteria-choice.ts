/**
 * Which criteria set a form is begun with. A commune's publications say it, each from a day on; where none says anything, the
 * set that ships with the app. Pure: the same publications in any order of arrival give the same set.
 */
import type { PinnedSet, Publication, SubjectKind } from './kinds/index.ts';

/** Least total of a pass that a commune was given: 70 in disadvantaged areas. It is the commune's, never a switch in a form. */
export type CriteriaVariant = '80' | '70';

/** One set for everybody, and beside it the variants that are based on it. */
export type OfferedSets = Pick<Publication, 'criteriaSet' | 'variants'>;

/** A publication as it is held. */
export interface HeldPublication {
  readonly revId: string;
  /** The endpoint's number; null: not received yet. */
  readonly scopeSeq: number | null;
  readonly publication: Publication;
}

export interface CriteriaQuestion {
  /** group null: nobody knows it, or such subjects have none. */
  readonly subject: { readonly kind: SubjectKind; readonly group: string | null };
  readonly variant: CriteriaVariant;
  /** In Asia/Ho_Chi_Minh, `2026-11-28`. */
  readonly day: string;
  /** All that are held of the commune. */
  readonly published: readonly HeldPublication[];
  /** What ships for this subject; null: nothing. */
  readonly builtIn: OfferedSets | null;
}

/** @returns null where there is no set for such a subject */
export function criteriaFor({ subject, variant, day, published, builtIn }: CriteriaQuestion): PinnedSet | null {
  const inForce = published.filter(({ publication }) => isFor(publication, subject) && isInForce(publication, day));
  const sets = inForce.sort(inOrder).at(-1)?.publication ?? builtIn;
  if (sets === null) return null;
  return (variant === '70' ? sets.variants?.['70'] : undefined) ?? sets.criteriaSet;
}

/** @returns every set that may be chosen on this day or a later one: what a phone must have before it goes offline */
export function setsFrom(day: string, published: readonly HeldPublication[]): PinnedSet[] {
  const coming = published.filter(({ publication: { to } }) => to === undefined || to >= day);
  return coming.flatMap(({ publication: { criteriaSet, variants } }) => [
    criteriaSet,
    ...(variants?.['70'] === undefined ? [] : [variants['70']]),
  ]);
}

function isFor({ subject }: Publication, { kind, group }: CriteriaQuestion['subject']): boolean {
  return subject.kind === kind && (group === null || subject.group === group);
}

function isInForce({ from, to }: Publication, day: string): boolean {
  return from <= day && (to === undefined || day <= to);
}

/** The later first day counts; of the same day what the endpoint received later, and last what it has not received. */
function inOrder(one: HeldPublication, other: HeldPublication): number {
  const seqOf = ({ scopeSeq }: HeldPublication) => scopeSeq ?? Number.MAX_SAFE_INTEGER;
  return (
    compareTexts(one.publication.from, other.publication.from) ||
    seqOf(one) - seqOf(other) ||
    compareTexts(one.revId, other.revId)
  );
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
