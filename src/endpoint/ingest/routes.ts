/** `POST /v1/push` and `GET /v1/pull`: every record comes by the one and goes by the other. */
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { actionToRead, mayReadStream, STREAMS } from '../../programme/index.ts';
import {
  type HandInReason,
  type Heartbeat,
  LIMITS,
  PUSH_PROTOCOL,
  type PushRequest,
  pushRequest,
  type pushResponse,
  type Receipt,
} from '../../protocol/index.ts';
import { createRegister } from '../accounts/register.ts';
import { freshToken } from '../accounts/tokens.ts';
import { scopesWithDrafts } from '../hand-over/succession.ts';
import { sessionVersion } from '../hand-over/version.ts';
import { answerJson, answerJsonText } from '../http/answer.ts';
import { readJson } from '../http/body.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { type Caller, callerOf, requireAllowed } from '../http/sign-in.ts';
import { recipientsOf } from '../rescue/keys.ts';
import { isPublicKey } from '../signing/signatures.ts';
import type { Officer, Store } from '../store/api.ts';
import { chainStatus } from './device-chain.ts';
import { pageText } from './pages.ts';

/** A push's answer without its pages, which are text already. */
type AnswerHead = Omit<z.input<typeof pushResponse>, 'pulled'>;

/** Statuses with which the endpoint holds the very bytes that the phone showed. */
const HELD: ReadonlySet<string> = new Set(['created', 'duplicate']);

const streamName = z.enum(STREAMS);

/** @returns the routes of push and pull */
export function ingestRoutes(parts: EndpointParts): Hono {
  const { store, ingest, clock } = parts;
  const { register } = createRegister(store);

  /**
   * Makes the key known that the push names.
   * @returns whether the push named one
   * @throws {Rejection} 400 for what is no key, 403 where the token does not speak for the device or the key is not taken
   */
  const keyTaken = async (caller: Caller, request: PushRequest, now: string): Promise<boolean> => {
    if (request.register !== undefined && !isPublicKey(request.register.publicKey)) {
      throw new Rejection(400, 'bad-request', 'register.publicKey');
    }
    const outcome = await register(caller, request.device, request.register ?? null, now);
    if (outcome !== 'registered' && outcome !== 'not-asked') throw new Rejection(403, outcome);
    return outcome === 'registered';
  };

  /** Keeps what a phone hands in whose sign-in has ended. Nothing is told to it but receipts, and that it needs a new code. */
  const handIn = async (caller: Caller, request: PushRequest, why: HandInReason): Promise<AnswerHead> => {
    const now = clock.now();
    const { device, revisions } = request;
    const heartbeat = afterPush(request.heartbeat, revisions.length);
    const phone = { device, heartbeat, skewMs: skewOf(request.deviceTime, clock.millis()) };
    const own = caller.devices.includes(device) && { phone };
    const { epoch, receipts } = await ingest.push(revisions, caller.officer, now, {
      handIn: { device: caller.device, why },
      ...own,
    });
    return { proto: PUSH_PROTOCOL, epoch, receipts, durableUpTo: null, serverTime: now, handedIn: why };
  };

  return new Hono()
    .post('/v1/push', async (context) => {
      const caller = await callerOf(context, parts, { mayHandIn: true });
      const request = await readJson(context, pushRequest);
      if (caller.handIn !== null) return await answerJson(context, await handIn(caller, request, caller.handIn));
      // An officer who was moved meanwhile still hands in what was made before: only the pages are not theirs any more.
      const asked = request.pull?.filter((each) => mayReadStream(caller.officer.posts, each));
      const now = clock.now();
      const { officer } = caller;
      const { device, revisions } = request;
      const registered = await keyTaken(caller, request, now);
      const heartbeat = afterPush(request.heartbeat, revisions.length);
      const phone = { device, heartbeat, skewMs: skewOf(request.deviceTime, clock.millis()) };
      const { epoch, receipts } = await ingest.push(revisions, officer, now, { phone });
      const chain = await chainStatus(store, request, receipts, officer, now);
      const pulled: string[] = [];
      const known = ownHeld(revisions, receipts, officer.id);
      for (const cursor of asked ?? []) pulled.push(await pageText(store, cursor, LIMITS.pullRevisionsMax, known));
      const durableUpTo = await store.durableUpTo(now);
      const head: AnswerHead = {
        proto: PUSH_PROTOCOL,
        epoch,
        receipts: request.brief ? receipts.map(briefly) : receipts,
        ...((durableUpTo !== null || !request.brief) && { durableUpTo }),
        serverTime: now,
        ...(!(request.brief && asksForAll(request, officer.scopes)) && { scopes: [...officer.scopes] }),
        ...(asked && (await newsFor(store, officer))),
        ...chain,
        ...(registered && { registered: true }),
        ...(await freshToken(store, caller, clock)),
        ...(request.keys && { rescueKeys: await recipientsOf(store, officer.scopes) }),
      };
      return await answerJsonText(context, pushText(head, asked && pulled));
    })
    .get('/v1/pull', async (context) => {
      const caller = await callerOf(context, parts);
      const scope = context.req.query('scope') ?? '';
      const stream = streamName.safeParse(context.req.query('stream') ?? 'records');
      if (!stream.success) throw new Rejection(400, 'bad-request', 'stream');
      requireAllowed(caller, actionToRead(stream.data), scope);
      const after = wholeNumber(context, 'after', 0, Number.MAX_SAFE_INTEGER);
      const limit = wholeNumber(context, 'limit', LIMITS.pullRevisionsMax, LIMITS.pullRevisionsMax);
      const cursor = { scope, stream: stream.data, epoch: context.req.query('epoch') ?? null, after };
      return await answerJsonText(context, await pageText(store, cursor, Math.max(1, limit)));
    });
}

