/**
 * Communes have their days, the codes that they had before, and the communes that were merged into them. A code is given again to
 * a larger commune, so two may have the same one, of which one is past. SQLite drops no column that is unique, so the table is
 * made anew.
 */
import { type Kysely, sql } from 'kysely';

export async function addCommuneHistory(db: Kysely<never>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('communes_anew')
    .addColumn('scope', 'text', (c) => c.primaryKey())
    .addColumn('code', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('province', 'text', (c) => c.notNull())
    .addColumn('criteria_variant', 'text', (c) => c.notNull())
    .addColumn('valid_from', 'text')
    .addColumn('valid_to', 'text')
    .addColumn('codes', 'text', (c) => c.notNull())
    .addColumn('predecessors', 'text', (c) => c.notNull())
    .execute();
  await sql`insert into communes_anew (scope, code, name, province, criteria_variant, codes, predecessors)
    select scope, code, name, province, criteria_variant, '[]', '[]' from communes`.execute(db);
  await schema.dropTable('communes').execute();
  await schema.alterTable('communes_anew').renameTo('communes').execute();
  await schema.createIndex('communes_code').on('communes').column('code').execute();
}
