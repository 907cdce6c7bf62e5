/**
 * Loaded with `--import` before anything else: names the awaits of the code under test as it is read, and, when
 * SIMULATION_MUTANT names a seeded bug, rewrites its lines. SIMULATION_KIND names a file with more kinds of records.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withAwaitsNamed } from './awaits.ts';
import { MUTANTS } from './mutants/index.ts';
import { STAND_INS, standIns } from './stand-ins.ts';

const name = process.env.SIMULATION_MUTANT ?? '';
const patches = MUTANTS[name];
/** A file whose `MADE_UP` has kinds of records that are tried beside those of the programme. */
const moreKinds = process.env.SIMULATION_KIND ?? '';
if (name !== '' && patches === undefined) throw new Error(`no mutant ${name}`);

standIns.areLoaded = true;

registerHooks({
  resolve(specifier, context, nextResolve) {
    const stand = STAND_INS.find(({ wanted, by }) => wanted.test(specifier) && by.test(context.parentURL ?? ''));
    return nextResolve(stand === undefined ? specifier : new URL(stand.file, import.meta.url).href, context);
  },
  load(url, context, nextLoad) {
    const mutated = withMoreKinds(url) ?? mutate(url);
    const source = withAwaitsNamed(url, mutated) ?? mutated;
    return source === undefined ? nextLoad(url, context) : { format: 'module-typescript', source, shortCircuit: true };
  },
});

function withMoreKinds(url: string): string | undefined {
  if (moreKinds === '' || !url.endsWith('/src/programme/kinds/all.ts')) return undefined;
  const source = readFileSync(fileURLToPath(url), 'utf8');
  const more = JSON.stringify(pathToFileURL(moreKinds).href);
  const list = 'DEFINITIONS = {';
  if (source.split(list).length !== 2) throw new Error(`the list of kinds does not begin with "${list}" once`);
  return `import { MADE_UP } from ${more};\n${source.replace(list, `${list} ...MADE_UP,`)}`;
}

function mutate(url: string): string | undefined {
  const mine = (patches ?? []).filter(({ file }) => url.endsWith(`/src/${file}`));
  if (mine.length === 0) return undefined;
  let source = readFileSync(fileURLToPath(url), 'utf8');
  for (const { file, find, put } of mine) {
    if (source.split(find).length !== 2) throw new Error(`mutant ${name}: its line is not once in ${file}`);
    source = source.replace(find, () => put);
  }
  return source;
}
