/**
 * Corrects a record of the quarantine. Its bytes are never touched: with other values in its faulty members it becomes a
 * revision of its own, signed for the supervisor, on the quarantined one and on that one's parents, so that it takes the
 * quarantined one's place wherever both are held. It is judged like any push. The same corrections by the same supervisor
 * make the same revision, whenever they are made: asked twice, or after a restore, it is one.
 */
import { score } from '../../criteria/index.ts';
import { answersOf, evaluationPayload } from '../../programme/index.ts';
import {
  type CorrectedMember,
  type FaultyMember,
  type MemberCorrection,
  type MemberPath,
  UNPROVEN_CODES,
} from '../../protocol/index.ts';
import { storedEvents } from '../events/stored.ts';
import type { IngestStore } from '../ingest/ingest.ts';
import { type Judgement, judge, readOffer } from '../ingest/judge.ts';
import { lineageOf } from '../ingest/parents.ts';
import { Scorers, setHashOf } from '../ingest/rescore.ts';
import { provenOf } from '../ingest/signature.ts';
import { endpointDevice } from '../signing/endpoint-device.ts';
import {
  type AcceptedRevision,
  NotOpenError,
  type Officer,
  type PeopleStore,
  type QuarantineEntry,
  type QuarantineStore,
  type SetStore,
} from '../store/api.ts';
import { correctedRevision, hasText, memberChange, putMember, type RawRecord, recordIn } from './corrected-record.ts';
import { faultyMembers, samePath } from './faulty-members.ts';

/** What a correction came to. */
export type CorrectionOutcome =
  | { readonly kind: 'accepted' }
  /** The record stays: why, and what can be corrected once these corrections are made. */
  | { readonly kind: 'kept'; readonly code: string; readonly faulty: readonly FaultyMember[] }
  /** Somebody else has decided on the record, or has corrected it in another way. */
  | { readonly kind: 'decided' }
  /** This member does not keep the record from being accepted, or takes no such value. */
  | { readonly kind: 'not-faulty'; readonly path: MemberPath };

/** The parts of the store that corrections need. */
export interface CorrectionStore
  extends IngestStore,
    Pick<SetStore, 'sets'>,
    Pick<PeopleStore, 'communes'>,
    Pick<QuarantineStore, 'quarantinedByHash'> {}

/** Members of an evaluation that its score follows from. */
const SCORED: ReadonlySet<MemberPath[number] | undefined> = new Set(['criteriaSet', 'answers', 'flags', 'conditions']);

/** Finds the faulty members of records, and corrects records. */
export class Corrector {
  readonly #store: CorrectionStore;
  readonly #scorers: Scorers;
  constructor(store: CorrectionStore) {
    this.#store = store;
    this.#scorers = new Scorers(store);
  }

  /** @returns the members of an open record that this supervisor can correct */
  async faultyIn(entry: QuarantineEntry, supervisor: Officer): Promise<FaultyMember[]> {
    const record = entry.resolved === null ? recordIn(entry) : null;
    return record === null ? [] : await this.#faultyOf(record, supervisor);
  }

