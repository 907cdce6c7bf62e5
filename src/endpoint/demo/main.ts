/** `npm run demo -- [--seed N] [--out file.json]`: makes the demo commune; without `--out` only its figures are printed. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { deterministicId } from '../deterministic-id.ts';
import { generateCommune } from './generate.ts';
import { loadScorer } from './sets.ts';

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, out: { type: 'string' } } });
const seed = Number(values.seed);
if (!Number.isSafeInteger(seed) || seed < 0) {
  process.stderr.write('--seed must be a whole number\n');
  process.exit(2);
}
const demo = generateCommune({
  seed,
  scoreOf: await loadScorer(),
  // The hashes are of no endpoint: whoever takes the file in has a secret of their own.
  hashOf: (cccd) => deterministicId(cccd).replaceAll('-', '').slice(0, 22),
});
if (values.out !== undefined) await writeFile(values.out, JSON.stringify(demo));
const passed = (group: string) => {
  const made = demo.evaluations.filter(({ payload }) => payload.criteriaSet.id.startsWith(`cdht-${group}`));
  return `${made.filter(({ payload }) => payload.clientResult.verdict === 'pass').length}/${made.length}`;
};
process.stdout.write(
  `${JSON.stringify({
    seed,
    communes: demo.communes.length,
    officers: demo.officers.length,
    households: demo.households.length,
    citizens: demo.citizens.length,
    evaluations: demo.evaluations.length,
    passed: Object.fromEntries(['1', '2', '3', '4'].map((group) => [group, passed(group)])),
  })}\n`,
);
