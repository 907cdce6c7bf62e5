/**
 * A merger of communes, once it is decided: this is the one place where it happens, whoever asks for it and whoever else has to
 * confirm it first.
 */
import { randomUUID } from 'node:crypto';
import { type CommuneHistory, mergedCommunes } from '../../programme/index.ts';
import type { MergeCommunesRequest } from '../../protocol/index.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { recipientsOf } from '../rescue/keys.ts';
import { historyOfAll } from './history.ts';
import { noteCommunesChanged } from './version.ts';

/**
 * Merges communes. No record is touched: the people of the merged commune get posts on its predecessors (programme/policy.ts),
 * and read and write their records where they are.
 * @param actor the officer who decided it, for the log
 * @throws {Rejection} 409 where a rule stands against it; nothing is changed then
 */
export async function doMerge(
  { store, clock }: Pick<EndpointParts, 'store' | 'clock'>,
  actor: string,
  { predecessors, into, commune, from }: MergeCommunesRequest,
): Promise<CommuneHistory> {
  const all = await historyOfAll(store);
  const present = into === null ? null : all.find(({ scope }) => scope === into);
  const fresh = commune && { ...commune, scope: randomUUID(), from, to: null, codes: [], predecessors: [] };
  const target = present ?? fresh;
  if (!target) throw new Rejection(409, 'unknown-commune');
  const merged = mergedCommunes(all, { predecessors, into: target, from });
  if (typeof merged === 'string') throw new Rejection(409, merged);
  await store.putCommunes(merged);
  await noteCommunesChanged(store);
  await recipientsOf(store, [target.scope]);
  const detail = { into: target.scope, predecessors: predecessors.join(' '), from };
  const at = clock.now();
  await store.addEvents(
    [target.scope, ...predecessors].map((scope) => ({ scope, at, actor, kind: 'communes-merged' as const, detail })),
  );
  return merged.find(({ scope }) => scope === target.scope) ?? target;
}
