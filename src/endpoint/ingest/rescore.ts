/** Scores an evaluation again with the phone's own engine and the very criteria set that it names by hash. */
import { BadAnswerError, type Compiled, compile, loadSet, score } from '../../criteria/index.ts';
import { answersOf, type Evaluation } from '../../programme/index.ts';
import type { QuarantineCode, Revision } from '../../protocol/index.ts';
import type { Score, SetStore } from '../store/api.ts';

/** A criteria set, ready to score with. */
export interface Scorer {
  readonly compiled: Compiled;
}

/** Keeps compiled sets by hash; a set never changes, so what was compiled once serves for the life of the process. */
export class Scorers {
  readonly #sets: Pick<SetStore, 'set'>;
  readonly #known = new Map<string, Scorer>();
  constructor(sets: Pick<SetStore, 'set'>) {
    this.#sets = sets;
  }

  /** @returns by hash at least those of the asked sets that the endpoint has */
  async of(sha256s: Iterable<string>): Promise<ReadonlyMap<string, Scorer>> {
    for (const sha256 of new Set(sha256s)) {
      if (this.#known.has(sha256)) continue;
      const body = await this.#sets.set(sha256);
      const loaded = body === null ? null : loadSet(JSON.parse(body));
      if (loaded?.kind === 'ok') this.#known.set(sha256, { compiled: compile(loaded.set) });
    }
    return this.#known;
  }
}

/** @returns the hash of the criteria set that an evaluation was made with; null for every other record */
export function setHashOf(revision: Revision | null): string | null {
  if (revision?.kind !== 'evaluation') return null;
  const pinned = revision.payload?.criteriaSet as { sha256?: unknown } | undefined;
  return typeof pinned?.sha256 === 'string' ? pinned.sha256 : null;
}

/** @returns the endpoint's own score, or why none can be made */
export function rescore(
  evaluation: Evaluation,
  scorers: ReadonlyMap<string, Scorer>,
): { kind: 'scored'; score: Score } | { kind: 'fault'; code: QuarantineCode } {
  const scorer = scorers.get(evaluation.criteriaSet.sha256);
  if (scorer === undefined) return { kind: 'fault', code: 'unknown-set' };
  // The kind of a subject never changes. A person's group may change while a form is filled in, which is no reason to
  // quarantine it.
  if (scorer.compiled.set.subject.kind !== evaluation.subject.kind) return { kind: 'fault', code: 'other-subject' };
  try {
    const { total, verdict, hash } = score(scorer.compiled, answersOf(evaluation));
    const ofPhone = evaluation.clientResult;
    const agrees = ofPhone.hash === hash && ofPhone.total === total && ofPhone.verdict === verdict;
    return { kind: 'scored', score: { total, verdict, hash, agrees } };
  } catch (error) {
    if (error instanceof BadAnswerError) return { kind: 'fault', code: 'bad-answers' };
    throw error;
  }
}
