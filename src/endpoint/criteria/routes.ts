/**
 * Criteria sets: data with a version, kept for ever under their hash. Who administers the endpoint adds one, nobody changes
 * one, and who administers a commune says from which day on it is used there.
 */

import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { faultSentence, loadSet, setHash } from '../../criteria/index.ts';
import { setsFrom } from '../../programme/index.ts';
import { publishRequest } from '../../protocol/index.ts';
import { answerJson, answerJsonText } from '../http/answer.ts';
import { readJson } from '../http/body.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Refusal } from '../http/rejection.ts';
import { callerOf, requireAllowed } from '../http/sign-in.ts';
import { endpointDevice } from '../signing/endpoint-device.ts';
import { addSet, heldSet } from './add-set.ts';
import { publishSet } from './publish.ts';
import { publishedIn } from './published.ts';
import { retryWaiting } from './retry-waiting.ts';

export function criteriaRoutes(parts: EndpointParts): Hono {
  const { store, clock } = parts;

  /** The set that a variant in the body changes, where one is named. @throws {Refusal} 404 */
  const baseOf = async (context: Context) => {
    const base = context.req.query('base');
    if (base === undefined) return null;
    const set = await heldSet(store, base);
    if (set === null) throw new Refusal(404, 'unknown-set');
    return set;
  };

  /**
   * Whether a commune among these was told to use it: only then does anybody but an administrator bring it. Only what this
   * endpoint itself has signed counts: it was checked with the set at hand, and a phone can name any hash.
   */
  const isPublished = async (sha256: string, scopes: readonly string[]): Promise<boolean> => {
    const desk = await endpointDevice(store);
    for (const scope of scopes) {
      const published = (await publishedIn(store, scope)).filter(({ device }) => device === desk.device);
      if (setsFrom('', published).some((set) => set.sha256 === sha256)) return true;
    }
    return false;
  };

  return new Hono()
    .get('/v1/criteria-sets', async (context) => {
      await callerOf(context, parts);
      return await answerJson(context, { sets: await store.sets() });
    })
    .get('/v1/criteria-sets/:sha256', async (context) => {
      await callerOf(context, parts);
      const body = await store.set(context.req.param('sha256'));
      if (body === null) throw new Refusal(404, 'unknown-set');
      return await answerJsonText(context, body);
    })
    .post('/v1/criteria-sets', async (context) => {
      const caller = await callerOf(context, parts);
      requireAllowed(caller, 'add-criteria', null);
      const value = await readJson(context, z.record(z.string(), z.unknown()));
      const added = await addSet(store, value, await baseOf(context), clock.now());
      if (added.kind === 'faults') {
        const sentences = added.faults.map((fault) => `${fault.path}: ${faultSentence(fault, 'vi')}`);
        throw new Refusal(422, 'bad-set', sentences.join('\n'));
      }
      await retryWaiting(store, added.sha256, { by: caller.officer.id, at: clock.now() });
      const { id, version } = added.set;
      return await answerJson(context, { id, version, sha256: added.sha256 });
    })
    .put('/v1/criteria-sets/:sha256', async (context) => {
      const { officer } = await callerOf(context, parts);
      const sha256 = context.req.param('sha256');
      const value = await readJson(context, z.record(z.string(), z.unknown()));
      if (!(await isPublished(sha256, officer.scopes))) throw new Refusal(403, 'not-published');
      const loaded = loadSet(value);
      if (loaded.kind === 'faults' || setHash(loaded.set) !== sha256) throw new Refusal(422, 'hash-mismatch');
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
      const done = await publishSet(store, { ...asked, sha256, officerId: caller.officer.id, at: clock.now() });
      if (done.kind === 'refused') throw new Refusal(done.code === 'unknown-set' ? 404 : 422, done.code);
      return await answerJson(context, { id: done.id, publication: done.publication });
    });
}
