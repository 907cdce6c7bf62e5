/** Loaded with `--import` when SIMULATION_MUTANT names one: rewrites the mutant's lines as the files are read. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { MUTANTS } from './mutants.ts';

const name = process.env.SIMULATION_MUTANT ?? '';
const patches = MUTANTS[name];
if (name !== '' && patches === undefined) throw new Error(`no mutant ${name}`);

registerHooks({
  load(url, context, nextLoad) {
    const mine = (patches ?? []).filter(({ file }) => url.endsWith(`/src/${file}`));
    if (mine.length === 0) return nextLoad(url, context);
    let source = readFileSync(fileURLToPath(url), 'utf8');
    for (const { file, find, put } of mine) {
      if (source.split(find).length !== 2) throw new Error(`mutant ${name}: its line is not once in ${file}`);
      source = source.replace(find, () => put);
    }
    return { format: 'module-typescript', source, shortCircuit: true };
  },
});
