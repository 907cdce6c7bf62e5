/** Communes, officers and their enrolled devices, in SQL. */
import type { Kysely, Transaction } from 'kysely';
import type { Heartbeat } from '../../protocol/index.ts';
import type { Commune, Heard, Officer, PeopleStore, Phone, Role } from './api.ts';
import { isKeepableText, keepableNumber, keepableText } from './keepable.ts';
import { parts } from './parts.ts';
import type { Tables } from './schema.ts';
import { Statements, times } from './statements.ts';

export function peopleStore(db: Kysely<Tables>): PeopleStore {
  const statements = new Statements();
  /**
   * A row for each scope of an officer, with null for one that is no commune's, and for an officer of none: there records
   * would be accepted where nobody looks.
   */
  const posts = db
    .selectFrom('officers')
    .leftJoin('officer_scopes', 'officer_scopes.officer_id', 'officers.id')
    .leftJoin('communes', 'communes.scope', 'officer_scopes.scope')
    .select(['officers.id', 'officers.name', 'officers.role', 'communes.scope'])
    .orderBy('communes.code');
  const officers = async (ids: readonly string[]): Promise<Map<string, Officer>> => {
    const found: Post[] = [];
    for (const part of parts(ids.filter(isKeepableText))) {
      const asked = () => posts.where('officers.id', 'in', times(part.length, ''));
      found.push(...(await statements.run(db, 'officers', part.length, asked, part)));
    }
    return officersOf(found);
  };
  const officer = async (id: string | undefined) =>
    id === undefined ? null : ((await officers([id])).get(id) ?? null);

  return {
    officers,

    async putCommunes(communes) {
      for (const { scope, code, name, province, criteriaVariant } of communes) {
        const row = { code, name, province, criteria_variant: criteriaVariant };
        await db
          .insertInto('communes')
          .values({ scope, ...row })
          .onConflict((conflict) => conflict.column('scope').doUpdateSet(row))
          .execute();
      }
    },

    async communes(scopes) {
      if (scopes.length === 0) return [];
      const rows = await db
        .selectFrom('communes')
        .selectAll()
        .where('scope', 'in', [...scopes])
        .orderBy('code')
        .execute();
      return rows.map(communeOf);
    },

    async communeByCode(code) {
      if (!isKeepableText(code)) return null;
      const row = await db.selectFrom('communes').selectAll().where('code', '=', code).executeTakeFirst();
      return row === undefined ? null : communeOf(row);
    },

    async scopes() {
      const rows = await db.selectFrom('communes').select('scope').orderBy('code').execute();
      return rows.map(({ scope }) => scope);
    },

    async putOfficers(list) {
      await db.transaction().execute(async (trx) => {
        for (const { id, name, role, codeHash, scopes } of list) {
          const row = { name, role, code_hash: codeHash };
          await trx
            .insertInto('officers')
            .values({ id, ...row })
            .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
            .execute();
          await trx.deleteFrom('officer_scopes').where('officer_id', '=', id).execute();
          if (scopes.length === 0) continue;
          await trx
            .insertInto('officer_scopes')
            .values(scopes.map((scope) => ({ officer_id: id, scope })))
            .execute();
        }
      });
    },

    async officerByCode(codeHash) {
      const row = await db.selectFrom('officers').select('id').where('code_hash', '=', codeHash).executeTakeFirst();
      return officer(row?.id);
    },

    async addDevice({ tokenHash, device, officerId, at }) {
      await db
        .insertInto('devices')
        .values({ token_hash: tokenHash, device, officer_id: officerId, enrolled_at: at, seen_at: at })
        .execute();
    },

    async byToken(tokenHash) {
      const asked = () =>
        posts.innerJoin('devices', 'devices.officer_id', 'officers.id').select('device').where('token_hash', '=', '');
      const rows = await statements.run(db, 'by-token', 1, asked, [tokenHash]);
      const [holder] = officersOf(rows).values();
      const device = rows[0]?.device;
      return holder === undefined || device === undefined ? null : { officer: holder, device };
    },

    async phones(scope) {
      const rows = await db
        .selectFrom('devices')
        .innerJoin('officers', 'officers.id', 'devices.officer_id')
        .innerJoin('officer_scopes', 'officer_scopes.officer_id', 'officers.id')
        .select(['device', 'officers.id', 'officers.name', 'enrolled_at', 'seen_at', 'heartbeat', 'forked_at'])
        .where('officer_scopes.scope', '=', scope)
        .orderBy('seen_at')
        .execute();
      // A phone has a token for each sign-in: the one it used last tells how it is.
      const newest = new Map(rows.map((row) => [row.device, row]));
      const forked = new Map(
        rows.flatMap(({ device, forked_at }) => (forked_at === null ? [] : [[device, forked_at]])),
      );
      return [...newest.values()].map(({ device, id, name, enrolled_at, seen_at, heartbeat }) => ({
        device,
        officer: { id, name },
        enrolledAt: enrolled_at,
        seenAt: seen_at,
        ...keptBeat(heartbeat),
        forkedAt: forked.get(device) ?? null,
      }));
    },
  };
}

function communeOf({ criteria_variant, ...commune }: Tables['communes']): Commune {
  return { ...commune, criteriaVariant: criteria_variant === '70' ? '70' : '80' };
}

interface Post {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly scope: string | null;
}

function officersOf(posts: readonly Post[]): Map<string, Officer> {
  const officers = new Map<string, Officer>();
  for (const { id, name, role, scope } of posts) {
    const before = officers.get(id)?.scopes ?? [];
    const scopes = scope === null ? before : [...before, scope];
    officers.set(id, { id, name, role: role as Role, scopes });
  }
  return officers;
}

/** A heartbeat as it is kept: with the skew, which a phone cannot know, in the same JSON. */
function keptBeat(json: string | null): Pick<Phone, 'heartbeat' | 'skewMs'> {
  if (json === null) return { heartbeat: null, skewMs: null };
  const { skewMs, ...heartbeat } = JSON.parse(json) as Heartbeat & { skewMs?: number };
  return { heartbeat, skewMs: skewMs ?? null };
}

export async function noteHeard(
  trx: Transaction<Tables>,
  statements: Statements,
  { token, device, heartbeat, skewMs }: Heard,
  at: string,
): Promise<void> {
  const said = heartbeat !== null && {
    pending_count: keepableNumber(heartbeat.pendingCount),
    oldest_pending_at: heartbeat.oldestPendingAt && keepableText(heartbeat.oldestPendingAt),
    persisted: heartbeat.persisted === null ? null : Number(heartbeat.persisted),
    app_version: keepableText(heartbeat.appVersion),
    heartbeat: JSON.stringify({ ...heartbeat, ...(skewMs !== null && { skewMs }) }),
  };
  const row = { seen_at: at, ...said };
  if (device !== token.device) {
    // A phone whose storage was copied: its token stays, and each of the ids it works under has a row.
    const { tokenHash, officerId } = token;
    await trx
      .insertInto('devices')
      .values({ token_hash: `${tokenHash}:${device}`, device, officer_id: officerId, enrolled_at: at, ...row })
      .onConflict((conflict) => conflict.column('token_hash').doUpdateSet(row))
      .execute();
    return;
  }
  const noted = () => trx.updateTable('devices').set(row).where('token_hash', '=', '');
  await statements.run(trx, said ? 'heard' : 'seen', 1, noted, [...Object.values(row), token.tokenHash]);
}
