/** Scores an evaluation again with the phone's own engine and the very set it named by hash. */
import { BadAnswerError, type Compiled, compile, loadSet, score } from '../../criteria/index.ts';
import { answersOf, type Evaluation } from '../../programme/index.ts';
import type { QuarantineCode, Revision } from '../../protocol/index.ts';
import type { Score, SetStore } from '../store/api.ts';

export interface Scorer {
  readonly compiled: Compiled;
}

/** Compiled sets by hash; a set never changes, so what was compiled once serves for the life of the process. */
export class Scorers {
  readonly #sets: Pick<SetStore, 'set'>;
  readonly #known = new Map<string, Scorer>();
  constructor(sets: Pick<SetStore, 'set'>) {
    this.#sets = sets;
  }

  /** @returns those of the asked sets that the endpoint has */
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

/** Hash of the criteria set an evaluation was made with; null for every other record. */
export function setHashOf(revision: Revision | null): string | null {
  if (revision?.kind !== 'evaluation') return null;
  const pinned = revision.payload?.criteriaSet as { sha256?: unknown } | undefined;
  return typeof pinned?.sha256 === 'string' ? pinned.sha256 : null;
}

export function rescore(
  evaluation: Evaluation,
  scorers: ReadonlyMap<string, Scorer>,
): { kind: 'scored'; score: Score } | { kind: 'fault'; code: QuarantineCode } {
  const scorer = scorers.get(evaluation.criteriaSet.sha256);
  if (scorer === undefined) return { kind: 'fault', code: 'unknown-set' };
  // What sort of subject it is never changes. Its group may, while a form is filled in: that is no reason to hold it back.
  if (scorer.compiled.set.subject.kind !== evaluation.subject.kind) return { kind: 'fault', code: 'other-subject' };
  try {
    const { total, verdict, hash } = score(scorer.compiled, answersOf(evaluation));
    const said = evaluation.clientResult;
    const agrees = said.hash === hash && said.total === total && said.verdict === verdict;
    return { kind: 'scored', score: { total, verdict, hash, agrees } };
  } catch (error) {
    if (error instanceof BadAnswerError) return { kind: 'fault', code: 'bad-answers' };
    throw error;
  }
}
