/** Addresses of the screens that show one entity: an id alone would be ambiguous for somebody of two communes. */
import type { Subject } from '../programme/index.ts';
import type { Draft, EntityRef } from '../vault/index.ts';

export const hrefs = {
  household: ({ scope, id }: EntityRef) => `/household/${scope}/${id}`,
  addMember: ({ scope, id }: EntityRef) => `/household/${scope}/${id}/add`,
  outcome: ({ scope, id }: EntityRef) => `/outcome/${scope}/${id}`,
  person: ({ scope, id }: EntityRef) => `/person/${scope}/${id}/edit`,
  visit: (scope: string, { kind, id }: Subject) => `/visit/${scope}/${kind}/${id}`,
  result: ({ scope, id }: EntityRef) => `/result/${scope}/${id}`,
};

/** The household of a person, who lives in their own commune. */
export function householdRefOf({
  scope,
  citizen,
}: {
  readonly scope: string;
  readonly citizen: { householdId: string };
}) {
  return { scope, id: citizen.householdId };
}

/** The screen from which a form was opened. */
export function homeHref({
  scope,
  householdId,
}: {
  readonly scope: string;
  readonly householdId: string | null;
}): string {
  return householdId === null ? '/' : hrefs.household({ scope, id: householdId });
}

/** @returns a citizen as the subject of an evaluation */
export function aCitizen({ id }: { readonly id: string }): Subject {
  return { kind: 'citizen', id };
}

/** @returns whether a draft's form is about this subject */
export function isAbout(
  { scope, subject }: Pick<Draft, 'scope' | 'subject'>,
  of: string,
  { kind, id }: Subject,
): boolean {
  return scope === of && subject.kind === kind && subject.id === id;
}
