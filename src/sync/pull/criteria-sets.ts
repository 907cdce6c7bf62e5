/**
 * Criteria sets by hash, both ways. Sets that records name and this phone lacks are fetched, or taken from those that ship with
 * the app; an endpoint that lost a set gets it back. A text counts only with the hash that was asked for.
 */
import { SET_IDS, shippedSet } from '../../criteria/index.ts';
import { type HeldPublication, SUBJECT_KINDS, setsFrom } from '../../programme/index.ts';
import { criteriaList, hashText } from '../../protocol/index.ts';
import type { CriteriaSets } from '../../vault/index.ts';
import { RoundStopped } from '../answers.ts';
import type { HttpAnswer, Net } from '../api.ts';
import { TIMEOUT_MS } from '../round.ts';

const encoder = new TextEncoder();
type Request = (asked: Parameters<Net['request']>[0]) => Promise<HttpAnswer>;

/**
 * Fetches the criteria sets that are missing on this phone.
 * @param unknown hashes that this endpoint does not have, which are not asked for again in this process; added to
 * @throws NetDown; RoundStopped when nobody is signed in any more
 */
export async function fetchSets(sets: CriteriaSets, request: Request, unknown: Set<string>): Promise<void> {
  const missing = new Set(await sets.missing());
  for (const id of missing.size > 0 ? SET_IDS : []) {
    const { sha256, text } = await shippedSet(id);
    if (missing.delete(sha256)) await sets.keep(sha256, text);
  }
  for (const sha256 of missing) {
    if (unknown.has(sha256)) continue;
    const answer = await request({ method: 'GET', path: `/v1/criteria-sets/${sha256}`, timeoutMs: TIMEOUT_MS });
    if (answer.status === 401) throw new RoundStopped({ kind: 'signed-out' });
    const text = textOf(answer);
    if (text !== null && hashText(text) === sha256) await sets.keep(sha256, text);
    else if (answer.status === 404) unknown.add(sha256);
    else console.warn('criteria set: not what was asked for', sha256, answer.status);
  }
}

/**
 * Offers the endpoint the criteria sets that its communes are to use. One that was restored from before a set was added gets it
 * back, because phones bring back the publications that name it, and without the set nobody could begin a form there.
 * @returns whether the endpoint answered; where it did not, it is to be asked another time
 * @throws NetDown
 */
export async function offerSets(sets: CriteriaSets, scopes: readonly string[], request: Request): Promise<boolean> {
  const published: HeldPublication[] = [];
  for (const scope of scopes) {
    for (const kind of SUBJECT_KINDS) published.push(...(await sets.published(scope, kind)));
  }
  const named = new Set(setsFrom('', published).map(({ sha256 }) => sha256));
  if (named.size === 0) return true;
  const answer = await request({ method: 'GET', path: '/v1/criteria-sets', timeoutMs: TIMEOUT_MS });
  const list = criteriaList.safeParse(jsonOf(answer));
  if (!list.success) return false;
  for (const { sha256 } of list.data.sets) named.delete(sha256);
  for (const sha256 of named) {
    const text = await sets.text(sha256);
    if (text === null) continue;
    const body = encoder.encode(text);
    await request({ method: 'PUT', path: `/v1/criteria-sets/${sha256}`, body, timeoutMs: TIMEOUT_MS });
  }
  return true;
}

function textOf({ status, body }: HttpAnswer): string | null {
  try {
    return status === 200 ? new TextDecoder('utf-8', { fatal: true }).decode(body) : null;
  } catch {
    return null;
  }
}

function jsonOf(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(textOf(answer) ?? 'null');
  } catch {
    return null;
  }
}
