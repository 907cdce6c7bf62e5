/** Reads the view tables, in SQL. */
import { type Kysely, sql } from 'kysely';
import type { Kind } from '../../programme/index.ts';
import type { Revision } from '../../protocol/index.ts';
import { viewOf } from '../views/derive.ts';
import type { CurrentEntity, ListedEntity, ListedPage, ViewStore } from './api.ts';
import { isKeepableText, keepableText } from './keepable.ts';
import { rowsByPart } from './parts.ts';
import type { Tables } from './schema.ts';
import { remakeStale, staleScopes, viewBatch } from './view-batch.ts';

/** @returns the views of a database */
export function viewStore(db: Kysely<Tables>): ViewStore {
  return {
    current: (scope, kind, entityIds) => current(db, scope, kind, entityIds),

    ...evaluationReads(db),

    listed: (scope, kind, after, limit) => listed(db, scope, kind, after, limit),

    async titles(scope, entityIds) {
      const rows = await rowsByPart(entityIds.filter(isKeepableText), (part) =>
        db
          .selectFrom('entities')
          .select(['entity_id', 'title'])
          .where('scope', '=', scope)
          .where('entity_id', 'in', part)
          .where('kind', '<>', 'identity')
          .where('title', '<>', '')
          .orderBy('entity_id')
          .orderBy('kind')
          .execute(),
      );
      return new Map(rows.map(({ entity_id, title }) => [entity_id, title]));
    },

    async householdsAt(scope, places) {
      const rows = await rowsByPart(places, (part) =>
        db.selectFrom('households').select('entity_id').where('scope', '=', scope).where('place', 'in', part).execute(),
      );
      return rows.map(({ entity_id }) => entity_id);
    },

    async peopleNamed(scope, people) {
      const wanted = new Set(people.map(({ name, birthYear }) => `${birthYear} ${name}`));
      const rows = await rowsByPart([...new Set(people.map(({ name }) => name))], (part) =>
        db
          .selectFrom('people')
          .select(['entity_id', 'name_key', 'birth_year'])
          .where('scope', '=', scope)
          .where('name_key', 'in', part)
          .execute(),
      );
      const found = rows.filter(({ name_key, birth_year }) => wanted.has(`${birth_year} ${name_key}`));
      return found.map(({ entity_id }) => entity_id);
    },

    async figuresOf(scope) {
      const count = async (table: 'households' | 'people') => {
        const counted = db.selectFrom(table).select(({ fn }) => fn.countAll().as('count'));
        return Number((await counted.where('scope', '=', scope).executeTakeFirstOrThrow()).count);
      };
      return { households: await count('households'), people: await count('people') };
    },

    async pendingViews(scope) {
      return await db
        .selectFrom('pending_views')
        .select(['view', 'entity_id as entityId', 'why'])
        .where('scope', '=', scope)
        .orderBy('view')
        .orderBy('entity_id')
        .execute();
    },

    async scopesWithRecords() {
      const rows = await db.selectFrom('scopes').select('scope').distinct().orderBy('scope').execute();
      return rows.map(({ scope }) => scope);
    },

    viewBatch: (scope, after, how) => viewBatch(db, scope, after, how),
    staleScopes: () => staleScopes(db),
    remakeStale: (scope) => remakeStale(db, scope),
  };
}

function evaluationReads(db: Kysely<Tables>): Pick<ViewStore, 'countedEvaluations' | 'returnedTo'> {
  return {
    async countedEvaluations(scope, period, after, limit) {
      const rows = await db
        .selectFrom('evaluations')
        .select('entity_id')
        .where('scope', '=', scope)
        .where('period', '=', keepableText(period))
        .where('status', '<>', 'void')
        .where('entity_id', '>', keepableText(after))
        .orderBy('entity_id')
        .limit(limit)
        .execute();
      return rows.map(({ entity_id }) => entity_id);
    },

    async returnedTo(scope, author, limit) {
      if (!isKeepableText(author)) return [];
      const rows = await db
        .selectFrom('evaluations')
        .select('entity_id')
        .where('scope', '=', scope)
        // A parameter would not let SQLite use the index, which has these evaluations alone.
        .where('status', '=', sql.lit('returned'))
        .where('author', '=', author)
        .orderBy('entity_id')
        .limit(limit)
        .execute();
      return rows.map(({ entity_id }) => entity_id);
    },
  };
}

