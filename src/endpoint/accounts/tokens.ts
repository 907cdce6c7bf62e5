/** Tokens: random, kept only as hashes, and replaced day by day. */
import { randomBytes } from 'node:crypto';
import type { EndpointClock } from '../http/parts.ts';
import { type Caller, tokenHash } from '../http/sign-in.ts';
import type { DeviceStore } from '../store/api.ts';
import { TOKEN_FRESH_MS } from '../store/hand-in.ts';

const TOKEN_BYTES = 32;

/** @returns a token that nobody can guess */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/**
 * Gives a token that is a day old a successor. Whoever copied the storage of a phone is found out by it: of phone and copy the
 * one that comes second has a token that was replaced, and its person is asked for a new code.
 * @returns the answer's member; nothing where the token is fresh
 */
export async function freshToken(
  store: Pick<DeviceStore, 'addToken'>,
  caller: Caller,
  clock: EndpointClock,
): Promise<{ token?: string }> {
  if (clock.millis() - Date.parse(caller.madeAt) < TOKEN_FRESH_MS) return {};
  const token = newToken();
  await store.addToken(caller.tokenHash, tokenHash(token), clock.now());
  return { token };
}
