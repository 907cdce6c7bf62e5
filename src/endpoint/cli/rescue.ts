/** `cli -- import-rescue` and `cli -- rescue-key`: rescue files that reach the endpoint on a stick, not over a network. */
import { readFile } from 'node:fs/promises';
import { processClock } from '../clock.ts';
import { createIngest } from '../ingest/ingest.ts';
import { importRescue, type RescueFault } from '../rescue/import.ts';
import { rescueKeyOf } from '../rescue/keys.ts';
import type { Officer } from '../store/api.ts';
import type { Done } from './main.ts';
import { openedStore } from './opened-store.ts';

const SENTENCES: Readonly<Record<RescueFault, string>> = {
  'not-rescue': 'is not a rescue file',
  'cannot-open': 'is encrypted to a commune of another endpoint: no key here opens it',
  'unknown-version': 'was made by a newer app: update this endpoint',
  damaged: 'is damaged: make it again on the phone, or copy it again',
};

/** @param args the bundle's file */
export async function importRescueCommand([file, ...rest]: string[]): Promise<Done> {
  if (file === undefined || rest.length > 0) return { stderr: 'usage: cli -- import-rescue <file>', code: 2 };
  const encrypted = await readFile(file).catch(() => null);
  if (encrypted === null) return { stderr: `import-rescue: cannot read ${file}`, code: 2 };
  const store = await openedStore();
  try {
    // The submitter is the machine's administrator; each record's author is judged all the same.
    const submitter: Officer = { id: 'cli', name: 'cli', posts: [], scopes: await store.scopes() };
    const parts = { store, ingest: createIngest(store), clock: processClock };
    const imported = await importRescue(parts, encrypted, submitter);
    if (imported.kind === 'fault') return { stderr: `import-rescue: ${file} ${SENTENCES[imported.code]}`, code: 1 };
    const { answer, attention } = imported;
    const { sha256, counts, photos, photosNotKept } = answer;
    const again = counts.retry > 0 || photosNotKept > 0;
    return { stdout: JSON.stringify({ sha256, counts, photos, photosNotKept, attention }), code: again ? 1 : 0 };
  } finally {
    await store.close();
  }
}

/** @param args code of the commune whose public key is printed */
export async function rescueKeyCommand([code, ...rest]: string[]): Promise<Done> {
  if (code === undefined || rest.length > 0) return { stderr: 'usage: cli -- rescue-key <commune code>', code: 2 };
  const store = await openedStore();
  try {
    const commune = await store.communeByCode(code);
    if (commune === null) return { stderr: `rescue-key: no commune "${code}" here`, code: 2 };
    return { stdout: (await rescueKeyOf(store, commune.scope)).recipient, code: 0 };
  } finally {
    await store.close();
  }
}
