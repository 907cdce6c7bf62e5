/**
 * Drafts come in encrypted from every phone, and are opened for one who goes on with the work of an officer who left. No other
 * route reads them: not the lists, not the exports, and nothing that an operator can ask for.
 */
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import {
  DRAFT_LIMITS,
  DRAFTS_PROTOCOL,
  draftsTakenRequest,
  type HandedDrafts,
  hashBytes,
  looksEncrypted,
} from '../../protocol/index.ts';
import { answerJson } from '../http/answer.ts';
import { readBytes, readJson } from '../http/body.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { type Caller, callerOf, requireAllowed } from '../http/sign-in.ts';
import { hasSmallHeader } from '../rescue/import.ts';
import type { DraftBundleRow } from '../store/api.ts';
import { openDrafts } from './open-drafts.ts';
import { workHeldBy } from './succession.ts';

const draftCount = z.coerce.number().int().min(0).max(DRAFT_LIMITS.countMax);

/** @returns the routes of drafts */
export function draftRoutes(parts: EndpointParts): Hono {
  const { store, clock } = parts;

  /** @throws {Rejection} 401, 403 */
  const collector = async (context: Context, scope: string, mayHandIn = false): Promise<Caller> => {
    const caller = await callerOf(context, parts, { mayHandIn });
    requireAllowed(caller, 'collect', scope);
    return caller;
  };

  /** @returns the bundles that wait for this officer in a commune, the oldest first */
  const waitingFor = async ({ officer: { id } }: Caller, scope: string): Promise<readonly DraftBundleRow[]> => {
    const held = await workHeldBy(store, { id, scopes: [scope] });
    return await store.draftsOf(
      scope,
      held.map(({ from }) => from),
    );
  };

  return new Hono()
    .put('/v1/drafts', async (context) => {
      const scope = context.req.query('scope') ?? '';
      const { device, officer } = await collector(context, scope, true);
      const count = draftCount.safeParse(context.req.query('count'));
      if (!count.success) throw new Rejection(400, 'bad-request', 'count');
      const bytes = await readBytes(context, DRAFT_LIMITS.encryptedBytesMax);
      if (count.data === 0) await store.dropDrafts(scope, device, null);
      else {
        if (!looksEncrypted(bytes) || !hasSmallHeader(bytes)) throw new Rejection(422, 'not-encrypted');
        const of = { scope, device, officerId: officer.id, draftCount: count.data };
        await store.putDrafts({ ...of, sha256: hashBytes(bytes), bytes, receivedAt: clock.now() });
      }
      return await answerJson(context, { proto: DRAFTS_PROTOCOL, epoch: await store.epoch() });
    })
    .get('/v1/handed-drafts', async (context) => {
      const scope = context.req.query('scope') ?? '';
      const caller = await collector(context, scope);
      let bundle: HandedDrafts['bundle'] = null;
      for (const { device, sha256, officerId } of await waitingFor(caller, scope)) {
        const bytes = await store.draftBytes(scope, device, sha256);
        // The phone has sent others since the list was read.
        if (bytes === null) continue;
        const name = (await store.officers([officerId])).get(officerId)?.name ?? officerId;
        const drafts = await openDrafts(store, scope, bytes);
        if (drafts === null) continue;
        bundle = { device, sha256, from: { id: officerId, name }, drafts };
        break;
      }
      return await answerJson(context, { proto: DRAFTS_PROTOCOL, bundle });
    })
    .post('/v1/handed-drafts/taken', async (context) => {
      const { scope, device, sha256 } = await readJson(context, draftsTakenRequest);
      const caller = await collector(context, scope);
      const taken = (await waitingFor(caller, scope)).find((each) => each.device === device && each.sha256 === sha256);
      const removed = taken !== undefined && (await store.dropDrafts(scope, device, sha256));
      if (removed) {
        const detail = { account: taken.officerId, device: caller.device, drafts: taken.draftCount };
        const actor = caller.officer.id;
        await store.addEvents([{ scope, at: clock.now(), actor, kind: 'drafts-taken', detail }]);
      }
      return await answerJson(context, { proto: DRAFTS_PROTOCOL, removed });
    });
}
