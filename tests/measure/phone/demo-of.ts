/** A store with the demo's people at another size, for an endpoint process to start with. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processClock } from '../../../src/endpoint/clock.ts';
import { addBuiltInSets } from '../../../src/endpoint/criteria/built-in-sets.ts';
import { DEMO_SIZE } from '../../../src/endpoint/demo/generate.ts';
import { loadDemo } from '../../../src/endpoint/demo/load.ts';
import { openStore } from '../../../src/endpoint/store/sql-store.ts';

/** @returns the folder of the store; the caller removes it */
export async function storeOfDemo(citizens: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cdht-measure-'));
  const times = citizens / DEMO_SIZE.citizens;
  const households = Math.round(DEMO_SIZE.households * times);
  const evaluations = Math.round(DEMO_SIZE.evaluations * times);
  const store = await openStore({ dataDir: folder });
  await addBuiltInSets(store, processClock.now());
  await loadDemo(store, processClock, () => undefined, { households, citizens, evaluations });
  await store.close();
  return folder;
}
