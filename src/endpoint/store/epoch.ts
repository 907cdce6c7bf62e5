/** The epoch: a random name of a database's life, new at its birth, after a restore and after a promotion. */
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { metaValue } from './meta.ts';
import type { Tables } from './schema.ts';

/** @returns a random name for a new life of a database */
export const newEpoch = (): string => randomBytes(12).toString('base64url');

/** @throws Error before the first migration has made one */
export async function epochOf(db: Kysely<Tables>): Promise<string> {
  const epoch = await metaValue(db, 'epoch');
  if (epoch === null) throw new Error('this database has no epoch');
  return epoch;
}
