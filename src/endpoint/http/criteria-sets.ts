/** Criteria sets: data with a version, kept for ever under their hash. An administrator adds; nobody changes. */
import { Hono } from 'hono';
import { z } from 'zod';
import { faultSentence, loadSet } from '../../criteria/index.ts';
import { canonicalText, hashText } from '../../protocol/index.ts';
import { answerJson, answerJsonText } from './answer.ts';
import { callerOf, requireAllowed } from './auth.ts';
import { readJson } from './body.ts';
import type { EndpointParts } from './parts.ts';
import { Refusal } from './refusal.ts';

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
      if (body === null) throw new Refusal(404, 'unknown-set');
      return await answerJsonText(context, body);
    })
    .post('/v1/criteria-sets', async (context) => {
      requireAllowed(await callerOf(context, parts), 'publish-criteria', null);
      const value = await readJson(context, z.record(z.string(), z.unknown()));
      const loaded = loadSet(value);
      if (loaded.kind === 'faults') {
        const sentences = loaded.faults.map((fault) => `${fault.path}: ${faultSentence(fault, 'vi')}`);
        throw new Refusal(422, 'bad-set', sentences.join('\n'));
      }
      const body = canonicalText(loaded.set);
      const sha256 = hashText(body);
      const { id, version } = loaded.set;
      await store.addSet({ id, version, sha256, body, at: clock.now() });
      return await answerJson(context, { id, version, sha256 });
    });
}
