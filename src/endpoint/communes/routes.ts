/** The communes of this endpoint: adding, changing, merging. Records have no part in it. */
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { changedCommune, codeFault, scopesFor } from '../../programme/index.ts';
import { addCommuneRequest, changeCommuneRequest, mergeCommunesRequest } from '../../protocol/index.ts';
import { noteEvent } from '../accounts/account-routes.ts';
import { answerJson } from '../http/answer.ts';
import { readJson } from '../http/body.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { callerOf, requireAllowed } from '../http/sign-in.ts';
import { proposeMerger } from '../proposals/merger.ts';
import { proposalRowsFor } from '../proposals/rows.ts';
import { recipientsOf } from '../rescue/keys.ts';
import { historyOfAll } from './history.ts';
import { noteCommunesChanged } from './version.ts';

/** @returns the routes of communes */
export function communeRoutes(parts: EndpointParts): Hono {
  const { store } = parts;
  return new Hono()
    .get('/v1/communes', async (context) => {
      const { officer } = await callerOf(context, parts);
      return await answerJson(context, {
        communes: await store.communes(scopesFor(officer.posts, 'manage-commune')),
      });
    })
    .post('/v1/communes', async (context) => {
      const caller = await callerOf(context, parts);
      requireAllowed(caller, 'manage-communes', null);
      const fields = await readJson(context, addCommuneRequest);
      const fault = codeFault(await historyOfAll(store), null, fields.code);
      if (fault !== null) throw new Rejection(409, fault);
      const commune = { ...fields, scope: randomUUID(), to: null, codes: [], predecessors: [] };
      await store.putCommunes([commune]);
      await noteCommunesChanged(store);
      await recipientsOf(store, [commune.scope]);
      await noteEvent(parts, caller, 'commune-added', commune.scope, { code: commune.code });
      return await answerJson(context, { commune });
    })
    .put('/v1/communes/:scope', async (context) => {
      const caller = await callerOf(context, parts);
      requireAllowed(caller, 'manage-communes', null);
      const { day, from, to, ...fields } = await readJson(context, changeCommuneRequest);
      const all = await historyOfAll(store);
      const before = all.find(({ scope }) => scope === context.req.param('scope'));
      if (before === undefined) throw new Rejection(404, 'unknown-commune');
      const fault = to === null ? codeFault(all, before.scope, fields.code) : null;
      if (fault !== null) throw new Rejection(409, fault);
      if (from !== null && to !== null && to < from) throw new Rejection(409, 'ends-before-begin');
      const commune = { ...changedCommune(before, fields, day), from, to };
      await store.putCommunes([commune]);
      await noteCommunesChanged(store);
      const detail = { before: `${before.code} ${before.name}`, after: `${commune.code} ${commune.name}` };
      await noteEvent(parts, caller, 'commune-changed', commune.scope, detail);
      return await answerJson(context, { commune });
    })
    .post('/v1/communes/merge', async (context) => {
      const caller = await callerOf(context, parts);
      requireAllowed(caller, 'manage-communes', null);
      const request = await readJson(context, mergeCommunesRequest);
      const proposal = await proposeMerger(parts, caller.officer.id, request);
      const [row] = await proposalRowsFor(parts, caller, [proposal]);
      return await answerJson(context, { proposal: row });
    });
}
