/**
 * Criteria sets: data with a version, kept for ever under their hash. An administrator of the endpoint adds one, nobody
 * changes one; from which day on it is used in a commune is proposed by its administrator and confirmed by a second person.
 */

import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { type CriteriaSet, faultSentence, loadSet, setHash } from '../../criteria/index.ts';
import { setsFrom } from '../../programme/index.ts';
import { publishRequest, type SetPreviewResponse } from '../../protocol/index.ts';
import { answerJson, answerJsonText } from '../http/answer.ts';
import { readJson } from '../http/body.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { callerOf, requireAllowed } from '../http/sign-in.ts';
import { proposePublication } from '../proposals/publication.ts';
import { proposalRowsFor } from '../proposals/rows.ts';
import { endpointDevice } from '../signing/endpoint-device.ts';
import type { SetStore, Store } from '../store/api.ts';
import { addSet, heldSet } from './add-set.ts';
import { previewSet } from './preview.ts';
import { publishedIn } from './published.ts';
import { retryWaiting } from './retry-waiting.ts';

/** @returns the routes of criteria sets */
export function criteriaRoutes(parts: EndpointParts): Hono {
  const { store, clock } = parts;

  return new Hono()
    .get('/v1/criteria-sets', async (context) => {
      await callerOf(context, parts);
      return await answerJson(context, { sets: await store.sets() });
    })
    .get('/v1/criteria-sets/:sha256', async (context) => {
      await callerOf(context, parts);
      const body = await store.set(context.req.param('sha256'));
      if (body === null) throw new Rejection(404, 'unknown-set');
      return await answerJsonText(context, body);
    })
    .post('/v1/criteria-sets', async (context) => {
      const caller = await callerOf(context, parts);
      requireAllowed(caller, 'add-criteria', null);
      const value = await readJson(context, z.record(z.string(), z.unknown()));
      const added = await addSet(store, value, await baseOf(store, context), clock.now());
      if (added.kind === 'faults') {
        const sentences = added.faults.map((fault) => `${fault.path}: ${faultSentence(fault, 'vi')}`);
        throw new Rejection(422, 'bad-set', sentences.join('\n'));
      }
      await retryWaiting(store, added.sha256, { by: caller.officer.id, at: clock.now() });
      const { id, version } = added.set;
      return await answerJson(context, { id, version, sha256: added.sha256 });
    })
    .post('/v1/criteria-sets/preview', async (context) => {
      const scope = context.req.query('scope') ?? '';
      const period = context.req.query('period') ?? '';
      requireAllowed(await callerOf(context, parts), 'publish-criteria', scope);
      if (!/^\d{4}$/.test(period)) throw new Rejection(400, 'bad-request', 'period');
      const value = await readJson(context, z.record(z.string(), z.unknown()));
      return await answerJson(context, await previewAnswer(store, value, await baseOf(store, context), scope, period));
    })
    .put('/v1/criteria-sets/:sha256', async (context) => {
      const { officer } = await callerOf(context, parts);
      const sha256 = context.req.param('sha256');
      const value = await readJson(context, z.record(z.string(), z.unknown()));
      if (!(await isPublished(store, sha256, officer.scopes))) throw new Rejection(403, 'not-published');
      const loaded = loadSet(value);
      if (loaded.kind === 'faults' || setHash(loaded.set) !== sha256) throw new Rejection(422, 'hash-mismatch');
      await addSet(store, value, null, clock.now());
      await retryWaiting(store, sha256, { by: officer.id, at: clock.now() });
      const { id, version } = loaded.set;
      return await answerJson(context, { id, version, sha256 });
    })
    .post('/v1/criteria-sets/:sha256/publications', async (context) => {
      const caller = await callerOf(context, parts);
      const asked = await readJson(context, publishRequest);
      requireAllowed(caller, 'publish-criteria', asked.scope);
      const sha256 = context.req.param('sha256');
      const proposal = await proposePublication(parts, { ...asked, sha256, officerId: caller.officer.id });
      const [row] = await proposalRowsFor(parts, caller, [proposal]);
      return await answerJson(context, { proposal: row });
    });
}

async function previewAnswer(
  store: Store,
  value: unknown,
  base: CriteriaSet | null,
  scope: string,
  period: string,
): Promise<SetPreviewResponse> {
  const loaded = loadSet(value, base ?? undefined);
  if (loaded.kind === 'faults') {
    const faults = loaded.faults.map((fault) => ({
      path: fault.path,
      vi: faultSentence(fault, 'vi'),
      en: faultSentence(fault, 'en'),
    }));
    return { faults, set: null, preview: null };
  }
  const { set } = loaded;
  const { changed, dropped, unanswered, ...counts } = await previewSet(store, set, scope, period);
  return {
    faults: [],
    set: { id: set.id, version: set.version, sha256: setHash(set) },
    preview: { ...counts, changed: [...changed], dropped: [...dropped], unanswered: [...unanswered] },
  };
}

/**
 * @returns the set that a variant in the body changes, where the query names one
 * @throws {Rejection} 404
 */
async function baseOf(store: SetStore, context: Context): Promise<CriteriaSet | null> {
  const base = context.req.query('base');
  if (base === undefined) return null;
  const set = await heldSet(store, base);
  if (set === null) throw new Rejection(404, 'unknown-set');
  return set;
}

/**
 * Finds whether a commune among these is to use the set: only then does anybody but an administrator bring it. Only what this
 * endpoint itself has signed counts: it was checked with the set at hand, and a phone can name any hash.
 */
async function isPublished(store: Store, sha256: string, scopes: readonly string[]): Promise<boolean> {
  const desk = await endpointDevice(store);
  for (const scope of scopes) {
    const published = (await publishedIn(store, scope)).filter(({ device }) => device === desk.device);
    if (setsFrom('', published).some((set) => set.sha256 === sha256)) return true;
  }
  return false;
}
