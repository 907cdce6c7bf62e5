/** Scores the demo's past evaluations with the real engine and the sets that ship. */
import { type Answers, compile, loadBuiltIn, SET_IDS, score, setHash } from '../../criteria/index.ts';
import type { Evaluation } from '../../programme/index.ts';

/** The set and the result that an evaluation has. */
export type Scored = Pick<Evaluation, 'criteriaSet' | 'clientResult'>;
/** Scores answers with a set that ships. */
export type ScoreOf = (setId: string, answers: Answers) => Scored;

/** Loads all sets that ship. */
export async function loadScorer(): Promise<ScoreOf> {
  const sets = new Map(
    await Promise.all(
      SET_IDS.map(async (id) => {
        const set = await loadBuiltIn(id);
        return [
          id,
          { compiled: compile(set), criteriaSet: { id, version: set.version, sha256: setHash(set) } },
        ] as const;
      }),
    ),
  );
  return (setId, answers) => {
    const known = sets.get(setId);
    if (known === undefined) throw new RangeError(`no criteria set ${setId}`);
    const { total, max, verdict, hash } = score(known.compiled, answers);
    return { criteriaSet: known.criteriaSet, clientResult: { total, max, verdict, hash } };
  };
}
