/**
 * Which criteria set a form begins with: the one that the commune's publications name for the day, or, where none is in force,
 * the one that ships with the app. The same publications in any order of arrival give the same set.
 */
import type { PinnedSet, Publication, SubjectKind } from './kinds/index.ts';

/** Least total of a pass, in points: 70 in communes of disadvantaged areas. It belongs to the commune; no form can change it. */
export type CriteriaVariant = '80' | '70';

/** A set for everybody, and the variants that are based on it. */
export type OfferedSets = Pick<Publication, 'criteriaSet' | 'variants'>;

/** A publication as a phone or the endpoint holds it. */
export interface HeldPublication {
  readonly revId: string;
  /** The endpoint's number; null: it has no receipt yet. */
  readonly scopeSeq: number | null;
  readonly publication: Publication;
}

/** For whom, where and when a form is begun. */
export interface CriteriaQuestion {
  /** `group` is null where nobody knows it, or such subjects have none. */
  readonly subject: { readonly kind: SubjectKind; readonly group: string | null };
  readonly variant: CriteriaVariant;
  /** Day in Asia/Ho_Chi_Minh, `2026-11-28`. */
  readonly day: string;
  /** All publications of the commune that are held. */
  readonly published: readonly HeldPublication[];
  /** The sets that ship for this subject; null: none do. */
  readonly builtIn: OfferedSets | null;
}

/**
 * Chooses the set for a form.
 * @returns null where there is no set for such a subject
 */
export function criteriaFor({ subject, variant, day, published, builtIn }: CriteriaQuestion): PinnedSet | null {
  const sets = publicationOn(day, subject, published) ?? builtIn;
  return sets === null ? null : setAt(variant, sets);
}

/** @returns the publication that counts for such subjects on a day; null: none is in force */
export function publicationOn(
  day: string,
  subject: CriteriaQuestion['subject'],
  published: readonly HeldPublication[],
): Publication | null {
  const inForce = published.filter(({ publication }) => isFor(publication, subject) && isInForce(publication, day));
  return inForce.sort(inOrder).at(-1)?.publication ?? null;
}

/** @returns the publications that begin after a day, the next one first; of two for the same subjects and day the one that counts */
export function publicationsAfter(day: string, published: readonly HeldPublication[]): Publication[] {
  const coming = published.filter(({ publication }) => publication.from > day).toSorted(inOrder);
  const keyOf = ({ from, subject: { kind, group } }: Publication) => `${from} ${kind} ${group}`;
  return [...new Map(coming.map(({ publication }) => [keyOf(publication), publication])).values()];
}

/** @returns the set itself, or its variant from 70 points where the commune has that and there is one */
export function setAt(variant: CriteriaVariant, { criteriaSet, variants }: OfferedSets): PinnedSet {
  return (variant === '70' ? variants?.['70'] : undefined) ?? criteriaSet;
}

/**
 * The sets that a phone must have before it goes offline.
 * @param day in Asia/Ho_Chi_Minh
 * @returns every set that may be chosen on this day or a later one
 */
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

/**
 * Order of publications, of which the last one counts: by first day, then by the endpoint's number; what has no number yet comes
 * last.
 */
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
