/** Single values of the table `meta`. */
import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** @returns the value of a key; null where there is none */
export async function metaValue(db: Kysely<Tables>, key: string): Promise<string | null> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value ?? null;
}
