/** `GET /v1/events`: the log of security events of a commune, for its administrators. */
import { Hono } from 'hono';
import type { EventRow } from '../../protocol/index.ts';
import { answerJson } from '../http/answer.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { callerOf, requireAllowed } from '../http/sign-in.ts';

/** Events of one page. */
const PAGE = 100;

/** @returns the route of the log */
export function eventRoutes(parts: EndpointParts): Hono {
  const { store } = parts;
  return new Hono().get('/v1/events', async (context) => {
    const scope = context.req.query('scope') ?? '';
    requireAllowed(await callerOf(context, parts), 'read-events', scope);
    const text = context.req.query('before') ?? String(Number.MAX_SAFE_INTEGER);
    if (!/^\d{1,16}$/.test(text)) throw new Rejection(400, 'bad-request', 'before');
    const found = await store.eventsBefore(scope, Number(text), PAGE + 1);
    const shown = found.slice(0, PAGE);
    const people = await store.officers([...new Set(shown.map(({ actor }) => actor))]);
    const events = shown.map(
      ({ n, at, actor, kind, detail, hash }): EventRow => ({
        n,
        at,
        actor,
        actorName: people.get(actor)?.name ?? null,
        kind,
        detail: JSON.parse(detail),
        hash,
      }),
    );
    return await answerJson(context, { events, more: found.length > PAGE });
  });
}
