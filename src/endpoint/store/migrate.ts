/**
 * Brings a database to the newest schema: numbered steps, each run once. All steps that are due run in one transaction, and
 * one process at a time: PostgreSQL by the builder's advisory lock, SQLite by the write lock that the transaction takes at
 * its start (sqlite.ts). Several processes may start at once; one that is killed in the middle leaves the schema as it was.
 *
 * Steps are only added, each in a file of `migrations/`, and none is ever edited: a database somewhere has run it.
 */
import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { VIEW_TABLES } from '../views/tables.ts';
import type { Store } from './api.ts';
import { addEnrolment } from './migrations/0002-enrolment.ts';
import { addProposals } from './migrations/0004-proposals.ts';
import { addCommuneHistory } from './migrations/0005-communes.ts';
import { addHandOver } from './migrations/0006-hand-over.ts';
import { addPhotoTables } from './photo-tables.ts';

type Kind = Store['kind'];

const steps = (kind: Kind): Record<string, Migration> => ({
  '0001-tables': {
    async up(db: Kysely<never>) {
      await addRecordTables(db);
      await addViewTables(db);
      await addIdentityTable(db);
      await addQuarantineTable(db);
      await addPhotoTables(db, kind);
      await addPeopleTables(db);
      await addEventTables(db);
    },
  },
  '0002-enrolment': { up: addEnrolment },
  '0004-proposals': { up: addProposals },
  '0005-communes': { up: addCommuneHistory },
  '0006-hand-over': { up: (db: Kysely<never>) => addHandOver(db, kind) },
});

