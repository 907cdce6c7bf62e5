/** Tokens of persons who signed out on this phone: the next sync, by anyone, ends them, retrying until the endpoint confirms. */
import { signOutResponse } from '../../protocol/index.ts';
import type { Departures } from '../../vault/index.ts';
import { RoundStopped, readAnswer } from '../answers.ts';
import type { HttpAnswer, Net } from '../api.ts';
import { TIMEOUT_MS } from '../round.ts';

/**
 * Has the endpoint end the tokens that wait for it.
 * @param request asks the endpoint; the token of each request is the one to be ended
 * @throws NetDown
 */
export async function endTokens(
  departures: Departures,
  request: (asked: Parameters<Net['request']>[0]) => Promise<HttpAnswer>,
): Promise<void> {
  for (const token of await departures.tokensToEnd()) {
    const answer = await request({ method: 'POST', path: '/v1/sign-out', token, timeoutMs: TIMEOUT_MS });
    try {
      readAnswer(answer, signOutResponse);
    } catch (error) {
      // A hotspot's page, or an endpoint that cannot answer now, has ended nothing: the token is tried again at the next contact.
      if (!(error instanceof RoundStopped)) throw error;
      continue;
    }
    await departures.ended(token);
  }
}
