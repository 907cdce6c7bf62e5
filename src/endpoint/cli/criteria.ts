/** `cli -- score` and `cli -- validate`: the criteria engine for integrators, without a screen. */
import { readFile } from 'node:fs/promises';
import {
  compile,
  faultSentence,
  loadBuiltIn,
  loadSet,
  parseAnswers,
  plan,
  SET_IDS,
  score,
  UnknownSetError,
} from '../../criteria/index.ts';
import type { Done } from './main.ts';

const SCORE_USAGE = 'usage: cli -- score <set-id> <answers.json>';
const VALIDATE_USAGE = 'usage: cli -- validate <set.json>';

/** Bad input: one clear sentence, exit 2. */
const badInput = (sentence: string): Done => ({ stderr: sentence, code: 2 });

/** Prints the result and the plan of a file of answers. */
export async function scoreCommand([setId, file, ...rest]: string[]): Promise<Done> {
  if (setId === undefined || file === undefined || rest.length > 0) return badInput(SCORE_USAGE);
  const read = await readJsonFile(file);
  if (read.kind === 'fault') return badInput(read.sentence);
  try {
    const compiled = compile(await loadBuiltIn(setId));
    const parsed = parseAnswers(compiled, read.value);
    if (parsed.kind === 'faults') return badInput(`${file}: ${parsed.faults.join('; ')}`);
    const result = score(compiled, parsed.answers);
    return {
      stdout: JSON.stringify({ ...result, hash: result.hash, plan: plan(compiled, parsed.answers) }, null, 2),
      code: 0,
    };
  } catch (error) {
    if (error instanceof UnknownSetError)
      return badInput(`no criteria set "${setId}"; there are ${SET_IDS.join(', ')}`);
    throw error;
  }
}

/** Prints every fault of a criteria set, with its path. */
export async function validateCommand([file, ...rest]: string[]): Promise<Done> {
  if (file === undefined || rest.length > 0) return badInput(VALIDATE_USAGE);
  const read = await readJsonFile(file);
  if (read.kind === 'fault') return badInput(read.sentence);
  const base = baseOf(read.value);
  const loaded = loadSet(read.value, base === null || !SET_IDS.includes(base) ? undefined : await loadBuiltIn(base));
  if (loaded.kind === 'ok') {
    const { id, version, competencies } = loaded.set;
    const count = competencies.reduce((sum, { indicators }) => sum + indicators.length, 0);
    return { stdout: `${id} ${version}: ${count} indicators, no faults`, code: 0 };
  }
  const lines = loaded.faults.map((fault) => `${fault.path || '(file)'}: ${faultSentence(fault, 'en')}`);
  return { stdout: lines.join('\n'), code: 1 };
}

function baseOf(value: unknown): string | null {
  if (value === null || typeof value !== 'object' || !('variantOf' in value) || 'competencies' in value) return null;
  return String(value.variantOf);
}

type ReadJson = { kind: 'ok'; value: unknown } | { kind: 'fault'; sentence: string };

async function readJsonFile(file: string): Promise<ReadJson> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return { kind: 'fault', sentence: `cannot read the file "${file}"` };
  }
  try {
    return { kind: 'ok', value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch {
    return { kind: 'fault', sentence: `"${file}" is not JSON` };
  }
}
