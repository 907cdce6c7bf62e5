/** `POST /v1/reconcile`: what the endpoint holds of a device, listed for the months in which the phone's digest differs. */
import { Hono } from 'hono';
import {
  byMonth,
  monthDigests,
  RECONCILE_PROTOCOL,
  type ReconcileResponse,
  reconcileRequest,
} from '../../protocol/index.ts';
import { answerJson } from '../http/answer.ts';
import { readJson } from '../http/body.ts';
import type { EndpointParts } from '../http/parts.ts';
import { callerOf, requireAllowed } from '../http/sign-in.ts';

/** @returns the route of the comparison */
export function reconcileRoutes(parts: EndpointParts): Hono {
  return new Hono().post('/v1/reconcile', async (context) => {
    const caller = await callerOf(context, parts);
    const { scope, months, devices } = await readJson(context, reconcileRequest);
    requireAllowed(caller, 'read-records', scope);
    // One phone may have worked under several ids; all are of a scope whose records the officer may read.
    const { epoch, rows } = await parts.store.ofDevices(scope, devices ?? [caller.device]);
    const ofPhone = new Map(months.map(({ month, count, sha256 }) => [month, `${count} ${sha256}`]));
    const own = new Map(monthDigests(rows).map(({ month, count, sha256 }) => [month, `${count} ${sha256}`]));
    const held = byMonth(rows);
    const all = new Set([...ofPhone.keys(), ...own.keys()]);
    const differing = [...all].filter((each) => ofPhone.get(each) !== own.get(each));
    const answer: ReconcileResponse = {
      proto: RECONCILE_PROTOCOL,
      epoch,
      scope,
      months: differing.sort().map((month) => ({
        month,
        held: (held.get(month) ?? []).map(({ revId, contentHash, scopeSeq }) => ({ revId, contentHash, scopeSeq })),
      })),
    };
    return await answerJson(context, answer);
  });
}
