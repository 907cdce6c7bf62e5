/** Loads the demo commune into an empty store, through the same ingest as everything else. */

import { newRevision } from '../../programme/index.ts';
import { type UnhashedRevision, withContentHash } from '../../protocol/index.ts';
import { standingCode } from '../accounts/codes.ts';
import type { EndpointClock } from '../http/parts.ts';
import { createIngest } from '../ingest/ingest.ts';
import { endpointDevice } from '../signing/endpoint-device.ts';
import { freshSalt } from '../signing/signatures.ts';
import type { Officer, Store } from '../store/api.ts';
import { isDemoLoaded, keepDemoLoaded } from '../store-purpose.ts';
import { DEMO_SIZE, generateCommune } from './generate.ts';
import { loadScorer } from './sets.ts';

const BATCH = 500;

/**
 * Loads the demo, unless it is there already.
 * @param say prints a line of progress
 */
export async function loadDemo(
  store: Store,
  clock: EndpointClock,
  say: (line: string) => void,
  size = DEMO_SIZE,
): Promise<void> {
  if (await isDemoLoaded(store)) return;
  say('First start: loading the demo commune…');
  const demo = generateCommune({ seed: 1, scoreOf: await loadScorer(), hashOf: await store.identityHasher(), size });
  await store.putCommunes(demo.communes);
  await store.putOfficers(demo.officers.map(({ code, ...officer }) => officer));
  for (const { id, code } of demo.officers) await store.addCode(standingCode(id, code));
  await store.setMeta('period', '2026');

  const ingest = createIngest(store);
  const everywhere: Officer = {
    id: 'demo',
    name: 'Demo',
    posts: [],
    scopes: demo.communes.map(({ scope }) => scope),
  };
  const desk = await endpointDevice(store);
  let last = { deviceSeq: 0, contentHash: '' };
  const records = [
    ...demo.households.map((record) => ({ ...record, made: newRevision('household', record, record.payload) })),
    ...demo.citizens.map((record) => ({ ...record, made: newRevision('citizen', record, record.payload) })),
    ...demo.identities.map((record) => ({ ...record, made: newRevision('identity', record, record.payload) })),
    ...demo.evaluations.map((record) => ({ ...record, made: newRevision('evaluation', record, record.payload) })),
  ];
  for (let at = 0; at < records.length; at += BATCH) {
    const revisions = records
      .slice(at, at + BATCH)
      .map(({ made: { kind, entityId, scope, payload }, revId, author, at: time }) => {
        const unhashed: UnhashedRevision = {
          revId,
          schema: 1,
          kind,
          entityId,
          parents: [],
          scope,
          author,
          device: desk.device,
          deviceSeq: last.deviceSeq + 1,
          prevHash: last.contentHash,
          deviceTime: time,
          salt: freshSalt(),
          payload: payload as Record<string, unknown>,
        };
        const revision = desk.signed(withContentHash(unhashed));
        last = revision;
        return revision;
      });
    const { receipts } = await ingest.push(revisions, everywhere, clock.now());
    const bad = receipts.find(({ status, score }) => status === 'quarantined' || score?.agrees === false);
    if (bad) throw new Error(`demo record ${bad.revId}: ${bad.code ?? 'another score'}`);
  }
  await keepDemoLoaded(store);
  say(
    `${demo.citizens.length} citizens, ${demo.households.length} households, ${demo.evaluations.length} evaluations.`,
  );
}
