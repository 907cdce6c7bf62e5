/** Communes, officers and their grants, in SQL. */

import { type ExpressionBuilder, type Kysely, type Selectable, sql } from 'kysely';
import { type CommunePlace, type Grant, heirsOf, postsOf, type Role, scopesFor } from '../../programme/index.ts';
import type { Account, Commune, Officer, PeopleStore } from './api.ts';
import { handInReason } from './hand-in.ts';
import { isKeepableText } from './keepable.ts';
import { rowsByPart } from './parts.ts';
import type { Tables } from './schema.ts';

/** Reads and writes communes, officers and the holders of tokens. */
export function peopleStore(db: Kysely<Tables>): PeopleStore {
  return { ...communeStore(db), ...officerStore(db) };
}

type Communes = Pick<PeopleStore, 'putCommunes' | 'communes' | 'communeByCode' | 'scopes'>;

function communeStore(db: Kysely<Tables>): Communes {
  return {
    async putCommunes(communes) {
      await db.transaction().execute(async (trx) => {
        for (const { scope, code, name, province, criteriaVariant, from, to, codes, predecessors } of communes) {
          const row = {
            ...{ code, name, province, criteria_variant: criteriaVariant },
            ...(from !== undefined && { valid_from: from }),
            ...(to !== undefined && { valid_to: to }),
            ...(codes !== undefined && { codes: JSON.stringify(codes) }),
            ...(predecessors !== undefined && { predecessors: JSON.stringify(predecessors) }),
          };
          await trx
            .insertInto('communes')
            .values({ scope, codes: '[]', predecessors: '[]', ...row })
            .onConflict((conflict) => conflict.column('scope').doUpdateSet(row))
            .execute();
        }
      });
    },

    async communes(scopes) {
      if (scopes.length === 0) return [];
      const rows = await db
        .selectFrom('communes')
        .selectAll()
        .where('scope', 'in', [...scopes])
        .orderBy('code')
        .orderBy('scope')
        .execute();
      return rows.map(communeOf);
    },

    async communeByCode(code) {
      if (!isKeepableText(code)) return null;
      const rows = await db.selectFrom('communes').selectAll().where('code', '=', code).orderBy('scope').execute();
      const found = rows.map(communeOf);
      return found.find(({ to }) => to === null) ?? found[0] ?? null;
    },

    async scopes() {
      const rows = await db.selectFrom('communes').select('scope').orderBy('code').execute();
      return rows.map(({ scope }) => scope);
    },
  };
}

/** @returns a query with a row for each grant of an officer, and one row for an officer who has no grant */
function grantedRows(db: Kysely<Tables>) {
  return db
    .selectFrom('officers')
    .leftJoin('grants', 'grants.officer_id', 'officers.id')
    .leftJoin('communes', (join) =>
      join.onRef('communes.scope', '=', 'grants.place').on('grants.level', '=', sql.lit('commune')),
    )
    .select(['officers.id', 'officers.name', 'grants.role', 'grants.level', 'grants.place'])
    .select(['communes.scope', 'communes.province', 'communes.predecessors'])
    .orderBy('communes.code');
}

/** Whether a grant may reach further communes than the one that it names, those that were merged into it among them. */
function isWide({ level, predecessors }: Granted): boolean {
  return (level !== null && level !== 'commune') || (predecessors !== null && predecessors !== '[]');
}

async function communePlaces(db: Kysely<Tables>): Promise<CommunePlace[]> {
  const columns = ['scope', 'province', 'predecessors'] as const;
  const rows = await db.selectFrom('communes').select(columns).orderBy('code').orderBy('scope').execute();
  return rows.map((row) => ({ ...row, predecessors: JSON.parse(row.predecessors) as string[] }));
}

/** Grants on a commune that does not exist yet give nothing: records would be accepted there where nobody looks. */
async function officersOf(db: Kysely<Tables>, rows: readonly Granted[]): Promise<Map<string, Officer>> {
  const wide = rows.some(isWide);
  const all = wide ? await communePlaces(db) : [];
  const officers = new Map<string, Officer>();
  for (const [id, own] of Map.groupBy(rows, (row) => row.id)) {
    const communes = own.flatMap(({ scope, province }) => (scope && province ? [{ scope, province }] : []));
    const posts = postsOf(own.flatMap(grantOf), own.some(isWide) ? all : communes);
    officers.set(id, { id, name: own[0]?.name ?? '', posts, scopes: scopesFor(posts, 'read-records') });
  }
  return officers;
}

