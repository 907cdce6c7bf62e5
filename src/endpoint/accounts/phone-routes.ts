/** `GET /v1/phones`: the phones of a commune, for its supervisors and administrators. */
import { Hono } from 'hono';
import { answerJson } from '../http/answer.ts';
import type { EndpointParts } from '../http/parts.ts';
import { callerOf, requireAllowed } from '../http/sign-in.ts';
import { phoneRows } from './phones.ts';

/** @returns the route of the phones */
export function phoneRoutes(parts: EndpointParts): Hono {
  const { store, clock } = parts;
  return new Hono().get('/v1/phones', async (context) => {
    const scope = context.req.query('scope') ?? '';
    requireAllowed(await callerOf(context, parts), 'decide', scope);
    return await answerJson(context, { phones: phoneRows(await store.phones(scope), clock.millis()) });
  });
}
