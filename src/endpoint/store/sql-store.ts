/** Opens either database as a `Store`: migrated, and with an epoch of its own. */
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { VIEWS_VERSION } from '../views/derive.ts';
import { VIEWS_KEEPER_KEY, VIEWS_KEY } from '../views/upkeep.ts';
import type { MetaStore, SetStore, Store } from './api.ts';
import { blobStore } from './blobs.ts';
import { chainStore } from './chains.ts';
import { deviceStore } from './devices.ts';
import { enrolmentStore } from './enrolment.ts';
import { newEpoch } from './epoch.ts';
import { eventStore } from './events.ts';
import { handOverStore } from './hand-over.ts';
import { IDENTITY_SECRET_KEY, identityStore, newIdentitySecret } from './identity.ts';
import { isKeepableText } from './keepable.ts';
import { metaValue } from './meta.ts';
import { migrate } from './migrate.ts';
import { peopleStore } from './people.ts';
import { hasSynchronousReplica, openPostgres } from './postgres.ts';
import { proposalStore } from './proposals.ts';
import { quarantineStore } from './quarantine.ts';
import { revisionStore } from './revisions.ts';
import type { Tables } from './schema.ts';
import { openSqlite } from './sqlite.ts';
import { tokenStore } from './tokens.ts';
import { viewStore } from './view-reads.ts';

/** Name of the embedded database in its folder. */
export const SQLITE_FILE = 'survey.sqlite';

/**
 * Opens a store.
 * @param where a `databaseUrl` (PostgreSQL), else the folder of the embedded database, else memory
 * @param viewsVersion another version than the code's, for tests of two versions beside each other
 * @throws Error when the database cannot be reached, is too old or cannot be migrated
 */
export async function openStore(
  where: { databaseUrl?: string | undefined; dataDir?: string | undefined },
  viewsVersion = VIEWS_VERSION,
): Promise<Store> {
  if (where.databaseUrl) return await prepared(openPostgres(where.databaseUrl), 'postgres', viewsVersion);
  const path = where.dataDir === undefined ? ':memory:' : join(where.dataDir, SQLITE_FILE);
  return await prepared(openSqlite(path).db, 'sqlite', viewsVersion);
}

async function prepared(db: Kysely<Tables>, kind: Store['kind'], viewsVersion: string): Promise<Store> {
  try {
    await migrate(db as unknown as Kysely<never>, kind);
    await db
      .insertInto('meta')
      .values([
        { key: 'epoch', value: newEpoch() },
        { key: IDENTITY_SECRET_KEY, value: newIdentitySecret() },
        { key: VIEWS_KEY, value: viewsVersion },
        { key: VIEWS_KEEPER_KEY, value: viewsVersion },
      ])
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
  } catch (error) {
    // Connections that stay open would keep the process from ending.
    await db.destroy();
    throw error;
  }
  return {
    kind,
    ...revisionStore(db, viewsVersion),
    ...viewStore(db),
    ...quarantineStore(db),
    ...peopleStore(db),
    ...deviceStore(db),
    ...tokenStore(db),
    ...enrolmentStore(db),
    ...chainStore(db),
    ...identityStore(db),
    ...setStore(db),
    ...metaStore(db, kind),
    ...eventStore(db),
    ...proposalStore(db),
    ...handOverStore(db),
    blobs: blobStore(db),
    close: () => db.destroy(),
  };
}

function setStore(db: Kysely<Tables>): SetStore {
  return {
    async set(sha256) {
      if (!isKeepableText(sha256)) return null;
      const row = await db.selectFrom('criteria_sets').select('body').where('sha256', '=', sha256).executeTakeFirst();
      return row?.body ?? null;
    },
    async addSet({ id, version, sha256, body, at }) {
      await db
        .insertInto('criteria_sets')
        .values({ id, version, sha256, body, added_at: at })
        .onConflict((conflict) => conflict.column('sha256').doNothing())
        .execute();
    },
    async sets() {
      const rows = await db
        .selectFrom('criteria_sets')
        .select(['id', 'version', 'sha256', 'added_at as at'])
        .orderBy('id')
        .orderBy('added_at')
        .execute();
      return rows;
    },
  };
}

/** Key in the table `meta` of the instant up to which the last verified backup holds everything; `cli -- backup` writes it. */
export const BACKED_UP_KEY = 'backedUpTo';

function metaStore(db: Kysely<Tables>, kind: Store['kind']): MetaStore {
  return {
    async durableUpTo(now) {
      if (kind === 'postgres' && (await hasSynchronousReplica(db))) return now;
      return await this.meta(BACKED_UP_KEY);
    },
    meta: (key) => metaValue(db, key),
    async keepMeta(key, value) {
      await db
        .insertInto('meta')
        .values({ key, value })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute();
      const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirstOrThrow();
      return row.value;
    },
    async setMeta(key, value) {
      await db
        .insertInto('meta')
        .values({ key, value })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
        .execute();
    },
  };
}
