/**
 * The primary PostgreSQL killed (SIGKILL, all its processes) in the middle of pushes, its standby promoted in its place;
 * then that one gets a standby of its own, and so on. Phones never stop.
 *
 * Synchronous: what was acknowledged is on the standby before any phone speaks again. Asynchronous: some of it may be
 * missing there (in every other round the standby is made to lag), and must come back from the phones under the new epoch.
 */
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import { fetchNet } from '../../src/sync/index.ts';
import { endpointProcess } from '../browser/endpoint-process.ts';
import { type PostgresServer, startPostgres } from '../postgres.ts';
import { makeSynchronous, promote, startStandby } from '../postgres-standby.ts';
import { communesOf, install } from './install.ts';
import { Ledger } from './ledger.ts';
import { LivePhone, settleAll } from './live-phone.ts';
import {
  duplicatesOf,
  type Held,
  heldByStore,
  lostOf,
  lostPhotosOf,
  phoneFaults,
  postgresIntegrity,
} from './oracles.ts';

const PHONES = 4;
/** How long the primary serves before it is killed. */
const LIFE_MS = [250, 700] as const;
/** How long an asynchronous standby is down before the primary is killed, so that it lacks records. */
const LAG_MS = [100, 400] as const;
/** The longest time into a push at which the primary is killed. */
const INTO_PUSH_MS = 12;
/** In each so many-th round an endpoint starts on the new primary before it is told of the promotion. */
const LATE_EVERY = 3;
/** Phones go on over the promoted server for this long before they settle. */
const AFTER_MS = 200;
const DATABASE = 'survey';
const run = promisify(execFile);

export interface StandbyReport {
  readonly store: 'postgres';
  readonly standby: 'sync' | 'async';
  readonly kills: number;
  readonly acked: number;
  readonly lost: number;
  readonly duplicates: number;
  readonly integrity: string;
  /** Acknowledged records missing on the promoted server before the phones offered again, over all rounds. */
  readonly missingAtPromotion: number;
  /** Rounds in which some were missing. */
  readonly roundsWithMissing: number;
  readonly midPush: number;
  readonly photos: number;
  readonly faults: readonly string[];
}

interface Round {
  /** The standby receives nothing any more shortly before the primary dies. */
  readonly lags: boolean;
  /** The operator sets the new epoch only when phones already push to the promoted server. */
  readonly late: boolean;
}

const between = (least: number, most: number) => least + Math.random() * (most - least);

