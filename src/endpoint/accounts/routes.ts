/**
 * Sign-in and sign-out: an officer's code is exchanged for a token that is bound to a device, and whoever has a token may end
 * it.
 */
import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { enrolRequest, type Session, SIGN_OUT_PROTOCOL } from '../../protocol/index.ts';
import { type EventKind, INSTANCE } from '../events/chain.ts';
import { answerJson } from '../http/answer.ts';
import { readJson } from '../http/body.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { bearerOf, callerOf, codeHash, NO_COMMUNE, tokenHash } from '../http/sign-in.ts';
import { recipientsOf } from '../rescue/keys.ts';
import { isPublicKey } from '../signing/signatures.ts';
import { isKeyRejection, type Officer } from '../store/api.ts';
import { createRegister, deviceEvents } from './register.ts';

/** So many wrong codes are answered from one address in ten minutes: a whole commune may share one address (carrier NAT). */
const WRONG_MAX = 30;
const WRONG_WINDOW_MS = 10 * 60 * 1000;

/** @returns the routes of sign-in, sign-out and session */
export function authRoutes(parts: EndpointParts): Hono {
  const { store, clock } = parts;
  const wrong = new Map<string, number[]>();
  const { retryProvable } = createRegister(store);

  /** @throws {Rejection} 409 */
  const session = async (officer: Officer, token: string): Promise<Session> => {
    if (officer.scopes.length === 0) throw new Rejection(409, NO_COMMUNE);
    const keys = await recipientsOf(store, officer.scopes);
    const communes = await store.communes(officer.scopes);
    return {
      token,
      officer: { id: officer.id, name: officer.name },
      posts: [...officer.posts],
      scopes: [...officer.scopes],
      communes: communes.map((commune) => ({ ...commune, rescueKey: keys[commune.scope] })),
      period: (await store.meta('period')) ?? clock.now().slice(0, 4),
    };
  };

  const noteEach = (officer: Officer, kind: EventKind, device: string, at: string): Promise<void> =>
    store.addEvents(deviceEvents(officer, kind, device, at));

  return new Hono()
    .post('/v1/enrol', async (context) => {
      const { code, device, publicKey } = await readJson(context, enrolRequest);
      if (!isPublicKey(publicKey)) throw new Rejection(400, 'bad-request', 'publicKey');
      const address = parts.addressOf(context);
      const recent = (wrong.get(address) ?? []).filter((at) => clock.millis() - at < WRONG_WINDOW_MS);
      if (recent.length >= WRONG_MAX) throw new Rejection(429, 'too-many-tries');
      const officer = await store.officerByCode(codeHash(code));
      if (officer === null) {
        wrong.set(address, [...recent, clock.millis()]);
        const rejected = {
          scope: INSTANCE,
          at: clock.now(),
          actor: '',
          kind: 'sign-in-rejected',
          detail: { device },
        } as const;
        await store.addEvents([rejected]);
        throw new Rejection(403, 'wrong-code');
      }
      if (officer.scopes.length === 0) throw new Rejection(409, NO_COMMUNE);
      const token = randomBytes(32).toString('base64url');
      const at = clock.now();
      const signIn = { tokenHash: tokenHash(token), device, officerId: officer.id, publicKey, at };
      const outcome = await store.enrolDevice(signIn);
      if (isKeyRejection(outcome)) throw new Rejection(409, outcome);
      if (outcome !== 'known') await noteEach(officer, outcome, device, at);
      await noteEach(officer, 'signed-in', device, at);
      await retryProvable(device, officer, at);
      const held = await store.lastOf(device, officer.scopes);
      return await answerJson(context, { ...(await session(officer, token)), ...(held !== null && { held }) });
    })
    .post('/v1/sign-out', async (context) => {
      // A token that is unknown or ended is answered like any other: the asker has lost an answer, and learns nothing by it.
      const token = bearerOf(context);
      const holder = token === null ? null : await store.byToken(tokenHash(token));
      if (token !== null) await store.endToken(tokenHash(token), clock.now());
      if (holder !== null) await noteEach(holder.officer, 'signed-out', holder.device, clock.now());
      return await answerJson(context, { proto: SIGN_OUT_PROTOCOL });
    })
    .get('/v1/session', async (context) => {
      const { officer } = await callerOf(context, parts);
      const token = (context.req.header('authorization') ?? '').split(' ')[1] ?? '';
      return await answerJson(context, await session(officer, token));
    });
}
