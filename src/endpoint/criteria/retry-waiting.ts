/** Evaluations that came before their criteria set wait in the quarantine; once the set is here they are judged again. */
import { createRetry, type RetryStore } from '../quarantine/retry.ts';
import type { PeopleStore, QuarantineStore, SetStore } from '../store/api.ts';

/** A batch has as many records as a push at most, so that the records of phones are stored between two batches. */
const BATCH_RECORDS_MAX = 100;

/** The parts of the store that judging again needs. */
export interface WaitingStore
  extends RetryStore,
    Pick<QuarantineStore, 'quarantinedForSet'>,
    Pick<PeopleStore, 'scopes'> {}

/**
 * Judges every evaluation that waits for a set, of every commune: the set is everybody's now, whoever brought it. The
 * records are read in the order of their hashes, a batch after the other, so that one that is still not accepted is judged
 * once and not for ever. A record that is being examined while the set comes is found by `retryHeld`.
 * @param sha256 hash of a set that is kept
 * @param decided.at ISO instant of the endpoint's clock
 * @param batchMax records of one batch, and of one transaction
 * @returns how many were accepted, and how many are kept for another reason
 */
export async function retryWaiting(
  store: WaitingStore,
  sha256: string,
  decided: { readonly by: string; readonly at: string },
  batchMax = BATCH_RECORDS_MAX,
): Promise<{ readonly accepted: number; readonly kept: number }> {
  const retry = createRetry(store);
  let accepted = 0;
  let kept = 0;
  for (const scope of await store.scopes()) {
    let after: string | undefined = '';
    while (after !== undefined) {
      const waiting = await store.quarantinedForSet(scope, sha256, { after, limit: batchMax });
      const results = waiting.length === 0 ? [] : await retry(scope, waiting, decided);
      const taken = results.filter(({ outcome }) => outcome === 'accepted').length;
      accepted += taken;
      kept += results.length - taken;
      after = waiting.at(-1)?.bodyHash;
      // The embedded database answers without ever yielding, so requests of phones would wait for the last batch.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return { accepted, kept };
}

/**
 * Judges again what waits for sets that are here: shipped ones, which no request brings; what a process that was killed left; and
 * what a push that was examined before its set came has stored after it. Nearly always nothing waits.
 * @param at ISO instant of the endpoint's clock
 * @param since ISO instant: only for sets that came then or later; for every set when omitted
 * @returns how many evaluations were accepted
 */
export async function retryHeld(store: WaitingStore & Pick<SetStore, 'sets'>, at: string, since = ''): Promise<number> {
  let accepted = 0;
  for (const set of await store.sets()) {
    if (set.at < since) continue;
    accepted += (await retryWaiting(store, set.sha256, { by: 'endpoint', at })).accepted;
  }
  return accepted;
}