export async function standbyKills(
  mode: 'sync' | 'async',
  kills: number,
  say: (line: string) => void,
): Promise<StandbyReport> {
  const [commune] = communesOf(1, PHONES);
  if (commune === undefined) throw new RangeError('no commune');
  const { scope, codes } = commune;
  const ledger = new Ledger();
  const faults: string[] = [];
  const tally = { missing: 0, roundsWithMissing: 0, midPush: 0 };
  const lost = new Set<string>();
  const duplicates = new Set<string>();
  let integrity = 'ok';

  let primary: PostgresServer = await startPostgres();
  let standby: PostgresServer | null = null;
  primary.database(DATABASE);
  const endpoint = await endpointProcess({
    real: true,
    environment: () => ({ DATABASE_URL: primary.url(DATABASE) }),
    nodeOptions: process.execArgv,
  });
  const look = async (server: PostgresServer): Promise<{ held: Held; lostPhotos: readonly string[] }> => {
    const store = await openStore({ databaseUrl: server.url(DATABASE) });
    const held = await heldByStore(store, [scope]);
    const lostPhotos = await lostPhotosOf(store, ledger, [scope]);
    await store.close();
    return { held, lostPhotos };
  };

  /** The primary dies and its standby takes over. @returns the new epoch */
  const failOver = async (next: PostgresServer, { lags, late }: Round): Promise<string> => {
    await sleep(between(...LIFE_MS));
    if (lags) {
      await next.kill();
      await sleep(between(...LAG_MS));
    }
    // The kill waits up to 200 ms for a push to be under way.
    for (let tries = 0; tries < 200 && ledger.inFlight === 0; tries += 1) await sleep(1);
    await sleep(between(0, INTO_PUSH_MS));
    if (ledger.inFlight > 0) tally.midPush += 1;
    await primary.kill();
    if (!endpoint.isRunning()) throw new Error(`the endpoint died with its database:\n${endpoint.output()}`);
    await endpoint.stop('SIGKILL');
    if (lags) await next.start();
    await promote(next);
    // No endpoint runs: no phone can have offered anything again.
    const { held, lostPhotos } = await look(next);
    const missing = lostOf(ledger, held);
    tally.missing += missing.length;
    if (missing.length > 0) tally.roundsWithMissing += 1;
    if (mode === 'sync') for (const id of [...missing, ...lostPhotos]) lost.add(id);
    await primary.dispose();
    primary = next;
    const epoch = late ? null : await renewEpoch(next.url(DATABASE));
    await endpoint.start();
    await sleep(AFTER_MS);
    return epoch ?? (await renewEpoch(next.url(DATABASE)));
  };

  try {
    await install({ databaseUrl: primary.url(DATABASE) }, [commune]);
    await endpoint.start();
    const phones = await Promise.all(
      codes.map((code) => LivePhone.open({ code, scope, net: ledger.watch(fetchNet(endpoint.url)) })),
    );
    for (let kill = 1; kill <= kills; kill += 1) {
      standby = await startStandby(primary);
      if (mode === 'sync') await makeSynchronous(primary);
      const living = Promise.all(phones.map((phone) => phone.live()));
      const before = tally.missing;
      const round = { lags: mode === 'async' && kill % 2 === 1, late: kill % LATE_EVERY === 0 };
      const failing = failOver(standby, round).then((epoch) => {
        standby = null;
        return epoch;
      });
      const stopWorking = () => {
        for (const phone of phones) phone.end();
      };
      const [epoch] = await Promise.all([failing.finally(stopWorking), living]);
      await settleAll(phones);

      const { held, lostPhotos } = await look(primary);
      for (const id of [...lostOf(ledger, held), ...lostPhotos]) lost.add(id);
      for (const id of duplicatesOf(held)) duplicates.add(id);
      faults.push(...held.faults);
      const checked = postgresIntegrity(primary, DATABASE);
      if (checked !== 'ok') integrity = checked;
      for (const phone of phones) {
        faults.push(...(await phoneFaults(phone, held)));
        const cursor = await phone.vault.cursor({ scope: scope, stream: 'records' });
        if (cursor.epoch !== epoch) faults.push(`${phone.code} knows another epoch than the promoted server's`);
      }
      const missed = tally.missing - before;
      say(`${kill}/${kills}: ${ledger.records.size} acknowledged, ${missed} of them missing at the promotion`);
    }
    for (const phone of phones) await phone.vault.close();
    return {
      store: 'postgres',
      standby: mode,
      kills,
      acked: ledger.records.size,
      lost: lost.size,
      duplicates: duplicates.size,
      integrity,
      missingAtPromotion: tally.missing,
      roundsWithMissing: tally.roundsWithMissing,
      midPush: tally.midPush,
      photos: ledger.photos.size,
      faults: [...faults, ...ledger.faults, ...[...lost].map((id) => `lost: ${id}`)],
    };
  } finally {
    await endpoint.dispose();
    await standby?.dispose();
    await primary.dispose();
  }
}

const promotedAnswer = z.object({ promoted: z.literal(true), epoch: z.string(), before: z.string() });

/** What the operator does after a promotion. */
async function renewEpoch(databaseUrl: string): Promise<string> {
  const cli = new URL('../../src/endpoint/cli/main.ts', import.meta.url).pathname;
  const { stdout } = await run(process.execPath, [cli, 'promoted'], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  const { epoch, before } = promotedAnswer.parse(JSON.parse(stdout));
  if (epoch === before) throw new Error('the epoch is still the old one');
  return epoch;
}