async function current(
  db: Kysely<Tables>,
  scope: string,
  kind: Kind,
  entityIds: readonly string[],
): Promise<CurrentEntity[]> {
  const rows = await rowsByPart(entityIds, (part) =>
    db
      .selectFrom('entities')
      .innerJoin('revisions', (join) =>
        join.onRef('revisions.scope', '=', 'entities.scope').onRef('revisions.rev_id', '=', 'entities.shown_rev_id'),
      )
      .select(['entities.entity_id as id', 'merged', 'heads', 'conflict', 'body'])
      .where('entities.scope', '=', scope)
      .where('entities.entity_id', 'in', part)
      .where('entities.kind', '=', kind)
      .execute(),
  );
  return rows.flatMap(({ id, merged, heads, conflict, body }): CurrentEntity[] => {
    const { payload } = merged === null ? (JSON.parse(body) as Revision) : { payload: JSON.parse(merged) };
    return payload === null ? [] : [{ id, payload, heads: JSON.parse(heads) as string[], conflict: conflict === 1 }];
  });
}

/**
 * Reads a page in one statement, and so of one moment: an entity that grows too large meanwhile is in the page in one way
 * or the other.
 */
async function listed(
  db: Kysely<Tables>,
  scope: string,
  kind: Kind,
  after: string,
  limit: number,
): Promise<ListedPage> {
  const rows = await db
    .with('ids', (made) => {
      // Each of the two parts has a limit of its own, or all of the kind would be read for one page.
      const held = made
        .selectFrom('entities')
        .select('entity_id')
        .where('scope', '=', scope)
        .where('kind', '=', kind)
        .where('entity_id', '>', keepableText(after))
        .orderBy('entity_id')
        .limit(limit + 1);
      const pending = made
        .selectFrom('pending_views')
        .select('entity_id')
        .where('scope', '=', scope)
        .where('view', '=', viewOf({ kind }))
        .where('entity_id', '>', keepableText(after))
        .orderBy('entity_id')
        .limit(limit + 1);
      const both = made.selectFrom(held.as('held')).select('entity_id');
      return both
        .union(made.selectFrom(pending.as('pending')).select('entity_id'))
        .orderBy('entity_id')
        .limit(limit + 1);
    })
    .selectFrom('ids')
    .leftJoin('entities', (join) =>
      join
        .onRef('entities.entity_id', '=', 'ids.entity_id')
        .on('entities.scope', '=', scope)
        .on('entities.kind', '=', kind),
    )
    .leftJoin('revisions', (join) =>
      join.onRef('revisions.rev_id', '=', 'entities.shown_rev_id').on('revisions.scope', '=', scope),
    )
    .select(['ids.entity_id as id', 'title', 'merged', 'heads', 'conflict', 'body'])
    .orderBy('ids.entity_id')
    .execute();
  const page = rows.slice(0, limit);
  return {
    entities: page.flatMap(({ id, title, merged, heads, conflict, body }): ListedEntity[] => {
      if (title === null || heads === null || body === null) return [];
      const { author, device, deviceTime, payload: shown } = JSON.parse(body) as Revision;
      const payload = merged === null ? shown : (JSON.parse(merged) as Revision['payload']);
      // The payload was erased since the row was made.
      if (payload === null) return [];
      const shownOf = { author, device, deviceTime, payload, conflict: conflict === 1 };
      return [{ id, title, heads: JSON.parse(heads) as string[], ...shownOf }];
    }),
    // An entity that its view cannot take has a row among the entities all the same; only one that is too large has none.
    tooLarge: page.flatMap(({ id, heads }) => (heads === null ? [id] : [])),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}
