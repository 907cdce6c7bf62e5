/** Communes and officers, in SQL. */

import type { Kysely } from 'kysely';
import type { Role } from '../../programme/index.ts';
import type { Commune, Officer, PeopleStore } from './api.ts';
import { isKeepableText } from './keepable.ts';
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

    async byToken(tokenHash) {
      const asked = () =>
        posts
          .innerJoin('tokens', 'tokens.officer_id', 'officers.id')
          .select('device')
          .where('token_hash', '=', '')
          .where('ended_at', 'is', null);
      const rows = await statements.run(db, 'by-token', 1, asked, [tokenHash]);
      const [holder] = officersOf(rows).values();
      const device = rows[0]?.device;
      return holder === undefined || device === undefined ? null : { officer: holder, device };
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
