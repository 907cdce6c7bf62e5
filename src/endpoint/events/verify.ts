/** Reads the chain of one commune from its beginning, a batch at a time, with the check that `cli -- verify-events` makes. */
import type { EventStore } from '../store/api.ts';
import { type BrokenChain, chainCheck } from './chain.ts';

/** Events that are held in memory at once. */
const BATCH = 1000;

/** The outcome of checking a chain of events. */
export interface ChainVerdict {
  /** Events that were read: up to the broken place, where there is one. */
  readonly count: number;
  /** Hash of the last event that was read; '' where there is none. */
  readonly hash: string;
  readonly broken: BrokenChain | null;
}

/** @returns whether the events of a scope are as they were written */
export async function verifyChainOf(
  store: Pick<EventStore, 'eventHeads' | 'eventsAfter'>,
  scope: string,
): Promise<ChainVerdict> {
  // The head is read before the events, so that an event that is added between the two only follows it.
  const check = chainCheck((await store.eventHeads()).filter((head) => head.scope === scope));
  let [count, hash] = [0, ''];
  for (let after = 0; ; ) {
    const batch = await store.eventsAfter(scope, after, BATCH);
    for (const event of batch) {
      const broken = check.take(event);
      if (broken !== null) return { count, hash, broken };
      count += 1;
      ({ hash } = event);
      after = event.n;
    }
    if (batch.length < BATCH) return { count, hash, broken: check.end() };
  }
}
