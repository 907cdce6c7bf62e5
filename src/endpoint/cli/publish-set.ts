/** `cli -- publish-set`: publishes a criteria set for a commune; a set that is a file is added first. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { faultSentence } from '../../criteria/index.ts';
import { may } from '../../programme/index.ts';
import { publishRequest } from '../../protocol/index.ts';
import { processClock } from '../clock.ts';
import { addSet } from '../criteria/add-set.ts';
import { publishSet } from '../criteria/publish.ts';
import { retryWaiting } from '../criteria/retry-waiting.ts';
import type { Store } from '../store/api.ts';
import type { Done } from './main.ts';
import { openedStore } from './opened-store.ts';

const USAGE =
  'publish-set: <set.json or its SHA-256> --commune <code> --from <YYYY-MM-DD> [--to <YYYY-MM-DD>] --by <officer>';
const SHA256 = /^[0-9a-f]{64}$/;

/** Bad input: one clear sentence, exit 2. */
const badInput = (sentence: string): Done => ({ stderr: `publish-set: ${sentence}`, code: 2 });

/** @param args the set (a file or its SHA-256) and the options of the usage */
export async function publishSetCommand(args: string[]): Promise<Done> {
  const options = {
    commune: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    by: { type: 'string' },
  } as const;
  const read = (() => {
    try {
      return parseArgs({ args, options, allowPositionals: true });
    } catch {
      return null;
    }
  })();
  const { commune: code, from, to, by } = read?.values ?? {};
  const [file, ...more] = read?.positionals ?? [];
  if (file === undefined || more.length > 0 || code === undefined || from === undefined || by === undefined) {
    return { stderr: USAGE, code: 2 };
  }
  const store = await openedStore();
  try {
    return await publish(store, { file, code, from, to, by });
  } finally {
    await store.close();
  }
}

interface Asked {
  readonly file: string;
  /** The commune's code, five digits. */
  readonly code: string;
  readonly from: string;
  readonly to: string | undefined;
  readonly by: string;
}

async function publish(store: Store, { file, code, from, to, by }: Asked): Promise<Done> {
  const commune = await store.communeByCode(code);
  if (commune === null) return badInput(`no commune "${code}" here`);
  const { scope } = commune;
  const officer = (await store.officers([by])).get(by);
  if (officer === undefined || !may(officer.posts, 'publish-criteria', scope)) {
    return badInput(`"${by}" is no administrator of commune ${code}`);
  }
  const days = publishRequest.safeParse({ scope, from, ...(to !== undefined && { to }) });
  if (!days.success) return badInput('days are written YYYY-MM-DD, from 2020 to 2100');
  const at = processClock.now();
  const known = SHA256.test(file) ? { kind: 'known' as const, sha256: file } : await addFile(store, file, at);
  if (known.kind === 'done') return known.done;
  const done = await publishSet(store, { ...days.data, sha256: known.sha256, officerId: by, at });
  if (done.kind === 'rejected' && done.code === 'unknown-set') return badInput(SENTENCES[done.code]);
  // The set is kept from now on, also where it cannot be published from that day; so it is where a set is added over HTTP.
  const { accepted } = await retryWaiting(store, known.sha256, { by, at });
  if (done.kind === 'rejected') return badInput(SENTENCES[done.code]);
  const report = { commune: code, id: done.id, ...done.publication, evaluationsAccepted: accepted };
  return { stdout: JSON.stringify(report, null, 2), code: 0 };
}

const SENTENCES = {
  'unknown-set': 'no such criteria set here',
  'other-subject': 'the set is for others',
  variant: 'a variant is published with its base: name the base',
  'bad-days': 'the last day is before the first',
  'not-effective': 'the set does not hold on the first day (see its "effective")',
} as const;

async function addFile(
  store: Store,
  file: string,
  at: string,
): Promise<{ kind: 'known'; sha256: string } | { kind: 'done'; done: Done }> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return { kind: 'done', done: badInput(`cannot read the file "${file}"`) };
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { kind: 'done', done: badInput(`"${file}" is not JSON`) };
  }
  const added = await addSet(store, value, null, at);
  if (added.kind === 'added') return { kind: 'known', sha256: added.sha256 };
  const lines = added.faults.map((fault) => `${fault.path || '(file)'}: ${faultSentence(fault, 'en')}`);
  return { kind: 'done', done: { stdout: lines.join('\n'), code: 1 } };
}
