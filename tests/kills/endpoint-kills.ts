/**
 * The real endpoint killed (SIGKILL) in the middle of pushes, again and again; over PostgreSQL, every few kills the
 * database server dies instead and the endpoint must live through it. Phones never stop.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore, SQLITE_FILE } from '../../src/endpoint/store/sql-store.ts';
import { fetchNet } from '../../src/sync/index.ts';
import { endpointProcess } from '../browser/endpoint-process.ts';
import { startPostgres } from '../postgres.ts';
import { communesOf, install } from './install.ts';
import { Ledger } from './ledger.ts';
import { LivePhone, settleAll } from './live-phone.ts';
import {
  duplicatesOf,
  heldByStore,
  lostOf,
  lostPhotosOf,
  phoneFaults,
  postgresIntegrity,
  sqliteIntegrity,
} from './oracles.ts';

const PHONES = 5;
/** Then the phones settle, are checked, and others take over in another commune: rosters stay of a commune's size. */
const KILLS_PER_COMMUNE = 20;
const DATABASE_DIES_EVERY = 5;
const LIFE_MS = [20, 450] as const;
/** After a push was seen to be under way, the kill comes within this. */
const INTO_PUSH_MS = 12;
const DATABASE = 'survey';

export interface KillsReport {
  readonly store: 'sqlite' | 'postgres';
  readonly kills: number;
  readonly acked: number;
  readonly lost: number;
  readonly duplicates: number;
  readonly integrity: string;
  /** Kills of the database server, among `kills`. */
  readonly databaseKills: number;
  /** Kills that met at least one push on its way. */
  readonly midPush: number;
  readonly photos: number;
  readonly faults: readonly string[];
}

const between = (least: number, most: number) => least + Math.random() * (most - least);

export async function endpointKills(
  kind: 'sqlite' | 'postgres',
  kills: number,
  say: (line: string) => void,
): Promise<KillsReport> {
  const server = kind === 'postgres' ? await startPostgres() : null;
  const databaseUrl = server?.database(DATABASE);
  const endpoint = await endpointProcess({
    real: true,
    environment: () => ({ DATABASE_URL: databaseUrl ?? '' }),
    nodeOptions: process.execArgv,
  });
  const where = databaseUrl === undefined ? { dataDir: endpoint.dataDir } : { databaseUrl };
  const communes = communesOf(Math.ceil(kills / KILLS_PER_COMMUNE), PHONES);
  const scopes = communes.map(({ scope }) => scope);
  const ledger = new Ledger();
  const faults: string[] = [];
  const tally = { kills: 0, databaseKills: 0, midPush: 0 };

  const untilPush = async () => {
    await sleep(between(...LIFE_MS));
    for (let tries = 0; tries < 200 && ledger.inFlight === 0; tries += 1) await sleep(1);
    await sleep(between(0, INTO_PUSH_MS));
    if (ledger.inFlight > 0) tally.midPush += 1;
  };
  const killOnce = async () => {
    await untilPush();
    tally.kills += 1;
    if (server !== null && tally.kills % DATABASE_DIES_EVERY === 0) {
      tally.databaseKills += 1;
      await server.kill();
      await server.start();
      if (!endpoint.isRunning()) throw new Error(`the endpoint died with its database:\n${endpoint.output()}`);
    } else {
      await endpoint.stop('SIGKILL');
      await endpoint.start();
    }
    say(`${tally.kills}/${kills}: ${ledger.records.size} acknowledged`);
  };

  try {
    await install(where, communes);
    await endpoint.start();
    for (const { scope, codes } of communes) {
      const phones = await Promise.all(
        codes.map((code) => LivePhone.open({ code, scope, net: ledger.watch(fetchNet(endpoint.url)) })),
      );
      const living = Promise.all(phones.map((phone) => phone.live()));
      const killing = (async () => {
        for (let kill = 0; kill < KILLS_PER_COMMUNE && tally.kills < kills; kill += 1) await killOnce();
        for (const phone of phones) phone.end();
      })();
      await Promise.all([living, killing]);
      await settleAll(phones);
      const store = await openStore(where);
      const held = await heldByStore(store, [scope]);
      await store.close();
      for (const phone of phones) {
        faults.push(...(await phoneFaults(phone, held)));
        await phone.vault.close();
      }
    }
    // Killed once more with nothing on its way: what is on the disk is all there is.
    await endpoint.stop('SIGKILL');
    const store = await openStore(where);
    const held = await heldByStore(store, scopes);
    const lostPhotos = await lostPhotosOf(store, ledger, scopes);
    await store.close();
    const integrity =
      server === null ? sqliteIntegrity(join(endpoint.dataDir, SQLITE_FILE)) : postgresIntegrity(server, DATABASE);
    const lost = lostOf(ledger, held);
    return {
      store: kind,
      kills: tally.kills,
      acked: ledger.records.size,
      lost: lost.length + lostPhotos.length,
      duplicates: duplicatesOf(held).length,
      integrity,
      databaseKills: tally.databaseKills,
      midPush: tally.midPush,
      photos: ledger.photos.size,
      faults: [...faults, ...held.faults, ...ledger.faults, ...lost.map((revId) => `lost: ${revId}`)],
    };
  } finally {
    await endpoint.dispose();
    await server?.dispose();
  }
}
