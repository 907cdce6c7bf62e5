/** Addresses of the screens that show one entity: an id alone would be ambiguous for somebody of two communes. */
import type { Draft, EntityRef } from '../vault/index.ts';

export const hrefs = {
  household: ({ scope, id }: EntityRef) => `/household/${scope}/${id}`,
  addMember: ({ scope, id }: EntityRef) => `/household/${scope}/${id}/add`,
  outcome: ({ scope, id }: EntityRef) => `/outcome/${scope}/${id}`,
  person: ({ scope, id }: EntityRef) => `/person/${scope}/${id}/edit`,
  visit: ({ scope, id }: EntityRef) => `/visit/${scope}/${id}`,
  result: ({ scope, id }: EntityRef) => `/result/${scope}/${id}`,
};

/** The household of a person, who lives in their own commune. */
export function homeOf({ scope, citizen }: { readonly scope: string; readonly citizen: { householdId: string } }) {
  return { scope, id: citizen.householdId };
}

/** Whether a draft's form is about this one. */
export function isOf(draft: Pick<Draft, 'scope' | 'subjectId'>, { scope, id }: EntityRef): boolean {
  return draft.scope === scope && draft.subjectId === id;
}
