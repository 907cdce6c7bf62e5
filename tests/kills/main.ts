/**
 * `npm run --silent kills -- --store sqlite|postgres --kills N`: the real endpoint killed in the middle of pushes.
 * `npm run --silent kills -- --standby sync|async --kills N`: a primary PostgreSQL killed, its standby promoted.
 * Progress on stderr, one line of JSON on stdout; exit 1 if anything acknowledged was lost, doubled or damaged.
 */
import { parseArgs } from 'node:util';
import { endpointKills } from './endpoint-kills.ts';
import { standbyKills } from './standby-kills.ts';

function exitWith(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

function oneOf<T extends string>(name: string, given: string, allowed: readonly T[]): T {
  return allowed.find((word) => word === given) ?? exitWith(`--${name} must be ${allowed.join(' or ')}`);
}

const { values } = parseArgs({
  options: {
    store: { type: 'string', default: 'sqlite' },
    standby: { type: 'string' },
    kills: { type: 'string', default: '25' },
  },
});
const kills = Number(values.kills);
if (!Number.isInteger(kills) || kills < 1) exitWith('--kills must be a whole number, at least 1');

const say = (line: string) => process.stderr.write(`${line}\n`);
const { faults, ...report } =
  values.standby === undefined
    ? await endpointKills(oneOf('store', values.store, ['sqlite', 'postgres']), kills, say)
    : await standbyKills(oneOf('standby', values.standby, ['sync', 'async']), kills, say);
for (const fault of faults.slice(0, 50)) say(fault);
process.stdout.write(`${JSON.stringify({ ...report, faults: faults.length })}\n`);
process.exit(report.lost + report.duplicates + faults.length > 0 || report.integrity !== 'ok' ? 1 : 0);
