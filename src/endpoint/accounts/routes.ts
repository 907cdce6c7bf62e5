/**
 * Sign-in and sign-out: a one-time code is exchanged for a token that is bound to a device, and whoever has a token may end it.
 */
import { type Context, Hono } from 'hono';
import { contactsOf, may, predecessorsOf } from '../../programme/index.ts';
import {
  CODE_PREFIX_LETTERS,
  type EnrolRequest,
  type EventKind,
  enrolmentText,
  enrolRequest,
  readCode,
  type Session,
  SIGN_OUT_PROTOCOL,
} from '../../protocol/index.ts';
import { INSTANCE } from '../events/chain.ts';
import { workHeldBy } from '../hand-over/succession.ts';
import { sessionVersion } from '../hand-over/version.ts';
import { answerJson } from '../http/answer.ts';
import { readJson } from '../http/body.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { bearerOf, callerOf, codeHash, NO_COMMUNE, tokenHash } from '../http/sign-in.ts';
import { recipientsOf } from '../rescue/keys.ts';
import { isPublicKey, isSignedBy } from '../signing/signatures.ts';
import { type EnrolmentOutcome, isKeyRejection, type Officer, type Store } from '../store/api.ts';
import { BACK_OFF_WINDOW_MS, BackOff } from './back-off.ts';
import { createRegister, deviceEvents, idsOfPhone } from './register.ts';
import { newToken } from './tokens.ts';