  /**
   * Corrects a record and judges the result.
   * @param corrections may be empty only for a record whose author is not proven: the supervisor takes it over as it is
   * @param at ISO instant of the endpoint's clock
   */
  async correct(
    entry: QuarantineEntry,
    corrections: readonly MemberCorrection[],
    supervisor: Officer,
    at: string,
  ): Promise<CorrectionOutcome> {
    const came = recordIn(entry);
    const asItIs = corrections.length === 0 && !UNPROVEN_CODES.includes(entry.code);
    if (came === null || asItIs || !hasText(corrections)) {
      return { kind: 'not-faulty', path: corrections[0]?.path ?? [] };
    }
    const record = structuredClone(came);
    const made = await this.#applied(record, corrections, supervisor);
    if (made.kind !== 'applied') return made;
    const kept = async (code: string): Promise<CorrectionOutcome> => ({
      kind: 'kept',
      code,
      faulty: await this.#faultyOf(record, supervisor),
    });
    // Only answers that fit can be scored, so the record is judged before it gets a new score, and once more with it.
    const tried = await this.#judged(record, came, supervisor);
    if (tried.kind === 'quarantined') return await kept(tried.quarantined.code);
    const changes = [...made.changes, ...(await this.#scoredAnew(record, corrections))];
    const judgement = await this.#judged(record, came, supervisor);
    if (judgement.kind === 'quarantined') return await kept(judgement.quarantined.code);
    const { accepted } = judgement;
    if (entry.resolved !== null) return outcomeOf(entry.resolved, accepted.revision.revId);
    // Where another record is held under the quarantined one's id, the correction would take that one's place.
    if ((await this.#store.held([{ scope: record.scope, revId: came.revId }])).size > 0) {
      return await kept('rev-id-reused');
    }
    return await this.#stored(entry, accepted, changes, supervisor, at);
  }

  async #faultyOf(record: RawRecord, supervisor: Officer): Promise<FaultyMember[]> {
    const hash = setHashOf(record);
    return faultyMembers(record, {
      communes: await this.#store.communes(supervisor.scopes),
      sets: await this.#store.sets(),
      scorers: await this.#scorers.of(hash === null ? [] : [hash]),
    });
  }

  /** Corrections are applied in rounds: with another criteria set answers become faulty that nobody could know of before. */
  async #applied(
    record: RawRecord,
    corrections: readonly MemberCorrection[],
    supervisor: Officer,
  ): Promise<
    | { readonly kind: 'applied'; readonly changes: CorrectedMember[] }
    | (CorrectionOutcome & { readonly kind: 'not-faulty' })
  > {
    const changes: CorrectedMember[] = [];
    for (let left = corrections; left.length > 0; ) {
      const faulty = await this.#faultyOf(record, supervisor);
      const now = left.filter(({ path }) => faulty.some((member) => samePath(member.path, path)));
      const [first] = left;
      if (now.length === 0 && first !== undefined) return { kind: 'not-faulty', path: first.path };
      for (const { path, to } of now) {
        changes.push(memberChange(record, path, to));
        putMember(record, path, to);
      }
      left = left.filter((memberCorrection) => !now.includes(memberCorrection));
    }
    return { kind: 'applied', changes };
  }

  /** The score beside answers that the desk changed is the desk's, as it is the phone's beside those of a phone. */
  async #scoredAnew(record: RawRecord, corrections: readonly MemberCorrection[]): Promise<CorrectedMember[]> {
    const touched = corrections.some(({ path: [top, member] }) => top === 'payload' && SCORED.has(member));
    const parsed = record.kind === 'evaluation' && touched ? evaluationPayload.safeParse(record.payload) : null;
    if (!parsed?.success) return [];
    const { sha256 } = parsed.data.criteriaSet;
    const scorer = (await this.#scorers.of([sha256])).get(sha256);
    if (scorer === undefined) return [];
    const { total, max, verdict, hash } = score(scorer.compiled, answersOf(parsed.data));
    if (parsed.data.clientResult.hash === hash) return [];
    const path = ['payload', 'clientResult'];
    const change = memberChange(record, path, { total, max, verdict, hash });
    putMember(record, path, change.to);
    return [change];
  }

  async #judged(record: RawRecord, came: RawRecord, supervisor: Officer): Promise<Judgement> {
    const desk = await endpointDevice(this.#store);
    const offer = readOffer(correctedRevision(supervisor, desk, record, came));
    const holders = new Map([[desk.device, { officerId: null, publicKeys: [desk.publicKey], isRevoked: false }]]);
    const hash = setHashOf(record);
    return judge(offer, {
      submitter: supervisor,
      authors: new Map([[supervisor.id, supervisor]]),
      holders,
      proven: await provenOf([offer.raw], holders),
      lineage: await lineageOf(this.#store, [readOffer(record)]),
      scorers: await this.#scorers.of(hash === null ? [] : [hash]),
    });
  }

  async #stored(
    { scope, bodyHash }: QuarantineEntry,
    accepted: AcceptedRevision,
    changes: readonly CorrectedMember[],
    supervisor: Officer,
    at: string,
  ): Promise<CorrectionOutcome> {
    try {
      await this.#store.append({
        accepted: [{ ...accepted, corrects: { scope, bodyHash, changes } }],
        quarantined: [],
        submittedBy: supervisor.id,
        receivedAt: at,
        note: (records) => storedEvents(records, at),
      });
      return { kind: 'accepted' };
    } catch (error) {
      if (!(error instanceof NotOpenError)) throw error;
      const [now] = await this.#store.quarantinedByHash(scope, [bodyHash]);
      return outcomeOf(now?.resolved, accepted.revision.revId);
    }
  }
}

/** What has become of a record that is decided on already: accepted where it was corrected to this very revision. */
function outcomeOf(resolved: QuarantineEntry['resolved'] | undefined, revId: string): CorrectionOutcome {
  return { kind: resolved?.corrected?.revId === revId ? 'accepted' : 'decided' };
}
