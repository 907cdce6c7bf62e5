/** Enrolment codes and devices: made, voided, revoked from the desk. */
import { Hono } from 'hono';
import { reportedBy } from '../../programme/index.ts';
import { type CodeResponse, codeRequest, onCommuneRequest, revokeRequest } from '../../protocol/index.ts';
import { answerJson } from '../http/answer.ts';
import { readJson } from '../http/body.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { callerOf, requireAllowed } from '../http/sign-in.ts';
import { noteEvent } from './account-routes.ts';
import { makeCode } from './codes.ts';
import { personFor, phoneFor } from './person-for.ts';

/** @returns the routes of enrolment codes and of revoking devices */
export function codeRoutes(parts: EndpointParts): Hono {
  const { store, clock } = parts;

  return new Hono()
    .post('/v1/enrolment-codes', async (context) => {
      const caller = await callerOf(context, parts);
      const { scope, officerId } = await readJson(context, codeRequest);
      requireAllowed(caller, 'enrol-devices', scope);
      const person = await personFor(parts, caller, scope, officerId);
      if (person.closedAt !== null) throw new Rejection(409, 'account-closed');
      const { code, typed, secret } = makeCode(officerId, caller.officer.id, clock.millis());
      await store.addCode(code);
      await noteEvent(parts, caller, 'code-made', scope, { account: officerId, code: code.id });
      const answer: CodeResponse = { id: code.id, officerId, typed, secret, expiresAt: code.expiresAt ?? '' };
      return await answerJson(context, answer);
    })
    .post('/v1/enrolment-codes/:id/void', async (context) => {
      const caller = await callerOf(context, parts);
      const { scope } = await readJson(context, onCommuneRequest);
      requireAllowed(caller, 'enrol-devices', scope);
      const id = context.req.param('id');
      const codes = await store.codesOf((await store.accounts(scope)).map((account) => account.id));
      const code = codes.find((each) => each.id === id);
      if (code === undefined) throw new Rejection(404, 'unknown-code');
      await personFor(parts, caller, scope, code.officerId);
      const voided = await store.voidCode(id, clock.now());
      if (voided) await noteEvent(parts, caller, 'code-voided', scope, { account: code.officerId, code: id });
      return await answerJson(context, { voided });
    })
    .post('/v1/phones/:device/revoke', async (context) => {
      const caller = await callerOf(context, parts);
      const { scope, reason, reportedAt } = await readJson(context, revokeRequest);
      requireAllowed(caller, 'enrol-devices', scope);
      const device = context.req.param('device');
      const { person } = await phoneFor(parts, caller, scope, device);
      const now = clock.now();
      const revoked = await store.revokeDevice(device, now);
      const lost = reportedAt !== undefined && { reportedAt: reportedBy(reportedAt, now) };
      if (revoked)
        await noteEvent(parts, caller, 'device-revoked', scope, { device, account: person.id, reason, ...lost });
      return await answerJson(context, { revoked });
    });
}
