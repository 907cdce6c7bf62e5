/** Keeps criteria sets under the hash of their canonical text. A set that is there already stays as it is. */
import { type CriteriaSet, type Fault, loadSet } from '../../criteria/index.ts';
import { canonicalText, hashText } from '../../protocol/index.ts';
import type { SetStore } from '../store/api.ts';

/** The set as it is kept, or every fault of it. */
export type AddedSet =
  | { readonly kind: 'added'; readonly set: CriteriaSet; readonly sha256: string }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/**
 * Checks a set and keeps it.
 * @param value parsed JSON of any kind
 * @param base the set that a variant changes, where the value has only the changes
 * @param at ISO instant of the endpoint's clock
 */
export async function addSet(
  store: Pick<SetStore, 'addSet'>,
  value: unknown,
  base: CriteriaSet | null,
  at: string,
): Promise<AddedSet> {
  const loaded = loadSet(value, base ?? undefined);
  if (loaded.kind === 'faults') return loaded;
  const { set } = loaded;
  const body = canonicalText(set);
  const sha256 = hashText(body);
  await store.addSet({ id: set.id, version: set.version, sha256, body, at });
  return { kind: 'added', set, sha256 };
}

/** @returns null where the endpoint has no such set */
export async function heldSet(store: Pick<SetStore, 'set'>, sha256: string): Promise<CriteriaSet | null> {
  const body = await store.set(sha256);
  const loaded = body === null ? null : loadSet(JSON.parse(body));
  return loaded?.kind === 'ok' ? loaded.set : null;
}
