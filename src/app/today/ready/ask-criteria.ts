/** Asks the endpoint for its criteria sets and compares them with those of this app. */
import { SET_IDS } from '../../../criteria/index.ts';
import { criteriaList } from '../../../protocol/index.ts';
import { createAsk } from '../../ask-endpoint.ts';
import { note, recall } from '../../may-be-forgotten.ts';
import { criteriaOf } from '../../visit/criteria-of.ts';
import type { Known } from './checks.ts';
import { answerIn, compareSets, noteOf } from './criteria-standing.ts';

/** Somebody stands at the door: a slower answer is none. */
const TIMEOUT_MS = 8_000;
const NOTE = 'cdht.criteria-asked';

/** @param now ISO instant of this phone's clock */
export async function askCriteria(token: string, now: string): Promise<Known['criteria']> {
  const shipped = await shippedSets();
  if (shipped === null) return { kind: 'missing' };
  if (navigator.onLine) {
    const answer = await createAsk(token).json('/v1/criteria-sets', criteriaList, {}, TIMEOUT_MS);
    if (answer.kind === 'ok') {
      const told = { found: compareSets(shipped, answer.value.sets), at: now };
      note(NOTE, noteOf(shipped, told));
      return { kind: 'asked', ...told };
    }
  }
  return { kind: 'not-asked', last: answerIn(recall(NOTE), shipped) };
}

/** @returns set id → hash; null where not every set can be loaded */
async function shippedSets(): Promise<Readonly<Record<string, string>> | null> {
  try {
    const loaded = await Promise.all(SET_IDS.map(async (id) => [id, (await criteriaOf(id)).sha256] as const));
    return Object.fromEntries(loaded);
  } catch (error) {
    console.error(error);
    return null;
  }
}
