/** Drafts that phones send in, encrypted, and who goes on with the work of an officer who left. */
import type { Kysely } from 'kysely';

/** The type of bytes is the database's own. */
export async function addHandOver({ schema }: Kysely<never>, kind: 'sqlite' | 'postgres'): Promise<void> {
  await schema
    .createTable('draft_bundles')
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('device', 'text', (c) => c.notNull())
    .addColumn('officer_id', 'text', (c) => c.notNull())
    .addColumn('draft_count', 'integer', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('bytes', kind === 'sqlite' ? 'blob' : 'bytea', (c) => c.notNull())
    .addColumn('received_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('draft_bundles_pk', ['scope', 'device'])
    .execute();
  await schema
    .createIndex('draft_bundles_officer')
    .on('draft_bundles')
    .columns(['scope', 'officer_id', 'received_at'])
    .execute();
  await schema
    .createTable('hand_overs')
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('from_officer', 'text', (c) => c.notNull())
    .addColumn('to_officer', 'text', (c) => c.notNull())
    .addColumn('made_by', 'text', (c) => c.notNull())
    .addColumn('made_at', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'text')
    .addPrimaryKeyConstraint('hand_overs_pk', ['scope', 'from_officer'])
    .execute();
  // The index has only the few evaluations that wait for their officer.
  await schema
    .createIndex('evaluations_returned')
    .on('evaluations')
    .columns(['scope', 'author', 'entity_id'])
    .where('status' as never, '=', 'returned')
    .execute();
}