async function addRecordTables({ schema }: Kysely<never>): Promise<void> {
  await schema
    .createTable('meta')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute();
  await schema
    .createTable('scopes')
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('stream', 'text', (c) => c.notNull())
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('scopes_pk', ['scope', 'stream'])
    .execute();
  await schema
    .createTable('revisions')
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('stream', 'text', (c) => c.notNull())
    .addColumn('scope_seq', 'integer', (c) => c.notNull())
    .addColumn('rev_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('entity_id', 'text', (c) => c.notNull())
    .addColumn('author', 'text', (c) => c.notNull())
    .addColumn('device', 'text', (c) => c.notNull())
    .addColumn('device_seq', 'integer', (c) => c.notNull())
    .addColumn('device_time', 'text', (c) => c.notNull())
    .addColumn('owner_id', 'text')
    .addColumn('content_hash', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('score', 'text')
    .addColumn('score_agrees', 'integer')
    .addColumn('submitted_by', 'text', (c) => c.notNull())
    .addColumn('received_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('revisions_pk', ['scope', 'stream', 'scope_seq'])
    .execute();
  // The index makes ids unique, not the code; it does so within the scope, so that no look-up ever spans two communes.
  await schema.createIndex('revisions_rev_id').unique().on('revisions').columns(['scope', 'rev_id']).execute();
  await schema.createIndex('revisions_entity').on('revisions').columns(['scope', 'entity_id']).execute();
  // The index has only the few records that count in another entity's row. A version in which further kinds do so fills the
  // column in a step of its own.
  await schema
    .createIndex('revisions_owner')
    .on('revisions')
    .columns(['scope', 'owner_id'])
    .where('owner_id' as never, 'is not', null)
    .execute();
  await schema.createIndex('revisions_chain').on('revisions').columns(['scope', 'device', 'device_seq']).execute();
}

async function addViewTables({ schema }: Kysely<never>): Promise<void> {
  await schema
    .createTable('entities')
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('entity_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('shown_rev_id', 'text')
    .addColumn('merged', 'text')
    .addColumn('heads', 'text', (c) => c.notNull())
    .addColumn('conflict', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('entities_pk', ['scope', 'entity_id', 'kind'])
    .execute();
  // Without this index a list of a rare kind would walk all other kinds.
  await schema.createIndex('entities_kind').on('entities').columns(['scope', 'kind', 'entity_id']).execute();
  for (const { name, columns } of VIEW_TABLES) {
    let table = schema
      .createTable(name)
      .addColumn('scope', 'text', (c) => c.notNull())
      .addColumn('entity_id', 'text', (c) => c.notNull());
    for (const [column, type] of Object.entries(columns)) {
      table =
        type === 'text or null'
          ? table.addColumn(column, 'text')
          : table.addColumn(column, type, (definition) => definition.notNull());
    }
    await table.addPrimaryKeyConstraint(`${name}_pk`, ['scope', 'entity_id']).execute();
  }
  await schema.createIndex('households_place').on('households').columns(['scope', 'place']).execute();
  await schema.createIndex('people_name').on('people').columns(['scope', 'name_key', 'birth_year']).execute();
  await schema.createIndex('people_household').on('people').columns(['scope', 'household_id']).execute();
  await schema
    .createIndex('evaluations_subject')
    .on('evaluations')
    .columns(['scope', 'subject_id', 'period'])
    .execute();
  await schema.createIndex('evaluations_status').on('evaluations').columns(['scope', 'period', 'status']).execute();
  await schema
    .createTable('pending_views')
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('view', 'text', (c) => c.notNull())
    .addColumn('entity_id', 'text', (c) => c.notNull())
    .addColumn('why', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('pending_views_pk', ['scope', 'view', 'entity_id'])
    .execute();
}

async function addIdentityTable({ schema }: Kysely<never>): Promise<void> {
  await schema
    .createTable('identity_index')
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('rev_id', 'text', (c) => c.notNull())
    .addColumn('citizen_id', 'text', (c) => c.notNull())
    .addColumn('hash', 'text')
    .addColumn('replaced', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('identity_index_pk', ['scope', 'rev_id'])
    .execute();
  await schema.createIndex('identity_hash').on('identity_index').columns(['scope', 'hash']).execute();
}

async function addQuarantineTable({ schema }: Kysely<never>): Promise<void> {
  await schema
    .createTable('quarantine')
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('body_hash', 'text', (c) => c.notNull())
    .addColumn('rev_id', 'text')
    .addColumn('device', 'text')
    .addColumn('content_hash', 'text')
    .addColumn('code', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('submitted_by', 'text', (c) => c.notNull())
    .addColumn('received_at', 'text', (c) => c.notNull())
    .addColumn('resolved_at', 'text')
    .addColumn('resolved_by', 'text')
    .addColumn('outcome', 'text')
    .addColumn('reason', 'text')
    .addColumn('retried_at', 'text')
    .addColumn('retry_code', 'text')
    .addColumn('corrected_as', 'text')
    .addColumn('changes', 'text')
    .addPrimaryKeyConstraint('quarantine_pk', ['scope', 'body_hash'])
    .execute();
  await schema.createIndex('quarantine_rev_id').on('quarantine').columns(['scope', 'rev_id']).execute();
  // These indexes have the order of the desk's lists, so that only rows are read that are shown.
  for (const [name, is] of [
    ['quarantine_open', 'is'],
    ['quarantine_resolved', 'is not'],
  ] as const) {
    await schema
      .createIndex(name)
      .on('quarantine')
      .expression(sql`scope, coalesce(retried_at, ''), received_at, body_hash`)
      .where('resolved_at' as never, is, null)
      .execute();
  }
  // This index has the evaluations that came before their criteria set; its condition has the very words of
  // `quarantinedForSet`.
  await schema
    .createIndex('quarantine_unknown_set')
    .on('quarantine')
    .columns(['scope', 'body_hash'])
    .where(sql<boolean>`resolved_at is null and coalesce(retry_code, code) = 'unknown-set'`)
    .execute();
  await schema.createIndex('quarantine_device').on('quarantine').columns(['scope', 'device']).execute();
}

async function addPeopleTables({ schema }: Kysely<never>): Promise<void> {
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
    .addColumn('scope', 'text', (c) => c.primaryKey())
    .addColumn('code', 'text', (c) => c.notNull().unique())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('province', 'text', (c) => c.notNull())
    .addColumn('criteria_variant', 'text', (c) => c.notNull())
    .execute();
  await schema
    .createTable('officers')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('code_hash', 'text', (c) => c.notNull().unique())
    .execute();
  await schema
    .createTable('grants')
    .addColumn('officer_id', 'text', (c) => c.notNull())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('level', 'text', (c) => c.notNull())
    .addColumn('place', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('grants_pk', ['officer_id', 'role', 'level', 'place'])
    .execute();
  await schema
    .createTable('tokens')
    .addColumn('token_hash', 'text', (c) => c.primaryKey())
    .addColumn('device', 'text', (c) => c.notNull())
    .addColumn('officer_id', 'text', (c) => c.notNull())
    .addColumn('made_at', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'text')
    .execute();
  await schema
    .createTable('devices')
    .addColumn('device', 'text', (c) => c.primaryKey())
    .addColumn('officer_id', 'text', (c) => c.notNull())
    .addColumn('token_hash', 'text', (c) => c.notNull())
    .addColumn('enrolled_at', 'text', (c) => c.notNull())
    .addColumn('seen_at', 'text')
    .addColumn('heartbeat', 'text')
    .addColumn('forked_at', 'text')
    .execute();
  await schema.createIndex('devices_officer').on('devices').column('officer_id').execute();
  await schema.createIndex('devices_token').on('devices').columns(['token_hash', 'device']).execute();
  await schema
    .createTable('device_keys')
    .addColumn('device', 'text', (c) => c.notNull())
    .addColumn('public_key', 'text', (c) => c.notNull())
    .addColumn('registered_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('device_keys_pk', ['device', 'public_key'])
    .execute();
}

async function addEventTables({ schema }: Kysely<never>): Promise<void> {
  await schema
    .createTable('events')
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('n', 'integer', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('detail', 'text', (c) => c.notNull())
    .addColumn('prev_hash', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('events_pk', ['scope', 'n'])
    .execute();
  await schema
    .createTable('event_heads')
    .addColumn('scope', 'text', (c) => c.primaryKey())
    .addColumn('n', 'integer', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute();
}

/**
 * Runs the steps that are due.
 * @param more steps after the shipped ones, for tests of what a failing one leaves behind
 * @throws the first step's error; the schema is then as it was before the first step that was due
 */
export async function migrate(db: Kysely<never>, kind: Kind, more: Record<string, Migration> = {}): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...steps(kind), ...more }) } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