/**
 * Finds what need not be sent back: the phone has just shown records of its own author, and these are in its journal.
 * Somebody else's record, which it brings back after a restore, is only in its database, and comes with the page so that
 * the page's second copy on the phone has it.
 * @returns ids of the author's own revisions that are held now
 */
function ownHeld(
  offered: readonly unknown[],
  receipts: readonly Pick<Receipt, 'status' | 'revId'>[],
  author: string,
): ReadonlySet<string> {
  const own = receipts.filter(
    ({ status }, at) => HELD.has(status) && (offered[at] as { author?: unknown } | null)?.author === author,
  );
  return new Set(own.map(({ revId }) => revId));
}

/** @returns milliseconds by which the phone's clock is ahead of ours, less the time its push took to come; null: no instant */
function skewOf(deviceTime: string, nowMs: number): number | null {
  const skewMs = Date.parse(deviceTime) - nowMs;
  return Number.isNaN(skewMs) ? null : Math.round(skewMs);
}

/** Leaves a score out that agrees, for the phone has it. */
function briefly({ score, ...result }: Receipt): Receipt {
  return score === undefined || score.agrees ? result : { ...result, score };
}

/** What the phone is to ask for beside its pages: its session, where it knows another mark, and drafts that wait for it. */
async function newsFor(store: Store, officer: Officer): Promise<Pick<AnswerHead, 'communes' | 'handedDrafts'>> {
  const { mark, isSuccessor } = await sessionVersion(store, officer.id);
  const handedDrafts = isSuccessor ? await scopesWithDrafts(store, officer) : [];
  return { ...(mark !== null && { communes: mark }), ...(handedDrafts.length > 0 && { handedDrafts }) };
}

/** A phone that asks for a page of each of the officer's scopes knows which they are. */
function asksForAll({ pull = [] }: PushRequest, scopes: readonly string[]): boolean {
  const asked = new Set(pull.map(({ scope }) => scope));
  return asked.size === scopes.length && scopes.every((scope) => asked.has(scope));
}

/**
 * A phone reports how much waited before this push. Once the push is stored, its records wait no more, whether they were
 * accepted or quarantined.
 */
function afterPush(heartbeat: Heartbeat | undefined, pushedCount: number): Heartbeat | null {
  if (heartbeat === undefined) return null;
  const pendingCount = Math.max(0, heartbeat.pendingCount - pushedCount);
  return { ...heartbeat, pendingCount, oldestPendingAt: pendingCount === 0 ? null : heartbeat.oldestPendingAt };
}

/** @throws {Rejection} 400 */
function wholeNumber(context: Context, name: string, omitted: number, max: number): number {
  const text = context.req.query(name) ?? String(omitted);
  if (!/^\d{1,15}$/.test(text)) throw new Rejection(400, 'bad-request', name);
  return Math.min(Number(text), max);
}

function pushText(head: AnswerHead, pulled?: readonly string[]): string {
  const text = JSON.stringify(head);
  return pulled === undefined ? text : `${text.slice(0, -1)},"pulled":[${pulled.join(',')}]}`;
}
