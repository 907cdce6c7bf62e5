/**
 * `npm run measure:wire [-- --revisions 10000]`: what syncing costs on the wire. Real vaults (over fake-indexeddb) and
 * sync clients, the real endpoint on SQLite, a TCP link that counts and may be 400 kbit/s with 400 ms there and back. Prints
 * one line of JSON for each figure; phone and endpoint share this process, so loopback seconds are upper bounds.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createApp } from '../../src/endpoint/app.ts';
import { seeded } from '../../src/endpoint/demo/random.ts';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import type { Revision } from '../../src/protocol/index.ts';
import { fetchNet, type Net } from '../../src/sync/index.ts';
import { createSyncClient } from '../../src/sync/sync-client.ts';
import { systemClock, uuidv7, type Vault } from '../../src/vault/index.ts';
import { testPhone } from '../../src/vault/testing/test-phone.ts';
import { communesOf, install } from '../kills/install.ts';
import { anAct, bytesOf, type Known } from '../simulation/work.ts';
import { type LinkSpeed, openLink } from './link.ts';

const { values } = parseArgs({ options: { revisions: { type: 'string', default: '10000' } } });
const MANY = Number(values.revisions);
const THIN: LinkSpeed = { bitsPerSecond: 400_000, roundTripMs: 400 };
const communes = communesOf(8, 2);
const ALL: readonly Revision['kind'][] = ['evaluation', 'household', 'citizen', 'visit'];

const folder = mkdtempSync(join(tmpdir(), 'cdht-wire-'));
await install({ dataDir: folder }, communes);
const store = await openStore({ dataDir: folder });
const app = createApp({ store, clock: systemClock, version: 'measured' });
// Browsers ask so over HTTPS; Node names brotli there only, and this link is not encrypted.
const plainFetch = globalThis.fetch;
globalThis.fetch = (address, init) => {
  const headers = new Headers(init?.headers);
  headers.set('accept-encoding', 'gzip, deflate, br');
  return plainFetch(address, { ...init, headers });
};
let requests = 0;
const counted = new Hono().use(async (_context, next) => {
  requests += 1;
  await next();
});
counted.route('/', app);
const port = await new Promise<number>((resolve) => {
  const server = serve({ fetch: counted.fetch, port: 0, hostname: '127.0.0.1' }, (info) => resolve(info.port));
  process.once('exit', () => server.close());
});
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const round = (value: number) => Number(value.toFixed(3));
let seed = 900;

try {
  await afterADay(0, 1);
  await afterADay(1, 50);
  for (const [at, speed] of [null, THIN].entries()) await many(2 + at, speed);
} finally {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

async function phoneOf(code: string, net: Net): Promise<{ vault: Vault; sync: () => Promise<void> }> {
  seed += 1;
  const phone = testPhone(seed);
  const vault = await phone.openAsItIs();
  const syncClient = createSyncClient({
    vault,
    net,
    clock: systemClock,
    rng: phone.rng,
    appVersion: 'measured',
    tryExclusive: (_name, act) => act(),
    persisted: async () => true,
  });
  const signedIn = await syncClient.enrol(code);
  if (signedIn.kind !== 'signed-in') throw new Error(signedIn.kind);
  return {
    vault,
    async sync() {
      const outcome = await syncClient.sync();
      if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
    },
  };
}

/** Saves acts until `count` were saved that are of the wanted entity; acts of another kind are left out. */
async function work(
  { vault, scope, known }: { vault: Vault; scope: string; known: Known },
  count: number,
  wanted: readonly Revision['kind'][],
): Promise<readonly Revision[]> {
  seed += 1;
  const random = seeded(seed);
  const rng = { bytes: (length: number) => bytesOf(random, length) };
  const made: Revision[] = [];
  while (made.filter(({ kind }) => kind === wanted[0]).length < count && made.length < MANY) {
    const acts = [];
    while (acts.length < 40) {
      const act = anAct(random, () => uuidv7(systemClock, rng), systemClock.now(), known, null, scope);
      if (!act.some(({ kind }) => wanted.includes(kind))) continue;
      for (const each of act) {
        acts.push(each);
        if (each.kind === 'household') known.households.push(each.entityId);
        const householdId = String((each.payload as { householdId?: unknown }).householdId);
        if (each.kind === 'citizen') known.citizens.push({ id: each.entityId, householdId });
      }
      if (wanted.length === 1) break;
    }
    const saved = await vault.commit(acts);
    if (saved.kind !== 'saved') throw new Error(saved.detail);
    made.push(...saved.revisions);
  }
  return made;
}
/** The officer's own commune is already there; evaluations (with their visits) were made without a network for a day. */
async function afterADay(commune: number, evaluations: number): Promise<void> {
  const { scope, codes } = communes[commune] ?? { scope: '', codes: [] };
  const link = await openLink(port, null);
  const phone = await phoneOf(codes[0] ?? '', fetchNet(link.url));
  const desk = { vault: phone.vault, scope, known: { households: [], citizens: [] } };
  await work(desk, 1, ['household']);
  await work(desk, 3, ['citizen']);
  await phone.sync();
  const revisions = await work(desk, evaluations, ['evaluation']);
  const payload = gzipSync(JSON.stringify(revisions)).length;
  Object.assign(link.bytes, { up: 0, down: 0 });
  requests = 0;
  await phone.sync();
  const bytes = link.bytes.up + link.bytes.down;
  say({
    what: `sync of ${evaluations} evaluations after a day`,
    revisions: revisions.length,
    requests,
    bytes,
    ...link.bytes,
    payloadGzip: payload,
    overhead: bytes - payload,
  });
  link.close();
}

/** Pushed by one phone, pulled by another; the limit is the gzip of it all over the link's width, and one round trip. */
async function many(commune: number, speed: LinkSpeed | null): Promise<void> {
  const { scope, codes } = communes[commune] ?? { scope: '', codes: [] };
  const link = await openLink(port, speed);
  const net = fetchNet(link.url);
  const first = await phoneOf(codes[0] ?? '', net);
  const desk = { vault: first.vault, scope, known: { households: [], citizens: [] } };
  const revisions = await work(desk, MANY, ALL);
  const gzip = gzipSync(JSON.stringify(revisions)).length;
  const limit = speed && (gzip * 8) / speed.bitsPerSecond + speed.roundTripMs / 1000;
  const measured = async (what: string, sync: () => Promise<void>) => {
    Object.assign(link.bytes, { up: 0, down: 0 });
    requests = 0;
    const started = performance.now();
    await sync();
    const seconds = (performance.now() - started) / 1000;
    say({
      what,
      link: speed === null ? 'loopback' : '400 kbit/s, 400 ms',
      revisions: revisions.length,
      seconds: round(seconds),
      requests,
      ...link.bytes,
      gzip,
      ...(limit !== null && { limitSeconds: round(limit), ratio: round(seconds / limit) }),
    });
  };
  await measured('push', first.sync);
  const second = await phoneOf(codes[1] ?? '', net);
  await measured('pull', second.sync);
  const { after } = await second.vault.cursor({ scope: scope, stream: 'records' });
  if (after !== revisions.length) throw new Error(`pulled ${after} of ${revisions.length}`);
  link.close();
}
