/**
 * Evaluations that a supervisor returned and nobody has corrected, by author. It goes through all rows, without opening them, and is
 * asked only for whoever goes on with the work of an officer who left; loaded then.
 */
import type { EntityRef, Review } from '../../programme/index.ts';
import type { StoredEvaluation } from './api.ts';
import { type Core, fromRow, keyOf } from './core.ts';
import { readEvaluation } from './evaluations.ts';
import { seenBy } from './scopes-seen.ts';

/** @returns the evaluations by one of these authors, in the communes of the session; the one finished last comes first */
export async function returnedTo(core: Core, authors: readonly string[]): Promise<StoredEvaluation[]> {
  const { scopes } = await seenBy(core);
  const rows = await core.db.revisions.filter(({ kind, scope }) => kind === 'review' && scopes.has(scope)).toArray();
  const refs = new Map<string, EntityRef>();
  for (const row of rows) {
    const { payload } = await fromRow(core, row);
    const decision = (payload as Review | null)?.decision;
    const ref = { scope: row.scope, id: row.ownerId };
    if (decision === 'returned') refs.set(keyOf(ref), ref);
  }
  const found: StoredEvaluation[] = [];
  for (const ref of refs.values()) {
    const evaluation = await readEvaluation(core, ref);
    if (evaluation?.status === 'returned' && authors.includes(evaluation.author)) found.push(evaluation);
  }
  return found.sort((a, b) => (a.evaluation.finishedAt < b.evaluation.finishedAt ? 1 : -1));
}
