/** One value of the table meta, asked for with every push. */
import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';
import type { Statements } from './statements.ts';

export async function metaValue(db: Kysely<Tables>, statements: Statements, key: string): Promise<string | null> {
  const asked = () => db.selectFrom('meta').select('value').where('key', '=', '');
  const [row] = await statements.run(db, 'meta', 1, asked, [key]);
  return row?.value ?? null;
}
