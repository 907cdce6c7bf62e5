/**
 * Judges quarantined records again with what the endpoint knows now: a set that has arrived, an officer's new commune,
 * newer code. What is accepted becomes an ordinary revision with its author and its submitter; the row is marked.
 */

import { noteForks } from '../ingest/device-chain.ts';
import { holdersOf, type IngestStore, judgeAll } from '../ingest/ingest.ts';
import { type Offer, readOffer } from '../ingest/judge.ts';
import { lineageOf } from '../ingest/parents.ts';
import { Scorers, setHashOf } from '../ingest/rescore.ts';
import { provenOf } from '../ingest/signature.ts';
import type { ChainStore, Officer, QuarantineEntry, QuarantineStore } from '../store/api.ts';
import { revisionKey } from '../store/revision-key.ts';

export interface Retried {
  readonly bodyHash: string;
  readonly outcome: 'accepted' | 'kept';
  /** Why it is kept. */
  readonly code?: string;
}
export interface RetryStore extends IngestStore, ChainStore, Pick<QuarantineStore, 'noteRetried'> {}

/** @returns judges open rows of one scope again; twice at once accepts once */
export function createRetry(store: RetryStore) {
  const scorers = new Scorers(store);

  return async (
    scope: string,
    entries: readonly QuarantineEntry[],
    decided: { readonly by: string; readonly at: string },
  ): Promise<Retried[]> => {
    const offers = new Map(entries.map((entry) => [entry, readOffer(JSON.parse(entry.body))]));
    const came = [...offers.values()].map(({ raw }) => raw);
    const people = await store.officers(peopleOf(offers));
    const known = await scorers.of([...offers.values()].flatMap(({ revision }) => setHashOf(revision) ?? []));
    const holders = await holdersOf(store, came);
    const proven = await provenOf(came, holders);
    const lineage = await lineageOf(store, [...offers.values()]);
    const retried: Retried[] = [];
    // What one officer's phone brought is stored as theirs.
    for (const [submitter, own] of Map.groupBy(offers, ([{ submittedBy }]) => submittedBy)) {
      const officer = people.get(submitter) ?? nobody(submitter);
      const context = {
        // A rescue bundle may have been relayed by somebody of another commune (rescue/import.ts), and an officer may have been
        // moved since: what waits here is judged as this commune's, whatever its submitter's communes are today.
        submitter: { ...officer, scopes: [...officer.scopes, scope] },
        authors: people,
        holders,
        proven,
        lineage,
        scorers: known,
      };
      const judgements = judgeAll(
        own.map(([, offer]) => offer),
        context,
      );
      const judged = own.flatMap(([entry], at) => {
        const judgement = judgements[at];
        return judgement === undefined ? [] : [{ entry, judgement }];
      });
      const accepted = judged.flatMap(({ entry: { bodyHash }, judgement }) =>
        judgement.kind === 'accepted' ? [{ ...judgement.accepted, quarantinedAs: { scope, bodyHash } }] : [],
      );
      const { heldRevisions } = await store.append({
        accepted,
        quarantined: [],
        submittedBy: submitter,
        receivedAt: decided.at,
        resolvedBy: decided.by,
      });
      const held = accepted.map(({ revision }) => revision);
      await noteForks(store, held, decided.at);
      for (const { entry, judgement } of judged) {
        const { bodyHash } = entry;
        if (judgement.kind === 'quarantined') {
          retried.push({ bodyHash, outcome: 'kept', code: judgement.quarantined.code });
          continue;
        }
        const { revision } = judgement.accepted;
        const here = heldRevisions.get(revisionKey(revision))?.contentHash === revision.contentHash;
        retried.push(here ? { bodyHash, outcome: 'accepted' } : { bodyHash, outcome: 'kept', code: 'rev-id-reused' });
      }
    }
    const kept = retried.flatMap(({ bodyHash, code }) => (code === undefined ? [] : [[bodyHash, code] as const]));
    await store.noteRetried(scope, new Map(kept), decided.at);
    return retried;
  };
}

function peopleOf(offers: ReadonlyMap<QuarantineEntry, Offer>): string[] {
  const ids = [...offers].flatMap(([{ submittedBy }, { revision }]) => [submittedBy, revision?.author ?? submittedBy]);
  return [...new Set(ids)];
}

/** Who brought it is no officer any more. */
const nobody = (id: string): Officer => ({ id, name: '', posts: [], scopes: [] });
