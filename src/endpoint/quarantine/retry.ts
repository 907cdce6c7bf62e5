/**
 * Judges quarantined records again with what the endpoint knows now: a set that has arrived, an officer's new commune,
 * newer code. A record that is accepted becomes an ordinary revision with its author and its submitter; its row is marked.
 */

import { storedEvents } from '../events/stored.ts';
import { noteForks } from '../ingest/device-chain.ts';
import { holdersOf, type IngestStore, judgeAll } from '../ingest/ingest.ts';
import { type Judgement, type Offer, readOffer } from '../ingest/judge.ts';
import { lineageOf } from '../ingest/parents.ts';
import { Scorers, setHashOf } from '../ingest/rescore.ts';
import { provenOf } from '../ingest/signature.ts';
import type { ChainStore, Officer, QuarantineEntry, QuarantineStore } from '../store/api.ts';
import { revisionKey } from '../store/revision-key.ts';

/** What became of one row of the quarantine. */
export interface Retried {
  readonly bodyHash: string;
  readonly outcome: 'accepted' | 'kept';
  /** Why the record is kept; absent where it is accepted. */
  readonly code?: string;
}
/** The parts of the store that judging again needs. */
export interface RetryStore extends IngestStore, ChainStore, Pick<QuarantineStore, 'noteRetried'> {}

/** Who had records judged again, and when (ISO instant of the endpoint's clock). */
export interface Decided {
  readonly by: string;
  readonly at: string;
}
/** Judges open rows of one scope again; where two do it at once, a record is accepted once. */
export type Retry = (scope: string, entries: readonly QuarantineEntry[], decided: Decided) => Promise<Retried[]>;

/** A row of the quarantine with what is judged of it. */
interface Judged {
  readonly entry: QuarantineEntry;
  readonly judgement: Judgement;
}

/** @returns what judges rows of the quarantine again */
export function createRetry(store: RetryStore): Retry {
  const scorers = new Scorers(store);

  return async (scope, entries, decided) => {
    const offers = new Map(entries.map((entry) => [entry, readOffer(JSON.parse(entry.body))]));
    const came = [...offers.values()].map(({ raw }) => raw);
    const people = await store.officers(peopleOf(offers));
    const known = await scorers.of([...offers.values()].flatMap(({ revision }) => setHashOf(revision) ?? []));
    const holders = await holdersOf(store, came);
    const proven = await provenOf(came, holders);
    const lineage = await lineageOf(store, [...offers.values()]);
    const retried: Retried[] = [];
    // Each record is stored as handed in by the officer whose phone brought it.
    for (const [submitter, own] of Map.groupBy(offers, ([{ submittedBy }]) => submittedBy)) {
      const officer = people.get(submitter) ?? nobody(submitter);
      const context = {
        // A rescue bundle may have been relayed by somebody of another commune (rescue/import.ts), and an officer may have
        // been moved since. What waits here is judged as this commune's, whatever its submitter's communes are today.
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
      const judged = own.flatMap(([entry], at): Judged[] => {
        const judgement = judgements[at];
        return judgement === undefined ? [] : [{ entry, judgement }];
      });
      retried.push(...(await stored(store, scope, submitter, judged, decided)));
    }
    const kept = retried.flatMap(({ bodyHash, code }) => (code === undefined ? [] : [[bodyHash, code] as const]));
    await store.noteRetried(scope, new Map(kept), decided.at);
    return retried;
  };
}

async function stored(
  store: RetryStore,
  scope: string,
  submittedBy: string,
  judged: readonly Judged[],
  { by, at }: Decided,
): Promise<Retried[]> {
  const accepted = judged.flatMap(({ entry: { bodyHash }, judgement }) =>
    judgement.kind === 'accepted' ? [{ ...judgement.accepted, quarantinedAs: { scope, bodyHash } }] : [],
  );
  const { heldRevisions } = await store.append({
    accepted,
    quarantined: [],
    submittedBy,
    receivedAt: at,
    resolvedBy: by,
    note: (records) => storedEvents(records, at),
  });
  await noteForks(
    store,
    accepted.map(({ revision }) => revision),
    at,
  );
  return judged.map(({ entry: { bodyHash }, judgement }): Retried => {
    if (judgement.kind === 'quarantined') return { bodyHash, outcome: 'kept', code: judgement.quarantined.code };
    const { revision } = judgement.accepted;
    const isHere = heldRevisions.get(revisionKey(revision))?.contentHash === revision.contentHash;
    return isHere ? { bodyHash, outcome: 'accepted' } : { bodyHash, outcome: 'kept', code: 'rev-id-reused' };
  });
}

function peopleOf(offers: ReadonlyMap<QuarantineEntry, Offer>): string[] {
  const ids = [...offers].flatMap(([{ submittedBy }, { revision }]) => [submittedBy, revision?.author ?? submittedBy]);
  return [...new Set(ids)];
}

/** Stands for a submitter who is no officer any more. */
const nobody = (id: string): Officer => ({ id, name: '', posts: [], scopes: [] });
