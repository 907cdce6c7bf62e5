/** `POST /v1/identity/lookup`: whether somebody with this number is written down already. */
import { Hono } from 'hono';
import { IDENTITY_LOOKUP_LIMITS, type IdentityLookupResponse, identityLookupRequest } from '../../protocol/index.ts';
import { answerJson } from '../http/answer.ts';
import { readJson } from '../http/body.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { callerOf, requireAllowed } from '../http/sign-in.ts';

/** @returns the route; its answers have one form, so that whoever tries numbers learns no faster than the limit lets them */
export function identityRoutes(parts: EndpointParts): Hono {
  const { store, clock } = parts;
  const { askedMax, windowMs } = IDENTITY_LOOKUP_LIMITS;
  const asked = new Map<string, readonly number[]>();

  /** @throws {Rejection} 429 */
  const takeTurn = (officerId: string): void => {
    const now = clock.millis();
    const recent = (asked.get(officerId) ?? []).filter((at) => Math.abs(now - at) < windowMs);
    if (recent.length >= askedMax) throw new Rejection(429, 'too-many-lookups');
    asked.set(officerId, [...recent, now]);
  };

  return new Hono().post('/v1/identity/lookup', async (context) => {
    const caller = await callerOf(context, parts);
    const { scope, cccd } = await readJson(context, identityLookupRequest);
    requireAllowed(caller, 'look-up-identity', scope);
    takeTurn(caller.officer.id);
    const hash = (await store.identityHasher())(cccd);
    const answer: IdentityLookupResponse = { hash, citizens: [...(await store.citizensWith(scope, hash))] };
    return await answerJson(context, answer);
  });
}
