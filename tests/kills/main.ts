/**
 * `npm run --silent kills -- --store sqlite|postgres --kills N`: the real endpoint killed in the middle of pushes.
 * Progress on stderr, one line of JSON on stdout; exit 1 if anything acknowledged was lost, doubled or damaged.
 */
import { parseArgs } from 'node:util';
import { endpointKills } from './endpoint-kills.ts';

const { values } = parseArgs({
  options: {
    store: { type: 'string', default: 'sqlite' },
    kills: { type: 'string', default: '25' },
  },
});
const refuse = (sentence: string): never => {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
};
const kills = Number(values.kills);
if (!Number.isInteger(kills) || kills < 1) refuse('--kills must be a whole number, at least 1');
const { store } = values;
if (store !== 'sqlite' && store !== 'postgres') refuse('--store must be sqlite or postgres');

const say = (line: string) => process.stderr.write(`${line}\n`);
const { faults, ...report } = await endpointKills(store === 'postgres' ? 'postgres' : 'sqlite', kills, say);
for (const fault of faults.slice(0, 50)) say(fault);
process.stdout.write(`${JSON.stringify({ ...report, faults: faults.length })}\n`);
process.exit(report.lost + report.duplicates + faults.length > 0 || report.integrity !== 'ok' ? 1 : 0);
