/**
 * Brings a database to the newest schema: numbered steps, each run once. All steps that are due run in one transaction, and
 * one process at a time: PostgreSQL by the builder's advisory lock, SQLite by the write lock that the transaction takes at
 * its start (sqlite.ts). Several processes may start at once; one that is killed in the middle leaves the schema as it was.
 * Steps only add; none is ever edited after a release.
 */
import { type Kysely, type Migration, Migrator } from 'kysely';

const steps = (kind: 'sqlite' | 'postgres'): Record<string, Migration> => {
  const bytes = kind === 'sqlite' ? 'blob' : 'bytea';
  return {
    '0001-records': {
      async up(db: Kysely<never>) {
        const { schema } = db;
        await schema
          .createTable('meta')
          .addColumn('key', 'text', (c) => c.primaryKey())
          .addColumn('value', 'text', (c) => c.notNull())
          .execute();
        await schema
          .createTable('scopes')
          .addColumn('scope', 'text', (c) => c.primaryKey())
          .addColumn('seq', 'integer', (c) => c.notNull())
          .execute();
        await schema
          .createTable('revisions')
          .addColumn('scope', 'text', (c) => c.notNull())
          .addColumn('scope_seq', 'integer', (c) => c.notNull())
          .addColumn('rev_id', 'text', (c) => c.notNull())
          .addColumn('kind', 'text', (c) => c.notNull())
          .addColumn('entity_id', 'text', (c) => c.notNull())
          .addColumn('author', 'text', (c) => c.notNull())
          .addColumn('device', 'text', (c) => c.notNull())
          .addColumn('device_seq', 'integer', (c) => c.notNull())
          .addColumn('content_hash', 'text', (c) => c.notNull())
          .addColumn('body', 'text', (c) => c.notNull())
          .addColumn('score', 'text')
          .addColumn('score_agrees', 'integer')
          .addColumn('submitted_by', 'text', (c) => c.notNull())
          .addColumn('received_at', 'text', (c) => c.notNull())
          .addPrimaryKeyConstraint('revisions_pk', ['scope', 'scope_seq'])
          .execute();
        // Uniqueness is here, not in code. (A distributed PostgreSQL cannot hold it over all scopes: see README.)
        await schema.createIndex('revisions_rev_id').unique().on('revisions').column('rev_id').execute();
        await schema.createIndex('revisions_entity').on('revisions').columns(['scope', 'kind', 'entity_id']).execute();
        await schema
          .createTable('quarantine')
          .addColumn('scope', 'text', (c) => c.notNull())
          .addColumn('body_hash', 'text', (c) => c.notNull())
          .addColumn('rev_id', 'text')
          .addColumn('content_hash', 'text')
          .addColumn('code', 'text', (c) => c.notNull())
          .addColumn('body', 'text', (c) => c.notNull())
          .addColumn('submitted_by', 'text', (c) => c.notNull())
          .addColumn('received_at', 'text', (c) => c.notNull())
          .addColumn('resolved_at', 'text')
          .addPrimaryKeyConstraint('quarantine_pk', ['scope', 'body_hash'])
          .execute();
        await schema
          .createTable('blob_chunks')
          .addColumn('scope', 'text', (c) => c.notNull())
          .addColumn('sha256', 'text', (c) => c.notNull())
          .addColumn('n', 'integer', (c) => c.notNull())
          .addColumn('bytes', bytes, (c) => c.notNull())
          .addPrimaryKeyConstraint('blob_chunks_pk', ['scope', 'sha256', 'n'])
          .execute();
        await schema
          .createTable('blob_refs')
          .addColumn('scope', 'text', (c) => c.notNull())
          .addColumn('sha256', 'text', (c) => c.notNull())
          .addPrimaryKeyConstraint('blob_refs_pk', ['scope', 'sha256'])
          .execute();
      },
    },
    '0002-people': {
      async up(db: Kysely<never>) {
        const { schema } = db;
        await schema
          .createTable('criteria_sets')
          .addColumn('sha256', 'text', (c) => c.primaryKey())
          .addColumn('id', 'text', (c) => c.notNull())
          .addColumn('version', 'text', (c) => c.notNull())
          .addColumn('body', 'text', (c) => c.notNull())
          .addColumn('added_at', 'text', (c) => c.notNull())
          .execute();
        await schema
          .createTable('communes')
          .addColumn('code', 'text', (c) => c.primaryKey())
          .addColumn('name', 'text', (c) => c.notNull())
          .addColumn('province', 'text', (c) => c.notNull())
          .addColumn('criteria_variant', 'text', (c) => c.notNull())
          .execute();
        await schema
          .createTable('officers')
          .addColumn('id', 'text', (c) => c.primaryKey())
          .addColumn('name', 'text', (c) => c.notNull())
          .addColumn('role', 'text', (c) => c.notNull())
          .addColumn('code_hash', 'text', (c) => c.notNull().unique())
          .execute();
        await schema
          .createTable('officer_communes')
          .addColumn('officer_id', 'text', (c) => c.notNull())
          .addColumn('commune', 'text', (c) => c.notNull())
          .addPrimaryKeyConstraint('officer_communes_pk', ['officer_id', 'commune'])
          .execute();
        await schema
          .createTable('devices')
          .addColumn('token_hash', 'text', (c) => c.primaryKey())
          .addColumn('device', 'text', (c) => c.notNull())
          .addColumn('officer_id', 'text', (c) => c.notNull())
          .addColumn('enrolled_at', 'text', (c) => c.notNull())
          .addColumn('seen_at', 'text')
          .addColumn('pending_count', 'integer')
          .addColumn('oldest_pending_at', 'text')
          .addColumn('persisted', 'integer')
          .addColumn('app_version', 'text')
          .execute();
      },
    },
    '0003-desk': {
      async up(db: Kysely<never>) {
        const { schema } = db;
        // One column a statement: SQLite adds no two at once.
        for (const name of ['resolved_by', 'outcome', 'reason', 'retried_at', 'retry_code']) {
          await schema.alterTable('quarantine').addColumn(name, 'text').execute();
        }
        // What newer phones tell of themselves besides, as they told it.
        await schema.alterTable('devices').addColumn('heartbeat', 'text').execute();
        await schema.createIndex('revisions_device').on('revisions').columns(['scope', 'device']).execute();
        await schema.createIndex('devices_officer').on('devices').column('officer_id').execute();
        await schema.createIndex('quarantine_rev_id').on('quarantine').column('rev_id').execute();
      },
    },
    '0005-photo-pieces': {
      async up(db: Kysely<never>) {
        const { schema } = db;
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
      },
    },
    '0006-chains': {
      async up(db: Kysely<never>) {
        const { schema } = db;
        const chain = ['scope', 'device', 'device_seq'] as const;
        await schema
          .createIndex('revisions_chain')
          .on('revisions')
          .columns([...chain])
          .execute();
        await schema.alterTable('devices').addColumn('forked_at', 'text').execute();
        await schema.createIndex('devices_device').on('devices').column('device').execute();
      },
    },
    '0007-mended': {
      async up(db: Kysely<never>) {
        for (const name of ['mended_as', 'changes']) {
          await db.schema.alterTable('quarantine').addColumn(name, 'text').execute();
        }
      },
    },
    '0008-one-index-less': {
      // What `revisions_chain` begins with: written with every record, and never needed beside it.
      async up(db: Kysely<never>) {
        await db.schema.dropIndex('revisions_device').ifExists().execute();
      },
    },
  };
};

/**
 * @param more steps after the shipped ones, for tests of what a failing one leaves behind
 * @throws the first step's error; the schema is then as it was before the first step that was due
 */
export async function migrate(
  db: Kysely<never>,
  kind: 'sqlite' | 'postgres',
  more: Record<string, Migration> = {},
): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...steps(kind), ...more }) } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
