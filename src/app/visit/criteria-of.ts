/** Loads a shipped criteria set once, compiles it once, and knows its hash: the one a record pins. */
import { type Compiled, compile, loadBuiltIn } from '../../criteria/index.ts';
import { canonicalText, hashText } from '../../protocol/index.ts';

export interface LoadedSet {
  readonly compiled: Compiled;
  readonly sha256: string;
}

const loaded = new Map<string, Promise<LoadedSet>>();

/** @throws when the app ships no such set */
export function criteriaOf(setId: string): Promise<LoadedSet> {
  const known = loaded.get(setId);
  if (known !== undefined) return known;
  const loading = load(setId);
  loaded.set(setId, loading);
  loading.catch(() => loaded.delete(setId));
  return loading;
}

async function load(setId: string): Promise<LoadedSet> {
  const set = await loadBuiltIn(setId);
  return { compiled: compile(set), sha256: hashText(canonicalText(set)) };
}