/** @returns the routes of sign-in, sign-out and session */
export function authRoutes(parts: EndpointParts): Hono {
  const { store, clock } = parts;
  const backOff = new BackOff(clock);
  const { retryProvable } = createRegister(store);

  const session = (officer: Officer, token: string) => sessionOf(parts, officer, token);
  const noteEach = (officer: Officer, kind: EventKind, device: string, at: string): Promise<void> =>
    store.addEvents(deviceEvents(officer, kind, device, at));

  /** A supervisor is to see that somebody tries codes of their people; a code that is nobody's concerns no commune. */
  const noteRejected = async (
    { why, officerId }: Extract<EnrolmentOutcome, { kind: 'rejected' }>,
    device: string,
    at: string,
  ): Promise<void> => {
    const officer = officerId === null ? undefined : (await store.officers([officerId])).get(officerId);
    const scopes = officer === undefined || officer.scopes.length === 0 ? [INSTANCE] : officer.scopes;
    const actor = officerId ?? '';
    const kind = 'sign-in-rejected' as const;
    await store.addEvents(scopes.map((scope) => ({ scope, at, actor, kind, detail: { device, why } })));
  };

  return new Hono()
    .post('/v1/enrol', async (context) => {
      const { code, device, publicKey, deviceName = null, person = null, others = [] } = await provenRequest(context);
      const address = parts.addressOf(context);
      const since = new Date(clock.millis() - BACK_OFF_WINDOW_MS).toISOString();
      await parts.pause(backOff.waitMs(address, await store.wrongTriesSince(since)));
      const token = newToken();
      const at = clock.now();
      const outcome = await store.enrol({
        codeHash: codeHash(code),
        prefix: prefixOf(code),
        tokenHash: tokenHash(token),
        device,
        publicKey,
        deviceName,
        person,
        others,
        at,
      });
      if (outcome.kind === 'rejected') {
        backOff.noteWrong(address);
        await noteRejected(outcome, device, at);
        throw rejectionFor(outcome.why);
      }
      const officer = (await store.officers([outcome.officerId])).get(outcome.officerId);
      if (officer === undefined) throw new Rejection(403, 'wrong-code');
      if (outcome.key !== 'known') await noteEach(officer, outcome.key, device, at);
      await noteEach(officer, 'signed-in', device, at);
      for (const own of await idsOfPhone(store, officer, { device, publicKey })) await retryProvable(own, officer, at);
      const held = await store.lastOf(device, officer.scopes);
      return await answerJson(context, { ...(await session(officer, token)), ...(held !== null && { held }) });
    })
    .post('/v1/sign-out', async (context) => {
      // A token that is unknown or ended is answered like any other: the asker has lost an answer, and learns nothing by it.
      const token = bearerOf(context);
      const holder = token === null ? null : await store.byToken(tokenHash(token), clock.now());
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

/** @throws {Rejection} 403 unless the device itself asks: a code that was used lets it in again, and is no secret any more */
async function provenRequest(context: Context): Promise<EnrolRequest> {
  const request = await readJson(context, enrolRequest);
  const { publicKey, proof } = request;
  if (!isPublicKey(publicKey)) throw new Rejection(400, 'bad-request', 'publicKey');
  if (!isSignedBy(publicKey, enrolmentText(request), proof)) throw new Rejection(403, 'key-not-proven');
  return request;
}

/** @throws {Rejection} 409 */
async function sessionOf({ store, clock }: EndpointParts, officer: Officer, token: string): Promise<Session> {
  if (officer.posts.length === 0) throw new Rejection(409, NO_COMMUNE);
  const keys = await recipientsOf(store, officer.scopes);
  // It is read first: what changes meanwhile is asked for once more.
  const { mark, isSuccessor } = await sessionVersion(store, officer.id);
  const goesOnFor = isSuccessor ? await peopleBefore(store, officer) : [];
  const communes = await store.communes(officer.scopes);
  const contacts = await contactsIn(store, officer);
  return {
    token,
    officer: { id: officer.id, name: officer.name },
    posts: [...officer.posts],
    scopes: [...officer.scopes],
    communes: communes.map(({ scope, code, name, province, criteriaVariant }) => ({
      ...{ scope, code, name, province, criteriaVariant, rescueKey: keys[scope] },
      predecessors: predecessorsOf(communes, scope),
      ...(contacts.has(scope) && { contacts: contacts.get(scope) }),
    })),
    ...(goesOnFor.length > 0 && { goesOnFor }),
    ...(mark !== null && { communesVersion: mark }),
    period: (await store.meta('period')) ?? clock.now().slice(0, 4),
  };
}

/** Whoever administers accounts asks nobody, and somebody of a whole province has their own list. */
const CONTACTS_OF_COMMUNES_MAX = 5;

async function contactsIn(store: Store, { id, posts, scopes }: Officer) {
  const asking = scopes.filter((scope) => !may(posts, 'manage-accounts', scope)).slice(0, CONTACTS_OF_COMMUNES_MAX);
  const found = new Map<string, ReturnType<typeof contactsOf>>();
  for (const scope of asking) {
    const contacts = contactsOf(await store.accounts(scope), scope, id);
    if (contacts.length > 0) found.set(scope, contacts);
  }
  return found;
}

/** @returns the officers who left and with whose work this one goes on */
async function peopleBefore(store: Store, officer: Officer): Promise<NonNullable<Session['goesOnFor']>> {
  const held = await workHeldBy(store, officer);
  const people = await store.officers(held.map(({ from }) => from));
  return held.map(({ scope, from, at }) => ({
    scope,
    officer: { id: from, name: people.get(from)?.name ?? from },
    since: at,
  }));
}

/** @returns the beginning by which wrong tries of a typed code are counted; null for a scanned one */
function prefixOf(code: string): string | null {
  const { kind, text } = readCode(code);
  return kind === 'typed' ? text.slice(0, CODE_PREFIX_LETTERS) : null;
}

/** The code is right, and another store on the phone is to ask with it. */
const MISPLACED: readonly string[] = ['code-of-another', 'person-is-here'];

function rejectionFor(why: Extract<EnrolmentOutcome, { kind: 'rejected' }>['why']): Rejection {
  if (why === 'too-many-tries') return new Rejection(429, why);
  return new Rejection(isKeyRejection(why) || MISPLACED.includes(why) ? 409 : 403, why);
}
