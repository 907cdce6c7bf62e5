/** Many phones over several endpoint processes that share one real PostgreSQL, pushing and pulling at once. */
import { seeded } from '../../src/endpoint/demo/random.ts';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import { fetchNet, type Net, NetDown } from '../../src/sync/index.ts';
import { type EndpointProcess, endpointProcess } from '../browser/endpoint-process.ts';
import type { PostgresServer } from '../postgres.ts';
import { type Commune, install } from './install.ts';
import { Ledger } from './ledger.ts';
import { LivePhone, settleAll } from './live-phone.ts';
import { duplicatesOf, heldByStore, lostOf, phoneFaults, postgresIntegrity } from './oracles.ts';

/** Percent of the pushes that are offered to two processes at the same instant. */
const DOUBLED_PERCENT = 8;
/** Percent of the pushes that are stored while their answer is lost; the phone offers them again, to another process. */
const LOST_ANSWER_PERCENT = 5;
/** What each phone's user does in a round: each action saves one or more records. */
const ACTIONS_A_ROUND = 4;

/** `count` processes over one database, all started at once: the first start meets an empty database. */
export async function withProcesses<T>(
  count: number,
  databaseUrl: string,
  communes: readonly Commune[],
  work: (urls: readonly string[]) => Promise<T>,
): Promise<T> {
  const endpoints: EndpointProcess[] = [];
  for (let at = 0; at < count; at += 1) {
    endpoints.push(
      await endpointProcess({
        real: true,
        environment: () => ({ DATABASE_URL: databaseUrl }),
        nodeOptions: process.execArgv,
      }),
    );
  }
  try {
    await Promise.all(endpoints.map((endpoint) => endpoint.start()));
    await install({ databaseUrl }, communes);
    return await work(endpoints.map(({ url }) => url));
  } finally {
    for (const endpoint of endpoints) await endpoint.dispose();
  }
}

export interface FleetReport {
  readonly revisions: number;
  /** Seconds of the rounds' syncs alone, without the phones' own work in between. */
  readonly seconds: number;
  /** Records that were offered again and answered as known. */
  readonly duplicateAnswers: number;
  /** Pages that were pulled. */
  readonly pages: number;
  /** Records that were acknowledged and are not in the store. */
  readonly lost: number;
  /** Records that are in the store twice. */
  readonly duplicates: number;
  /** `ok`, or what PostgreSQL's own check says. */
  readonly integrity: string;
  readonly faults: readonly string[];
}

export async function fleetRun(input: {
  readonly server: PostgresServer;
  readonly database: string;
  readonly urls: readonly string[];
  readonly communes: readonly Commune[];
  readonly rounds: number;
}): Promise<FleetReport> {
  const { server, database, urls, communes, rounds } = input;
  const ledger = new Ledger();
  let round = 0;
  let faultsOff = false;

  const netOf = (phone: number): Net => {
    const random = seeded(phone + 1);
    const nets = urls.map((url) => ledger.watch(fetchNet(url)));
    const at = (offset: number): Net => {
      const net = nets[(phone + round + offset) % nets.length];
      if (net === undefined) throw new RangeError('no process');
      return net;
    };
    return {
      request: async (ask) => {
        if (ask.path !== '/v1/push' || faultsOff) return at(0).request(ask);
        if (random.chance(DOUBLED_PERCENT)) return (await Promise.all([at(0).request(ask), at(1).request(ask)]))[0];
        const answer = await at(0).request(ask);
        if (random.chance(LOST_ANSWER_PERCENT)) throw new NetDown('the answer was lost');
        return answer;
      },
    };
  };

  const codes = communes.flatMap(({ scope, codes: own }) => own.map((code) => ({ scope, code })));
  const phones = await Promise.all(codes.map(({ scope, code }, at) => LivePhone.open({ scope, code, net: netOf(at) })));
  let ms = 0;
  for (round = 0; round < rounds; round += 1) {
    for (const phone of phones) await phone.work(ACTIONS_A_ROUND);
    const started = performance.now();
    await Promise.all(phones.map((phone) => phone.sync()));
    ms += performance.now() - started;
  }
  const revisions = ledger.records.size;
  faultsOff = true;
  await settleAll(phones);

  const store = await openStore({ databaseUrl: server.url(database) });
  const held = await heldByStore(
    store,
    communes.map(({ scope }) => scope),
  );
  await store.close();
  const faults = [...ledger.faults, ...held.faults];
  if (ledger.errors > 0) faults.push(`${ledger.errors} answers with a status of 500 or more`);
  for (const phone of phones) {
    faults.push(...(await phoneFaults(phone, held)));
    await phone.vault.close();
  }
  return {
    revisions,
    seconds: ms / 1000,
    duplicateAnswers: ledger.duplicateAnswers,
    pages: ledger.pages,
    lost: lostOf(ledger, held).length,
    duplicates: duplicatesOf(held).length,
    integrity: postgresIntegrity(server, database),
    faults,
  };
}
