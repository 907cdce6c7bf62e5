/**
 * `npm run --silent fleet -- --processes 4 --phones 40`: endpoint processes over one real PostgreSQL, phones of a few
 * communes pushing and pulling at once, another process each round. Every phone of a commune must end with the same set,
 * which is the endpoint's. Then the same load on one process, for the ratio. One line of JSON; exit 1 if anything is wrong.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { startPostgres } from '../postgres.ts';
import { preparePushes, pushesPerSecond } from './fleet-pushes.ts';
import { type FleetReport, fleetRun, withProcesses } from './fleet-run.ts';
import { communesOf } from './install.ts';

const PHONES_A_COMMUNE = 10;

const { values } = parseArgs({
  options: {
    processes: { type: 'string', default: '4' },
    phones: { type: 'string', default: '40' },
    rounds: { type: 'string', default: '12' },
    /** What each phone has saved before the measured pushes. */
    acts: { type: 'string', default: '120' },
  },
});
const whole = (name: keyof typeof values): number => {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= 1) return number;
  process.stderr.write(`--${name} must be a whole number, at least 1\n`);
  process.exit(2);
};
const processes = whole('processes');
const phones = whole('phones');
const rounds = whole('rounds');
const say = (line: string) => process.stderr.write(`${line}\n`);

const communeCount = Math.max(2, Math.ceil(phones / PHONES_A_COMMUNE));
const communes = communesOf(communeCount, Math.ceil(phones / communeCount));
const server = await startPostgres();
const rate = ({ revisions, seconds }: FleetReport) => Math.round(revisions / seconds);
const ratio = (many: number, one: number) => Number((many / one).toFixed(2));
let report: Record<string, unknown>;
let isWell = true;

try {
  const fleetOf = (count: number, database: string) =>
    withProcesses(count, server.database(database), communes, (urls) =>
      fleetRun({ server, database, urls, communes, rounds }),
    );
  const many = await fleetOf(processes, 'fleet_many');
  say(`${processes} processes: ${many.revisions} revisions, ${rate(many)} a second`);
  const one = await fleetOf(1, 'fleet_one');
  say(`1 process: ${one.revisions} revisions, ${rate(one)} a second`);
  for (const fault of [...many.faults, ...one.faults].slice(0, 50)) say(fault);

  const prepared = await preparePushes(communes, whole('acts'));
  const pushes = (count: number, database: string) =>
    withProcesses(count, server.database(database), communes, (urls) => pushesPerSecond(urls, prepared));
  const pushesMany = await pushes(processes, 'pushes_many');
  const pushesOne = await pushes(1, 'pushes_one');

  isWell = [many, one].every(
    ({ lost, duplicates, integrity, faults }) => lost + duplicates + faults.length === 0 && integrity === 'ok',
  );
  report = {
    processes,
    phones: communes.flatMap(({ codes }) => codes).length,
    communes: communeCount,
    cores: availableParallelism(),
    revisions: many.revisions,
    pages: many.pages,
    duplicateAnswers: many.duplicateAnswers,
    lost: many.lost + one.lost,
    duplicates: many.duplicates + one.duplicates,
    integrity: many.integrity === 'ok' ? one.integrity : many.integrity,
    faults: many.faults.length + one.faults.length,
    revisionsPerSecond: rate(many),
    revisionsPerSecondOfOne: rate(one),
    ratio: ratio(rate(many), rate(one)),
    pushedPerSecond: Math.round(pushesMany),
    pushedPerSecondOfOne: Math.round(pushesOne),
    pushRatio: ratio(pushesMany, pushesOne),
  };
} finally {
  await server.dispose();
}
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exit(isWell ? 0 : 1);
