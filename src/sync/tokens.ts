/** The token of this phone's sign-in: the endpoint replaces it day by day, and one that is restored knows an earlier one. */
import { type Session, session as sessionSchema } from '../protocol/index.ts';
import type { Vault } from '../vault/index.ts';
import { RoundStopped, readAnswer } from './answers.ts';
import { type Asking, type Round, TIMEOUT_MS } from './round.ts';

/** Former tokens that are kept: with one a day they reach back beyond the last backup of an endpoint that is looked after. */
const FORMER_TOKENS_MAX = 8;

/** @returns the former tokens of a sign-in whose token is replaced */
export function formerTokensOf({ token, formerTokens = [] }: Pick<Session, 'token' | 'formerTokens'>): string[] {
  return [token, ...formerTokens].slice(0, FORMER_TOKENS_MAX);
}

/** Keeps a new token. Whoever signed out meanwhile is not signed in again by it. */
export async function keepToken(vault: Vault, token: string): Promise<void> {
  const session = await vault.session();
  if (session === null || session.token === token) return;
  await vault.setSession({ ...session, token, formerTokens: formerTokensOf(session) });
}

/**
 * Looks for a former token that the endpoint takes, after it did not know the present one.
 * @returns the session with that token, which is kept; null where the endpoint takes none
 * @throws RoundStopped, NetDown
 */
export async function sessionOfFormerToken(
  vault: Vault,
  request: Asking['request'],
  round: Round,
): Promise<Session | null> {
  const session = await vault.session();
  for (const token of session?.formerTokens ?? []) {
    const answer = await request(round, { method: 'GET', path: '/v1/session', token, timeoutMs: TIMEOUT_MS });
    try {
      const found = { ...readAnswer(answer, sessionSchema).parsed, token };
      if ((await vault.session()) === null) return null;
      await vault.setSession({ ...found, ...(session?.formerTokens && { formerTokens: session.formerTokens }) });
      return found;
    } catch (error) {
      if (!(error instanceof RoundStopped) || error.outcome.kind !== 'signed-out') throw error;
    }
  }
  return null;
}
