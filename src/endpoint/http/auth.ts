/** Who asks: an officer's code buys a token bound to a device; every other request shows it. */
import { createHash, randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { type Action, may } from '../../programme/index.ts';
import { enrolRequest, type Session, SIGN_OUT_PROTOCOL } from '../../protocol/index.ts';
import { type EventKind, INSTANCE } from '../events/chain.ts';
import { createRegister, deviceEvents } from '../ingest/register.ts';
import { recipientsOf } from '../rescue/keys.ts';
import { isPublicKey } from '../signatures.ts';
import { isKeyRefusal, type Officer, type TokenHolder } from '../store/api.ts';
import { answerJson } from './answer.ts';
import { readJson } from './body.ts';
import type { EndpointParts } from './parts.ts';
import { Refusal } from './refusal.ts';

/** Wrong codes from one address in ten minutes. High, for a whole commune may share one address (carrier NAT). */
const WRONG_MAX = 30;
const WRONG_WINDOW_MS = 10 * 60 * 1000;

/** Tokens and codes are stored only as hashes. Codes are typed by hand: case and spaces don't matter. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
export const codeHash = (code: string): string => tokenHash(`code:${code.replace(/\s/g, '').toUpperCase()}`);

/** An officer of no commune has nothing to read and nowhere to write: an administrator must give them one. */
export const NO_COMMUNE = 'no-commune';

export interface Caller extends TokenHolder {
  readonly tokenHash: string;
}

function bearerOf(context: Context): string | null {
  const [scheme, token] = (context.req.header('authorization') ?? '').split(' ');
  return scheme === 'Bearer' && token ? token : null;
}

/** @throws {Refusal} 401 */
export async function callerOf(context: Context, { store }: EndpointParts): Promise<Caller> {
  const token = bearerOf(context);
  if (token === null) throw new Refusal(401, 'signed-out');
  const hash = tokenHash(token);
  const holder = await store.byToken(hash);
  if (holder === null) throw new Refusal(401, 'signed-out');
  return { ...holder, tokenHash: hash };
}

/**
 * @param scope null for what belongs to no commune
 * @throws {Refusal} 403 when the caller may not do this there
 */
export function requireAllowed({ officer }: Pick<Caller, 'officer'>, action: Action, scope: string | null): void {
  if (may(officer.posts, action, scope)) return;
  throw new Refusal(403, scope === null || officer.scopes.includes(scope) ? 'not-allowed' : 'out-of-scope');
}

/** Sign-in, and who one is. */
export function authRoutes(parts: EndpointParts): Hono {
  const { store, clock } = parts;
  const wrong = new Map<string, number[]>();
  const { judgeWaiting } = createRegister(store);

  /** @throws {Refusal} 409 */
  const session = async (officer: Officer, token: string): Promise<Session> => {
    if (officer.scopes.length === 0) throw new Refusal(409, NO_COMMUNE);
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
      if (!isPublicKey(publicKey)) throw new Refusal(400, 'bad-request', 'publicKey');
      const address = parts.addressOf(context);
      const recent = (wrong.get(address) ?? []).filter((at) => clock.millis() - at < WRONG_WINDOW_MS);
      if (recent.length >= WRONG_MAX) throw new Refusal(429, 'too-many-tries');
      const officer = await store.officerByCode(codeHash(code));
      if (officer === null) {
        wrong.set(address, [...recent, clock.millis()]);
        const refused = {
          scope: INSTANCE,
          at: clock.now(),
          actor: '',
          kind: 'sign-in-refused',
          detail: { device },
        } as const;
        await store.addEvents([refused]);
        throw new Refusal(403, 'wrong-code');
      }
      if (officer.scopes.length === 0) throw new Refusal(409, NO_COMMUNE);
      const token = randomBytes(32).toString('base64url');
      const at = clock.now();
      const signIn = { tokenHash: tokenHash(token), device, officerId: officer.id, publicKey, at };
      const outcome = await store.enrolDevice(signIn);
      if (isKeyRefusal(outcome)) throw new Refusal(409, outcome);
      if (outcome !== 'known') await noteEach(officer, outcome, device, at);
      await noteEach(officer, 'signed-in', device, at);
      await judgeWaiting(device, officer, at);
      const held = await store.lastOf(device, officer.scopes);
      return await answerJson(context, { ...(await session(officer, token)), ...(held !== null && { held }) });
    })
    .post('/v1/sign-out', async (context) => {
      // No refusal for a token that is unknown or ended: who asks has lost an answer, and nothing is told by it.
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
