/** The tables of photos, which the first step of the schema makes (migrate.ts). */
import type { Kysely } from 'kysely';
import type { Store } from './api.ts';

/** Adds the tables; the type of bytes is the database's own. */
export async function addPhotoTables({ schema }: Kysely<never>, kind: Store['kind']): Promise<void> {
  const bytes = kind === 'sqlite' ? 'blob' : 'bytea';
  await schema
    .createTable('blobs')
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('bytes', bytes, (c) => c.notNull())
    .addPrimaryKeyConstraint('blobs_pk', ['scope', 'sha256'])
    .execute();
  await schema
    .createTable('blob_refs')
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('officer_id', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('blob_refs_pk', ['scope', 'sha256', 'officer_id'])
    .execute();
  await schema
    .createTable('photo_senders')
    .addColumn('officer_id', 'text', (c) => c.notNull())
    .addColumn('scope', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('photo_senders_pk', ['officer_id', 'scope'])
    .execute();
  await schema
    .createTable('blob_pieces')
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('at', 'integer', (c) => c.notNull())
    .addColumn('bytes', bytes, (c) => c.notNull())
    .addPrimaryKeyConstraint('blob_pieces_pk', ['scope', 'sha256', 'at'])
    .execute();
  await schema
    .createTable('blob_arrivals')
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('pieces', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('blob_arrivals_pk', ['scope', 'sha256'])
    .execute();
}
