/** Single values of the table `meta`; some are read with every push. */
import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';
import type { Statements } from './statements.ts';

/** @returns the value of a key; null where there is none */
export async function metaValue(db: Kysely<Tables>, statements: Statements, key: string): Promise<string | null> {
  const asked = () => db.selectFrom('meta').select('value').where('key', '=', '');
  const [row] = await statements.run(db, 'meta', 1, asked, [key]);
  return row?.value ?? null;
}
