/** Criteria sets that take the place of shipped ones in tests. */
import { type CriteriaSet, loadBuiltIn, loadSet, setHash } from '../../src/criteria/index.ts';

/** A later version of a shipped set, with another pass mark: who answers alike has the same points and may not pass. */
export async function laterVersion(id: string, version: string, passMark: number): Promise<CriteriaSet> {
  const base = await loadBuiltIn(id);
  const total = { vi: `Tổng điểm từ ${passMark}`, en: `At least ${passMark} in total` };
  const loaded = loadSet({
    ...base,
    version,
    rules: [{ id: 'total', text: total, holds: { kind: 'total', atLeast: passMark } }],
  });
  if (loaded.kind === 'faults') throw new Error(JSON.stringify(loaded.faults));
  return loaded.set;
}

export function pinned(set: CriteriaSet) {
  return { id: set.id, version: set.version, sha256: setHash(set) };
}
