/** `GET /v1/events` and `GET /v1/events/check`: the log of security events of a commune, for its administrators. */
import { Hono } from 'hono';
import { vietnamDayEnd, vietnamDayStart } from '../../programme/index.ts';
import { EVENTS_PAGE, type EventCheck, type EventList, type EventRow, eventQuery } from '../../protocol/index.ts';
import { answerJson } from '../http/answer.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { callerOf, requireAllowed } from '../http/sign-in.ts';
import type { ChainedEvent } from './chain.ts';
import { verifyChainOf } from './verify.ts';

/** @returns the routes of the log */
export function eventRoutes(parts: EndpointParts): Hono {
  const { store, clock } = parts;
  return new Hono()
    .get('/v1/events', async (context) => {
      const scope = context.req.query('scope') ?? '';
      requireAllowed(await callerOf(context, parts), 'read-events', scope);
      const query = eventQuery.safeParse(context.req.query());
      if (!query.success) throw new Rejection(400, 'bad-request', query.error.issues[0]?.path.join('.') ?? '');
      const { before = Number.MAX_SAFE_INTEGER, kind, actor, from, to } = query.data;
      const days = { since: from && vietnamDayStart(from), until: to && vietnamDayEnd(to) };
      const found = await store.eventsBefore(scope, { before, kind, actor, ...days }, EVENTS_PAGE + 1);
      return await answerJson(context, await pageOf(parts, found));
    })
    .get('/v1/events/check', async (context) => {
      const scope = context.req.query('scope') ?? '';
      requireAllowed(await callerOf(context, parts), 'read-events', scope);
      const checkedAt = clock.now();
      const { broken, ...read } = await verifyChainOf(store, scope);
      const answer: EventCheck = { checkedAt, ...read, broken: broken && { n: broken.n, why: broken.why } };
      return await answerJson(context, answer);
    });
}

/** Members of an event's detail that are ids of officers. */
const PEOPLE = ['account', 'successor'] as const;

async function pageOf({ store }: Pick<EndpointParts, 'store'>, found: readonly ChainedEvent[]): Promise<EventList> {
  const shown = found.slice(0, EVENTS_PAGE).map(({ n, at, actor, kind, detail, hash }) => {
    const read: EventRow['detail'] = JSON.parse(detail);
    return { n, at, actor, kind, detail: read, hash };
  });
  const named = shown.flatMap(({ detail }) => PEOPLE.flatMap((member) => detail[member] ?? []).map(String));
  const known = await store.officers([...new Set([...shown.map(({ actor }) => actor), ...named])]);
  const nameOf = (id: string) => known.get(id)?.name ?? null;
  return {
    events: shown.map((event): EventRow => ({ ...event, actorName: nameOf(event.actor) })),
    people: Object.fromEntries(named.flatMap((id) => (nameOf(id) === null ? [] : [[id, nameOf(id) ?? '']]))),
    more: found.length > EVENTS_PAGE,
  };
}
