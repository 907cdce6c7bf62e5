/**
 * `npm run bench:signing`: what signatures cost. Saving with and without a key, in turn, in the same process; a push of 100
 * records with and without their signatures and salts, in bytes as they travel; checking 100 signatures beside the whole
 * ingest of the same push; and one signature in a real Chromium, at full speed and at a sixth of it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createApp } from '../../src/endpoint/app.ts';
import { seeded } from '../../src/endpoint/demo/random.ts';
import { isSignedBy } from '../../src/endpoint/signing/signatures.ts';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import { enrolmentText, type Revision, session } from '../../src/protocol/index.ts';
import { systemClock, uuidv7, type Vault } from '../../src/vault/index.ts';
import { type TestPhone, testPhone } from '../../src/vault/testing/test-phone.ts';
import { newPhone } from '../browser/phone.ts';
import { communesOf, install } from '../kills/install.ts';
import { anAct, type Known } from '../simulation/work.ts';

const SAVES = 200;
const PER_PUSH = 100;
const CHECKS = 20;
const IN_BROWSER = 300;
const THROTTLE = 6;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const rounded = (value: number): number => Number(value.toFixed(3));

const [commune] = communesOf(1, 1);
const [code] = commune?.codes ?? [];
if (commune === undefined || code === undefined) throw new Error('no commune');
const folder = mkdtempSync(join(tmpdir(), 'cdht-signing-'));
await install({ dataDir: folder }, [commune]);
const store = await openStore({ dataDir: folder });
const app = createApp({ store, clock: systemClock, version: 'bench' });

const keyed = testPhone(1);
const keyless = testPhone(2);
const vaults = {
  withKey: await keyed.open(),
  withoutKey: await keyless.open({
    keys: { create: async () => null, sign: () => Promise.reject(new Error('no key')) },
  }),
};

/** One act as a screen would save it. @returns milliseconds */
async function save(phone: TestPhone, vault: Vault, seed: number): Promise<number> {
  const known: Known = { households: [], citizens: [] };
  const id = () => uuidv7(phone.clock, phone.rng);
  const act = anAct(seeded(seed), id, phone.clock.now(), known, null, commune?.scope);
  const started = performance.now();
  const done = await vault.commit(act);
  if (done.kind !== 'saved') throw new Error(done.detail);
  return performance.now() - started;
}

async function enrolled(): Promise<string> {
  const what = { code: code ?? '', device: vaults.withKey.deviceId };
  const signed = await vaults.withKey.signText(enrolmentText(what));
  const body = { ...what, publicKey: signed?.publicKey, proof: signed?.signature, appVersion: 'bench' };
  const answer = await app.request('/v1/enrol', { method: 'POST', body: JSON.stringify(body) });
  const { token, ...rest } = session.parse(await answer.json());
  await vaults.withKey.setSession({ token, ...rest });
  return token;
}

/** @returns milliseconds that the endpoint takes for this push, receipts and all */
async function push(token: string, revisions: readonly Revision[]): Promise<number> {
  const device = vaults.withKey.deviceId;
  const body = JSON.stringify({ proto: 'cdht.push/1', device, deviceTime: systemClock.now(), revisions, brief: true });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const started = performance.now();
  const answer = await app.request('/v1/push', { method: 'POST', headers, body });
  const ms = performance.now() - started;
  if (answer.status !== 200) throw new Error(await answer.text());
  return ms;
}

/** @returns mean milliseconds of one signature in Chromium, whose clock is too coarse for one alone */
async function inChromium(rate: number): Promise<number> {
  const server = createServer((_, answer) => answer.end('<!doctype html>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const phone = newPhone();
  try {
    const page = await phone.open(`http://localhost:${port}/`);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate });
    return await page.evaluate(async (count) => {
      const curve = { name: 'ECDSA', namedCurve: 'P-256' };
      const { privateKey } = await crypto.subtle.generateKey(curve, false, ['sign', 'verify']);
      const text = new TextEncoder().encode('a'.repeat(64));
      const started = performance.now();
      for (let at = 0; at < count; at += 1) {
        await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, text);
      }
      return (performance.now() - started) / count;
    }, IN_BROWSER);
  } finally {
    await phone.dispose();
    server.close();
  }
}

const publicKey = (await vaults.withKey.signText(''))?.publicKey ?? '';
const token = await enrolled();
const saves = { withKey: [] as number[], withoutKey: [] as number[] };
for (let seed = 1; seed <= SAVES; seed += 1) {
  saves.withoutKey.push(await save(keyless, vaults.withoutKey, seed));
  saves.withKey.push(await save(keyed, vaults.withKey, seed));
}

const revisions = (await vaults.withKey.pending(PER_PUSH)).slice(0, PER_PUSH);
const bytesOf = (records: readonly object[]) => gzipSync(JSON.stringify(records)).length;
const unsigned = revisions.map(({ signature: _, ...rest }) => rest);
const bare = unsigned.map(({ salt: _, ...rest }) => rest);
const checks: number[] = [];
for (let at = 0; at < CHECKS; at += 1) {
  const started = performance.now();
  for (const { contentHash, signature = '' } of revisions) {
    if (!isSignedBy(publicKey, contentHash, signature)) throw new Error('a signature does not hold');
  }
  checks.push(performance.now() - started);
}
const whole: number[] = [];
for (let from = 0; from + PER_PUSH <= SAVES; from += PER_PUSH) {
  whole.push(await push(token, (await vaults.withKey.pending(from + PER_PUSH)).slice(from)));
}
const figures = {
  saveMs: { withKey: rounded(median(saves.withKey)), withoutKey: rounded(median(saves.withoutKey)) },
  saveRatio: rounded(median(saves.withKey) / median(saves.withoutKey)),
  pushOf100Bytes: { whole: bytesOf(revisions), unsigned: bytesOf(unsigned), withoutSalt: bytesOf(bare) },
  bytesARecord: {
    signature: rounded((bytesOf(revisions) - bytesOf(unsigned)) / PER_PUSH),
    salt: rounded((bytesOf(unsigned) - bytesOf(bare)) / PER_PUSH),
  },
  check100Ms: rounded(median(checks)),
  ingest100Ms: rounded(median(whole)),
  chromiumSignMs: { full: rounded(await inChromium(1)), sixth: rounded(await inChromium(THROTTLE)) },
};
console.log(JSON.stringify(figures, null, 2));
for (const vault of Object.values(vaults)) await vault.close();
await store.close();
rmSync(folder, { recursive: true, force: true });
