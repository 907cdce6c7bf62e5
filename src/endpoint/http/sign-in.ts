/** Who asks: every request but the sign-in itself shows a token that is bound to a device. */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { type Action, may } from '../../programme/index.ts';
import type { TokenHolder } from '../store/api.ts';
import type { EndpointParts } from './parts.ts';
import { Rejection } from './rejection.ts';

/** Tokens and codes are stored only as hashes. Codes are typed by hand: case and spaces don't matter. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
export const codeHash = (code: string): string => tokenHash(`code:${code.replace(/\s/g, '').toUpperCase()}`);

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
 * @throws {Rejection} 401 without a valid token
 */
export async function callerOf(context: Context, { store }: EndpointParts): Promise<Caller> {
  const token = bearerOf(context);
  if (token === null) throw new Rejection(401, 'signed-out');
  const hash = tokenHash(token);
  const holder = await store.byToken(hash);
  if (holder === null) throw new Rejection(401, 'signed-out');
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
