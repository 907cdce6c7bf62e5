/** Which criteria sets this phone is to work with, whether they are here, and whether the endpoint knows them. */
import { type PinnedSet, pinnedSet, SUBJECT_GROUPS, setsFrom, vietnamDay } from '../../../../programme/index.ts';
import { criteriaList, type Session } from '../../../../protocol/index.ts';
import type { Clock, Vault } from '../../../../vault/index.ts';
import { createAsk } from '../../../ask-endpoint.ts';
import { note, recall } from '../../../may-be-forgotten.ts';
import { criteriaOf, setForToday } from '../../evaluate/criteria-of.ts';
import type { Known } from './checks.ts';
import { answerIn, compareSets, noteOf } from './criteria-status.ts';

/** The officer waits at the screen, so a slower answer counts as none. */
const TIMEOUT_MS = 8_000;
const NOTE = 'cdht.criteria-asked';

export async function askCriteria(vault: Vault, clock: Clock, session: Session): Promise<Known['criteria']> {
  const inUse = await setsInUse(vault, clock, session);
  const loaded = await Promise.all(inUse.map((pinned) => criteriaOf(vault, pinned)));
  const count = loaded.filter((set) => set === null).length;
  if (count > 0) return { kind: 'missing', count };
  const hashes = inUse.map(({ sha256 }) => sha256).sort();
  const unexplained = (await (await vault.criteriaSets()).missing()).length;
  if (navigator.onLine) {
    const answer = await createAsk(session.token).json('/v1/criteria-sets', criteriaList, {}, TIMEOUT_MS);
    if (answer.kind === 'ok') {
      const answered = { found: compareSets(hashes, answer.value.sets), at: clock.now() };
      note(NOTE, noteOf(hashes, answered));
      return { kind: 'asked', unexplained, ...answered };
    }
  }
  return { kind: 'not-asked', unexplained, last: answerIn(recall(NOTE), hashes) };
}

/** @returns the sets that forms begin with today, may begin with on a later day, or began with when they are in progress */
async function setsInUse(vault: Vault, clock: Clock, session: Session): Promise<PinnedSet[]> {
  const found: (PinnedSet | null)[] = [];
  for (const scope of session.scopes) {
    for (const group of SUBJECT_GROUPS) {
      found.push(await setForToday(vault, clock, session, { scope, kind: 'citizen', group }));
    }
    const published = await (await vault.criteriaSets()).published(scope, 'citizen');
    found.push(...setsFrom(vietnamDay(clock.millis()), published));
  }
  for (const { value } of await vault.drafts()) found.push(pinnedSet.safeParse(value.criteriaSet).data ?? null);
  return [...new Map(found.flatMap((pinned) => (pinned ? [[pinned.sha256, pinned]] : []))).values()];
}
