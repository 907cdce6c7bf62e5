/** What may become of the communes of an endpoint: adding, changing, merging. Pure; who may do it is said by policy.ts. */
import { heirsOf } from './policy.ts';

/** A code of the General Statistics Office, and the days on which it was this commune's. A code means nothing without them. */
export interface DatedCode {
  readonly code: string;
  /** First and last day; null: not known, or it still is. */
  readonly from: string | null;
  readonly to: string | null;
}

/** A commune with its history. */
export interface CommuneHistory {
  readonly scope: string;
  /** The code that it has, or had last. */
  readonly code: string;
  readonly name: string;
  readonly province: string;
  readonly criteriaVariant: '80' | '70';
  /** First and last day; null: not known, or it still is. */
  readonly from: string | null;
  readonly to: string | null;
  /** Codes that it had before. */
  readonly codes: readonly DatedCode[];
  /** Scopes of the communes that were merged into it. */
  readonly predecessors: readonly string[];
}

/** What somebody types of a commune. */
export type CommuneFields = Pick<CommuneHistory, 'code' | 'name' | 'province' | 'criteriaVariant'>;

export type CommuneFault =
  | 'unknown-commune'
  /** A commune that still is has this code. */
  | 'code-taken'
  /** One of them was merged before. */
  | 'already-merged'
  /** A commune would be its own predecessor. */
  | 'merged-into-itself'
  /** It would end before it began. */
  | 'ends-before-begin';

/** Whether a code is free for a commune. @param scope the commune itself; null: a new one */
export function codeFault(all: readonly CommuneHistory[], scope: string | null, code: string): CommuneFault | null {
  return all.some((other) => other.scope !== scope && other.to === null && other.code === code) ? 'code-taken' : null;
}

/** Gives a commune other attributes. A code that it loses stays beside it with its days. @param day the first of the new code */
export function changedCommune(before: CommuneHistory, fields: CommuneFields, day: string): CommuneHistory {
  if (before.code === fields.code) return { ...before, ...fields };
  const former = { code: before.code, from: before.codes.at(-1)?.to ?? before.from, to: dayBefore(day) };
  return { ...before, ...fields, codes: [...before.codes, former] };
}

/** Communes that become one. */
export interface Merger {
  readonly predecessors: readonly string[];
  /** The commune that they go into. It may be there already, with records of its own. */
  readonly into: CommuneHistory;
  /** Its first day. */
  readonly from: string;
}

/**
 * Merges communes from a day on. Only the communes change: who may work in the new one may from then on work on the records of
 * the former ones, which stay in their scopes, with their numbers and hashes.
 * @param all every commune of the endpoint
 * @returns the communes as they are to be kept, or what stands against it
 */
export function mergedCommunes(
  all: readonly CommuneHistory[],
  { predecessors, into, from }: Merger,
): readonly CommuneHistory[] | CommuneFault {
  const former = all.filter(({ scope }) => predecessors.includes(scope));
  if (former.length === 0 || former.length !== new Set(predecessors).size) return 'unknown-commune';
  const later = [into, ...heirsOf(all, into.scope)].map(({ scope }) => scope);
  if (former.some(({ scope }) => later.includes(scope))) return 'merged-into-itself';
  if (former.some(({ scope }) => heirsOf(all, scope).length > 0)) return 'already-merged';
  if (former.some((each) => each.from !== null && each.from >= from)) return 'ends-before-begin';
  const fault = codeFault(
    all.filter(({ scope }) => !predecessors.includes(scope)),
    into.scope,
    into.code,
  );
  if (fault !== null) return fault;
  const merged = [...new Set([...into.predecessors, ...predecessors])];
  return [
    { ...into, from: into.from ?? from, predecessors: merged },
    ...former.map((each) => ({ ...each, to: each.to ?? dayBefore(from) })),
  ];
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
