/** Push and pull: the way of every record. */
import { Hono } from 'hono';
import { z } from 'zod';
import { actionToRead, mayReadStream, STREAMS, type StreamRef } from '../../programme/index.ts';
import {
  type Heartbeat,
  LIMITS,
  PULL_PROTOCOL,
  PUSH_PROTOCOL,
  type PushRequest,
  pushRequest,
  type pushResponse,
  type Receipt,
} from '../../protocol/index.ts';
import { createRegister } from '../accounts/register.ts';
import { answerJsonText } from '../http/answer.ts';
import { readJson } from '../http/body.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Refusal } from '../http/rejection.ts';
import { callerOf, requireAllowed } from '../http/sign-in.ts';
import { recipientsOf } from '../rescue/keys.ts';
import { isPublicKey } from '../signing/signatures.ts';
import type { Page } from '../store/api.ts';
import { chainStatus } from './device-chain.ts';

/** A push's answer but its pages, which are text already. */
type Said = Omit<z.input<typeof pushResponse>, 'pulled'>;

/** The endpoint holds the very bytes that the phone showed. */
const HELD: ReadonlySet<string> = new Set(['created', 'duplicate']);

const streamName = z.enum(STREAMS);

export function syncRoutes(parts: EndpointParts): Hono {
  const { store, ingest, clock } = parts;
  const { register } = createRegister(store);

  /**
   * A page as JSON text; a cursor of another epoch is of no use, so the phone is sent back to the start.
   * @param known what the phone has just shown that it holds: counted in `next`, not sent back
   */
  const pageText = async (
    { epoch, after, ...of }: StreamRef & { epoch: string | null; after: number },
    limit: number,
    known: ReadonlySet<string> = new Set(),
  ): Promise<string> => {
    let from = after;
    let page = await store.page(of, from, limit, LIMITS.pullBytesMax);
    if (epoch !== null && epoch !== page.epoch && after > 0) {
      from = 0;
      page = await store.page(of, from, limit, LIMITS.pullBytesMax);
    }
    return pullText(of, from, page, known);
  };

  return new Hono()
    .post('/v1/push', async (context) => {
      const caller = await callerOf(context, parts);
      const request = await readJson(context, pushRequest);
      // An officer who was moved meanwhile still hands in what was made before: only the pages are not theirs any more.
      const asked = request.pull?.filter((each) => mayReadStream(caller.officer.posts, each));
      const now = clock.now();
      const heartbeat = afterPush(request.heartbeat, request.revisions.length);
      const { officer } = caller;
      const { device } = request;
      if (request.register !== undefined && !isPublicKey(request.register.publicKey)) {
        throw new Refusal(400, 'bad-request', 'register.publicKey');
      }
      const registering = await register(caller, device, request.register ?? null, now);
      if (registering !== 'registered' && registering !== 'not-asked') throw new Refusal(403, registering);
      const skewMs = skewOf(request.deviceTime, clock.millis());
      const heard = { device, heartbeat, skewMs };
      const { epoch, receipts } = await ingest.push(request.revisions, officer, now, heard);
      const chain = await chainStatus(store, request, receipts, officer, now);
      const pulled: string[] = [];
      const shown = ownShown(request.revisions, receipts, officer.id);
      for (const cursor of asked ?? []) pulled.push(await pageText(cursor, LIMITS.pullRevisionsMax, shown));
      const durableUpTo = await store.durableUpTo(now);
      const said: Said = {
        proto: PUSH_PROTOCOL,
        epoch,
        receipts: request.brief ? receipts.map(briefly) : receipts,
        ...((durableUpTo !== null || !request.brief) && { durableUpTo }),
        serverTime: now,
        ...(!(request.brief && asksForAll(request, officer.scopes)) && { scopes: [...officer.scopes] }),
        ...chain,
        ...(registering === 'registered' && { registered: true }),
        ...(request.keys && { rescueKeys: await recipientsOf(store, officer.scopes) }),
      };
      return await answerJsonText(context, pushText(said, asked && pulled));
    })
    .get('/v1/pull', async (context) => {
      const caller = await callerOf(context, parts);
      const scope = context.req.query('scope') ?? '';
      const stream = streamName.safeParse(context.req.query('stream') ?? 'records');
      if (!stream.success) throw new Refusal(400, 'bad-request', 'stream');
      const of = { scope, stream: stream.data };
      requireAllowed(caller, actionToRead(of.stream), scope);
      const after = whole(context.req.query('after') ?? '0', 'after', Number.MAX_SAFE_INTEGER);
      const limit = whole(
        context.req.query('limit') ?? String(LIMITS.pullRevisionsMax),
        'limit',
        LIMITS.pullRevisionsMax,
      );
      const text = await pageText({ ...of, epoch: context.req.query('epoch') ?? null, after }, Math.max(1, limit));
      return await answerJsonText(context, text);
    });
}

/**
 * What the phone has just shown that it holds, of its own author: that is in its journal. Somebody else's record, which it brings
 * back after a restore, is only in its database, and comes with the page so that the page's second copy on the phone has it.
 */
function ownShown(
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

/** A score that agrees is the one the phone has. */
function briefly({ score, ...result }: Receipt): Receipt {
  return score === undefined || score.agrees ? result : { ...result, score };
}

/** A phone that asks for a page of each of the officer's scopes knows which they are. */
function asksForAll({ pull = [] }: PushRequest, scopes: readonly string[]): boolean {
  const asked = new Set(pull.map(({ scope }) => scope));
  return asked.size === scopes.length && scopes.every((scope) => asked.has(scope));
}

/** The phone told how much waited before this push. Once it is stored, with what could not be accepted, it waits no more. */
function afterPush(told: Heartbeat | undefined, pushedCount: number): Heartbeat | null {
  if (told === undefined) return null;
  const pendingCount = Math.max(0, told.pendingCount - pushedCount);
  return { ...told, pendingCount, oldestPendingAt: pendingCount === 0 ? null : told.oldestPendingAt };
}

function whole(text: string, name: string, max: number): number {
  if (!/^\d{1,15}$/.test(text)) throw new Refusal(400, 'bad-request', name);
  return Math.min(Number(text), max);
}

function pullText(
  { scope, stream }: StreamRef,
  after: number,
  { epoch, rows, more }: Page,
  known: ReadonlySet<string>,
): string {
  const next = rows.at(-1)?.scopeSeq ?? after;
  // What was erased here goes to who has just shown the whole of it.
  const unknown = rows.filter(({ revId, body }) => !known.has(revId) || body.includes('"erasedAt":'));
  const list = unknown.map(({ scopeSeq, body }) => `{"scopeSeq":${scopeSeq},"revision":${body}}`).join(',');
  const head = JSON.stringify({ proto: PULL_PROTOCOL, epoch, scope, stream, next, more }).slice(0, -1);
  return `${head},"rows":[${list}]}`;
}

function pushText(said: Said, pulled?: readonly string[]): string {
  const head = JSON.stringify(said);
  return pulled === undefined ? head : `${head.slice(0, -1)},"pulled":[${pulled.join(',')}]}`;
}
