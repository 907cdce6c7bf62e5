/** A form that was begun again with a newer criteria set stays as a draft until the new one is saved, and is not gone on with. */
import type { Draft } from '../../../vault/index.ts';

/** @returns ids of the drafts that one of these takes the place of */
export function replacedBy(drafts: readonly Pick<Draft, 'value'>[]): ReadonlySet<unknown> {
  return new Set(drafts.flatMap(({ value: { replaces } }) => (Array.isArray(replaces) ? replaces : [])));
}
