/** A merger of communes: what it would make of them, and doing it once a second person confirmed it. */
import { type CommuneHistory, mergedCommunes, vietnamDay } from '../../programme/index.ts';
import type { MergeCommunesRequest } from '../../protocol/index.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { recipientsOf } from '../rescue/keys.ts';
import type { Store } from '../store/api.ts';
import { historyOfAll } from './history.ts';
import { noteCommunesChanged } from './version.ts';

interface PlannedMerger {
  /** The merged commune and its predecessors, as they are to be kept. */
  readonly merged: readonly CommuneHistory[];
  readonly isDone: boolean;
}

/**
 * Works out a merger without doing it.
 * @param scope of the merged commune; where it is yet to be made, the one that it is to have
 * @throws {Rejection} 409 where a rule stands against it
 */
export async function plannedMerger(
  store: Pick<Store, 'scopes' | 'communes'>,
  { predecessors, into, commune, from }: MergeCommunesRequest,
  scope: string,
): Promise<PlannedMerger> {
  const all = await historyOfAll(store);
  const present = all.find((each) => each.scope === scope);
  if (present !== undefined && predecessors.every((each) => present.predecessors.includes(each))) {
    const touched = [scope, ...predecessors];
    return { merged: all.filter((each) => touched.includes(each.scope)), isDone: true };
  }
  const fresh = commune && { ...commune, scope, from, to: null, codes: [], predecessors: [] };
  const target = into === null ? fresh : present;
  if (!target) throw new Rejection(409, 'unknown-commune');
  const merged = mergedCommunes(all, { predecessors, into: target, from });
  if (typeof merged === 'string') throw new Rejection(409, merged);
  return { merged, isDone: false };
}

/**
 * Merges communes. No record is touched: the people of the merged commune get posts on its predecessors (programme/policy.ts),
 * and read and write their records where they are. The same merger again changes nothing.
 * @param actor the officer who proposed it, for the log
 * @throws {Rejection} 409 where a rule stands against it, or its first day is yet to come; nothing is changed then
 */
export async function doMerge(
  { store, clock }: Pick<EndpointParts, 'store' | 'clock'>,
  actor: string,
  request: MergeCommunesRequest,
  scope: string,
): Promise<void> {
  const { merged, isDone } = await plannedMerger(store, request, scope);
  if (isDone) return;
  // Before that day the people of the merged commune have no business with the records of the former ones.
  if (request.from > vietnamDay(clock.millis())) throw new Rejection(409, 'not-yet');
  await store.putCommunes(merged);
  await noteCommunesChanged(store);
  await recipientsOf(store, [scope]);
  const { predecessors, from } = request;
  const detail = { into: scope, predecessors: predecessors.join(' '), from };
  const at = clock.now();
  await store.addEvents(
    [scope, ...predecessors].map((each) => ({ scope: each, at, actor, kind: 'communes-merged' as const, detail })),
  );
}
