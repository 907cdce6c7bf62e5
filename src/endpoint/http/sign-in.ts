/** Who asks: every request but the sign-in itself shows a token that is bound to a device. */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { type Action, may } from '../../programme/index.ts';
import { readCode } from '../../protocol/index.ts';
import type { TokenHolder } from '../store/api.ts';
import type { EndpointParts } from './parts.ts';
import { Rejection } from './rejection.ts';

/** Tokens and codes are stored only as hashes. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
export function codeHash(given: string): string {
  const { kind, text } = readCode(given);
  return tokenHash(`${kind === 'typed' ? 'code' : kind}:${text}`);
}

/** An officer of no commune has nothing to read and nowhere to write: an administrator must give them one. */
export const NO_COMMUNE = 'no-commune';

/** Who is signed in, with the hash of the token that the request shows. */
export interface Caller extends TokenHolder {
  readonly tokenHash: string;
}

/** @returns the token that the request shows; null where it shows none */
export function bearerOf(context: Context): string | null {
  const [scheme, token] = (context.req.header('authorization') ?? '').split(' ');
  return scheme === 'Bearer' && token ? token : null;
}

/**
 * Finds who the request's token belongs to.
 * @param options.mayHandIn whether the request only hands something in, which a token may that opens nothing else any more
 * @throws {Rejection} 401 without a token that may do this
 */
export async function callerOf(
  context: Context,
  { store, clock }: Pick<EndpointParts, 'store' | 'clock'>,
  { mayHandIn = false } = {},
): Promise<Caller> {
  const token = bearerOf(context);
  if (token === null) throw new Rejection(401, 'signed-out');
  const hash = tokenHash(token);
  const now = clock.now();
  const holder = await store.byToken(hash, now);
  if (holder === null || (holder.handIn !== null && !mayHandIn)) throw new Rejection(401, 'signed-out');
  if (holder.isNew && holder.handIn === null) await store.confirmToken(hash, now);
  return { ...holder, tokenHash: hash };
}

/**
 * Checks what the caller may do (programme/policy.ts).
 * @param scope null for what belongs to no commune
 * @throws {Rejection} 403 when the caller may not do this there
 */
export function requireAllowed({ officer }: Pick<Caller, 'officer'>, action: Action, scope: string | null): void {
  if (may(officer.posts, action, scope)) return;
  throw new Rejection(403, scope === null || officer.scopes.includes(scope) ? 'not-allowed' : 'out-of-scope');
}