function officerStore(db: Kysely<Tables>): Omit<PeopleStore, keyof Communes> {
  const granted = grantedRows(db);
  const officers = async (ids: readonly string[]): Promise<Map<string, Officer>> => {
    const found = await rowsByPart(ids.filter(isKeepableText), (part) =>
      granted.where('officers.id', 'in', part).execute(),
    );
    return await officersOf(db, found);
  };

  return {
    officers,

    async putOfficers(list) {
      await db.transaction().execute(async (trx) => {
        for (const { id, name, phone, grants } of list) {
          const row = { name, ...(phone !== undefined && { phone }) };
          await trx
            .insertInto('officers')
            .values({ id, phone: null, ...row })
            .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
            .execute();
          await trx.deleteFrom('grants').where('officer_id', '=', id).execute();
          if (grants.length === 0) continue;
          await trx
            .insertInto('grants')
            .values(
              grants.map((grant) => ({ officer_id: id, role: grant.role, level: grant.on, place: placeOf(grant) })),
            )
            .execute();
        }
      });
    },

    async accounts(scope) {
      const holders = db.selectFrom('officers').selectAll().orderBy('name').orderBy('id');
      const places = scope === null ? null : await grantPlacesOf(db, scope);
      const rows = await (places === null
        ? holders
        : holders.where('id', 'in', (eb) => holdersOfGrants(eb, places))
      ).execute();
      return await accountsOf(db, rows, await officers(rows.map(({ id }) => id)));
    },

    async account(id) {
      if (!isKeepableText(id)) return null;
      const rows = await db.selectFrom('officers').selectAll().where('id', '=', id).execute();
      return (await accountsOf(db, rows, await officers([id])))[0] ?? null;
    },

    async setClosed(id, closing) {
      await db
        .updateTable('officers')
        .set({ closed_at: closing?.at ?? null, successor: closing?.successor ?? null })
        .where('id', '=', id)
        .execute();
    },

    async byToken(tokenHash, now) {
      const rows = await granted
        .innerJoin('tokens', 'tokens.officer_id', 'officers.id')
        .leftJoin('devices', 'devices.sign_in', 'tokens.sign_in')
        .select(['tokens.device', 'devices.device as speaksFor', 'closed_at'])
        .select(['tokens.made_at', 'tokens.first_used_at', 'tokens.ended_at', 'tokens.ended_why'])
        .where('tokens.token_hash', '=', tokenHash)
        .execute();
      // The rows have each grant once for each device.
      const grants = new Map(rows.map((row) => [JSON.stringify([row.role, row.level, row.place]), row]));
      const [officer] = (await officersOf(db, [...grants.values()])).values();
      const [token] = rows;
      if (officer === undefined || token === undefined || token.ended_why === 'signed-out') return null;
      return {
        officer,
        device: token.device,
        devices: [...new Set(rows.flatMap(({ speaksFor }) => speaksFor ?? []))],
        madeAt: token.made_at,
        isNew: token.first_used_at === null,
        handIn: handInReason(
          {
            madeAt: token.made_at,
            endedAt: token.ended_at,
            endedWhy: token.ended_why,
            accountClosedAt: token.closed_at,
          },
          now,
        ),
      };
    },
  };
}

/** @returns the accounts of these rows, in their order */
async function accountsOf(
  db: Kysely<Tables>,
  rows: readonly {
    id: string;
    name: string;
    phone: string | null;
    closed_at: string | null;
    successor: string | null;
  }[],
  officers: ReadonlyMap<string, Officer>,
): Promise<Account[]> {
  const granted = await rowsByPart(
    rows.map(({ id }) => id),
    (part) => grantedRows(db).where('officers.id', 'in', part).execute(),
  );
  const grants = Map.groupBy(granted, ({ id }) => id);
  return rows.map(({ id, name, phone, closed_at, successor }) => ({
    id,
    name,
    phone,
    grants: (grants.get(id) ?? []).flatMap(grantOf),
    posts: officers.get(id)?.posts ?? [],
    closedAt: closed_at,
    successor,
  }));
}

function communeOf({ scope, code, name, province, ...row }: Selectable<Tables['communes']>): Commune {
  return {
    ...{ scope, code, name, province, from: row.valid_from, to: row.valid_to },
    criteriaVariant: row.criteria_variant === '70' ? '70' : '80',
    codes: JSON.parse(row.codes),
    predecessors: JSON.parse(row.predecessors),
  };
}

/** Where a grant may be that reaches a commune: on itself, on those into which it was merged, on a province of theirs. */
export interface GrantPlaces {
  readonly scopes: readonly string[];
  readonly provinces: readonly string[];
}

/** @returns the places of grants that reach this commune */
export async function grantPlacesOf(db: Kysely<Tables>, scope: string): Promise<GrantPlaces> {
  const all = await communePlaces(db);
  const reaching = [...all.filter((commune) => commune.scope === scope), ...heirsOf(all, scope)];
  return {
    scopes: [scope, ...reaching.map((each) => each.scope)],
    provinces: reaching.map(({ province }) => province),
  };
}

/** @returns a query for the officers who have a role in a commune */
export function holdersOfGrants(
  eb: Pick<ExpressionBuilder<Tables, never>, 'selectFrom'>,
  { scopes, provinces }: GrantPlaces,
) {
  return eb
    .selectFrom('grants')
    .select('officer_id')
    .where((where) =>
      where.or([
        where('level', '=', 'instance'),
        where.and([where('level', '=', 'commune'), where('place', 'in', [...scopes])]),
        ...(provinces.length === 0
          ? []
          : [where.and([where('level', '=', 'province'), where('place', 'in', [...provinces])])]),
      ]),
    );
}

/** One grant of one officer, with the commune that it is on. */
interface Granted {
  readonly id: string;
  readonly name: string;
  readonly role: string | null;
  readonly level: string | null;
  readonly place: string | null;
  readonly scope: string | null;
  readonly province: string | null;
  /** JSON, as the commune's row has it. */
  readonly predecessors: string | null;
}

function placeOf(grant: Grant): string {
  if (grant.on === 'commune') return grant.scope;
  return grant.on === 'province' ? grant.province : '';
}

function grantOf({ role: asRole, level, place }: Granted): Grant[] {
  const role = asRole as Role;
  switch (level) {
    case 'commune':
      return [{ role, on: level, scope: place ?? '' }];
    case 'province':
      return [{ role, on: level, province: place ?? '' }];
    case 'instance':
      return [{ role, on: level }];
    default:
      return [];
  }
}
