/**
 * Codes become things of their own, which are used once and end; before, each officer had one for ever. Those that a database
 * has of before stay usable as they were: only a demo can have any. A token belongs to a sign-in, within which tokens replace
 * each other; a device is the sign-in's and no longer a single token's. Accounts can be closed.
 */
import { type Kysely, sql } from 'kysely';

export async function addEnrolment(db: Kysely<never>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('enrolment_codes')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('officer_id', 'text', (c) => c.notNull())
    .addColumn('prefix', 'text', (c) => c.notNull())
    .addColumn('typed_hash', 'text', (c) => c.notNull().unique())
    .addColumn('secret_hash', 'text', (c) => c.notNull().unique())
    .addColumn('made_by', 'text', (c) => c.notNull())
    .addColumn('made_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text')
    .addColumn('used_at', 'text')
    .addColumn('used_by', 'text')
    .addColumn('voided_at', 'text')
    .addColumn('wrong_tries', 'integer', (c) => c.notNull())
    .execute();
  await schema.createIndex('enrolment_codes_prefix').on('enrolment_codes').column('prefix').execute();
  await schema
    .createIndex('enrolment_codes_officer')
    .on('enrolment_codes')
    .columns(['officer_id', 'made_at'])
    .execute();
  await schema
    .createTable('wrong_tries')
    .addColumn('minute', 'text', (c) => c.primaryKey())
    .addColumn('tries', 'integer', (c) => c.notNull())
    .execute();
  await sql`insert into enrolment_codes
    (id, officer_id, prefix, typed_hash, secret_hash, made_by, made_at, wrong_tries)
    select 'before-' || id, id, '', code_hash, 'before-' || id, '', '', 0 from officers`.execute(db);
  await withoutCodes(db);
  await schema.alterTable('tokens').addColumn('sign_in', 'text').execute();
  await schema.alterTable('tokens').addColumn('first_used_at', 'text').execute();
  await schema.alterTable('tokens').addColumn('ended_why', 'text').execute();
  await sql`update tokens set sign_in = token_hash, first_used_at = made_at,
    ended_why = case when ended_at is null then null else 'signed-out' end`.execute(db);
  await schema.createIndex('tokens_sign_in').on('tokens').column('sign_in').execute();
  await schema.alterTable('devices').renameColumn('token_hash', 'sign_in').execute();
  await schema.alterTable('devices').addColumn('name', 'text').execute();
  await schema.alterTable('devices').addColumn('revoked_at', 'text').execute();
}

/** SQLite drops no column that is unique, so the table is made anew. */
async function withoutCodes(db: Kysely<never>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('officers_anew')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('phone', 'text')
    .addColumn('closed_at', 'text')
    .addColumn('successor', 'text')
    .execute();
  await sql`insert into officers_anew (id, name) select id, name from officers`.execute(db);
  await schema.dropTable('officers').execute();
  await schema.alterTable('officers_anew').renameTo('officers').execute();
}
