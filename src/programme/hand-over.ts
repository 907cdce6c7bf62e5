/**
 * Who goes on with the work of an officer who has left: the evaluations that were returned to them, and the forms that they began.
 * It follows from the hand-overs alone, so that nothing of the officer who left is ever rewritten. Pure.
 */
import { may, type Post, scopesFor } from './policy.ts';

/** One officer's work in one commune, given to another one. */
export interface HandOver {
  readonly scope: string;
  /** Id of the officer who left. */
  readonly from: string;
  /** Id of the officer who goes on. */
  readonly to: string;
  /** ISO instant of the endpoint's clock. */
  readonly at: string;
  /** ISO instant at which it was taken back, because the account was opened again; null: it holds. */
  readonly endedAt: string | null;
}

/** @returns whether somebody could go on with an officer's work in a commune */
export function maySucceed(
  leaving: { readonly id: string },
  successor: { readonly id: string; readonly posts: readonly Post[]; readonly closedAt: string | null },
  scope: string,
): boolean {
  return successor.id !== leaving.id && successor.closedAt === null && may(successor.posts, 'collect', scope);
}

/** @returns the communes in which both write records: there the one goes on with what the other began */
export function handedScopes(
  leaving: { readonly posts: readonly Post[] },
  successor: { readonly posts: readonly Post[] },
): string[] {
  return scopesFor(leaving.posts, 'collect').filter((scope) => may(successor.posts, 'collect', scope));
}

/**
 * @param handOvers of any communes, also those that ended
 * @returns whose work an officer goes on with, by commune; where a successor left in turn, also that of those before them
 */
export function workGoneOnWith(officerId: string, handOvers: readonly HandOver[]): HandOver[] {
  const holding = handOvers.filter(({ endedAt }) => endedAt === null);
  const found = holding.filter(({ to }) => to === officerId);
  for (const { scope, from } of found) {
    const before = holding.filter((each) => each.scope === scope && each.to === from && each.from !== officerId);
    found.push(...before.filter((each) => !found.includes(each)));
  }
  return found;
}
