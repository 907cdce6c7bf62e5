/**
 * The quarantine over HTTP, for whoever may `decide` in the commune under which the record is kept (`homeOf` in
 * ingest/judge.ts chooses it).
 */
import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import { streamOf } from '../../programme/index.ts';
import {
  type CorrectionResponse,
  closeRequest,
  correctionRequest,
  DESK_LIMITS,
  hexHash,
  type QuarantineRecord,
  type QuarantineRow,
  type RetryResponse,
  retryRequest,
} from '../../protocol/index.ts';
import type { NewEvent } from '../events/chain.ts';
import { answerJson } from '../http/answer.ts';
import { readJson } from '../http/body.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { callerOf, requireAllowed } from '../http/sign-in.ts';
import type { QuarantineEntry, Store } from '../store/api.ts';
import { Corrector } from './correction.ts';
import { createRetry } from './retry.ts';
import { quarantineRows } from './rows.ts';

/** @returns the routes of the quarantine */
export function quarantineRoutes(parts: EndpointParts): Hono {
  const corrector = new Corrector(parts.store);
  return new Hono().route('/', listRoutes(parts, corrector)).route('/', decisionRoutes(parts, corrector));
}

/**
 * @returns the row of this text, as it is kept and as a supervisor reads it
 * @throws {Rejection} 404
 */
async function rowOf(store: Store, scope: string, id: string): Promise<{ entry: QuarantineEntry; row: QuarantineRow }> {
  const [entry] = hexHash.safeParse(id).success ? await store.quarantinedByHash(scope, [id]) : [];
  const [row] = entry === undefined ? [] : await quarantineRows(store, [entry]);
  if (entry === undefined || row === undefined) throw new Rejection(404, 'unknown-record');
  return { entry, row };
}

function listRoutes(parts: EndpointParts, corrector: Corrector): Hono {
  const { store, clock } = parts;
  const asked = async (context: Context) => {
    const scope = context.req.query('scope') ?? '';
    const caller = await callerOf(context, parts);
    requireAllowed(caller, 'decide', scope);
    return { scope, officer: caller.officer };
  };

  return new Hono()
    .get('/v1/quarantine', async (context) => {
      const { scope } = await asked(context);
      const state = context.req.query('state') ?? 'open';
      if (state !== 'open' && state !== 'resolved') throw new Rejection(400, 'bad-request', 'state');
      const limit = DESK_LIMITS.rowsMax;
      const entries = await store.quarantined(scope, { open: state === 'open', limit: limit + 1 });
      const rows = await quarantineRows(store, entries.slice(0, limit));
      const pendingViewCount = (await store.pendingViews(scope)).length;
      return await answerJson(context, { rows, more: entries.length > limit, pendingViewCount });
    })
    .get('/v1/quarantine/:id', async (context) => {
      const { scope, officer } = await asked(context);
      const { entry, row } = await rowOf(store, scope, context.req.param('id'));
      if (row.kind !== null && streamOf(row.kind) === 'identity') {
        const detail = { quarantined: entry.bodyHash };
        await store.addEvents([{ scope, at: clock.now(), actor: officer.id, kind: 'identity-viewed', detail }]);
      }
      const answer: QuarantineRecord = {
        row,
        body: entry.body,
        faulty: await corrector.faultyIn(entry, officer),
        ...(entry.resolved?.corrected && { changes: entry.resolved.corrected.changes }),
      };
      return await answerJson(context, answer);
    });
}

function decisionRoutes(parts: EndpointParts, corrector: Corrector): Hono {
  const { store, clock } = parts;
  const retry = createRetry(store);
  const decision = async <T extends z.ZodType<{ scope: string }>>(context: Context, schema: T) => {
    const caller = await callerOf(context, parts);
    const body = await readJson(context, schema);
    requireAllowed(caller, 'decide', body.scope);
    return { ...body, officer: caller.officer, by: caller.officer.id };
  };
  const note = (event: Omit<NewEvent, 'at'>) => store.addEvents([{ ...event, at: clock.now() }]);

  return new Hono()
    .post('/v1/quarantine/retry', async (context) => {
      const { scope, by, ids } = await decision(context, retryRequest);
      const entries =
        ids === undefined
          ? await store.quarantined(scope, { open: true, limit: DESK_LIMITS.retriedMax })
          : (await store.quarantinedByHash(scope, ids)).filter(({ resolved }) => resolved === null);
      const results = await retry(scope, entries, { by, at: clock.now() });
      const kept = results.filter(({ outcome }) => outcome === 'kept').length;
      const accepted = results.length - kept;
      if (results.length > 0) await note({ scope, actor: by, kind: 'quarantine-retried', detail: { accepted, kept } });
      const answer: RetryResponse = {
        results: results.map(({ bodyHash, ...rest }) => ({ id: bodyHash, ...rest })),
        left: Math.max(0, (await store.openCount(scope)) - kept),
      };
      return await answerJson(context, answer);
    })
    .post('/v1/quarantine/correct', async (context) => {
      const { scope, officer, id, corrections } = await decision(context, correctionRequest);
      const { entry } = await rowOf(store, scope, id);
      const outcome = await corrector.correct(entry, corrections, officer, clock.now());
      if (outcome.kind === 'not-faulty') throw new Rejection(400, 'bad-request', outcome.path.join('.'));
      const { row } = await rowOf(store, scope, id);
      const { kind } = outcome;
      if (kind === 'decided') throw new Rejection(404, 'unknown-record');
      if (kind === 'accepted') await note({ scope, actor: officer.id, kind: 'quarantine-corrected', detail: { id } });
      const answer: CorrectionResponse =
        kind === 'kept'
          ? { outcome: kind, code: outcome.code, faulty: [...outcome.faulty], row }
          : { outcome: kind, faulty: [], row };
      return await answerJson(context, answer);
    })
    .post('/v1/quarantine/close', async (context) => {
      const { scope, by, id, reason } = await decision(context, closeRequest);
      const closed = await store.closeQuarantined(scope, id, { by, reason, at: clock.now() });
      if (!closed) throw new Rejection(404, 'unknown-record');
      await note({ scope, actor: by, kind: 'quarantine-closed', detail: { id } });
      return await answerJson(context, { row: (await rowOf(store, scope, id)).row });
    });
}
