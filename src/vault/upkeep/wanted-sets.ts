/**
 * Criteria sets that records and drafts name are wanted until their texts are here (criteria-sets.ts,
 * sync/pull/criteria-sets.ts).
 */
import type { Database } from '../database/database.ts';

/** Notes sets as wanted. It runs within a transaction over `sets`. @param named SHA-256 hex, none twice */
export async function wantSets({ sets }: Database, named: readonly string[]): Promise<void> {
  if (named.length === 0) return;
  const known = await sets.bulkGet([...named]);
  await sets.bulkAdd(named.flatMap((sha256, at) => (known[at] ? [] : [{ sha256, state: 'wanted' as const }])));
}
