/** What the rest of the endpoint asks of the view tables, in SQL. */
import type { Kysely } from 'kysely';
import type { Revision } from '../../protocol/index.ts';
import type { CurrentEntity, ViewStore } from './api.ts';
import { isKeepableText, keepableText } from './keepable.ts';
import { parts } from './parts.ts';
import type { Tables } from './schema.ts';
import { viewBatch } from './view-batch.ts';

export function viewStore(db: Kysely<Tables>): ViewStore {
  return {
    async current(scope, kind, entityIds) {
      const found: CurrentEntity[] = [];
      for (const part of parts(entityIds)) {
        const rows = await db
          .selectFrom('entities')
          .innerJoin('revisions', (join) =>
            join
              .onRef('revisions.scope', '=', 'entities.scope')
              .onRef('revisions.rev_id', '=', 'entities.shown_rev_id'),
          )
          .select(['entities.entity_id as id', 'merged', 'heads', 'conflict', 'body'])
          .where('entities.scope', '=', scope)
          .where('entities.entity_id', 'in', part)
          .where('entities.kind', '=', kind)
          .execute();
        for (const { id, merged, heads, conflict, body } of rows) {
          const { payload } = merged === null ? (JSON.parse(body) as Revision) : { payload: JSON.parse(merged) };
          if (payload === null) continue;
          found.push({ id, payload, heads: JSON.parse(heads) as string[], conflict: conflict === 1 });
        }
      }
      return found;
    },

    async listed(scope, kind, after, limit) {
      const rows = await db
        .selectFrom('entities')
        .innerJoin('revisions', (join) =>
          join.onRef('revisions.scope', '=', 'entities.scope').onRef('revisions.rev_id', '=', 'entities.shown_rev_id'),
        )
        .select(['entities.entity_id as id', 'title', 'merged', 'heads', 'conflict', 'body'])
        .where('entities.scope', '=', scope)
        .where('entities.kind', '=', kind)
        .where('entities.entity_id', '>', keepableText(after))
        .orderBy('entities.entity_id')
        .limit(limit)
        .execute();
      return rows.flatMap(({ id, title, merged, heads, conflict, body }) => {
        const { author, device, deviceTime, payload: shown } = JSON.parse(body) as Revision;
        const payload = merged === null ? shown : (JSON.parse(merged) as Revision['payload']);
        if (payload === null) return [];
        return [
          {
            id,
            title,
            author,
            device,
            deviceTime,
            payload,
            heads: JSON.parse(heads) as string[],
            conflict: conflict === 1,
          },
        ];
      });
    },

    async titles(scope, entityIds) {
      const titles = new Map<string, string>();
      for (const part of parts(entityIds.filter(isKeepableText))) {
        const rows = await db
          .selectFrom('entities')
          .select(['entity_id', 'title'])
          .where('scope', '=', scope)
          .where('entity_id', 'in', part)
          .where('kind', '<>', 'identity')
          .where('title', '<>', '')
          .orderBy('entity_id')
          .orderBy('kind')
          .execute();
        for (const { entity_id, title } of rows) titles.set(entity_id, title);
      }
      return titles;
    },

    async householdsAt(scope, places) {
      const ids: string[] = [];
      for (const part of parts(places)) {
        const rows = await db
          .selectFrom('households')
          .select('entity_id')
          .where('scope', '=', scope)
          .where('place', 'in', part)
          .execute();
        ids.push(...rows.map(({ entity_id }) => entity_id));
      }
      return ids;
    },

    async peopleNamed(scope, people) {
      const ids: string[] = [];
      const wanted = new Set(people.map(({ name, birthYear }) => `${birthYear} ${name}`));
      for (const part of parts([...new Set(people.map(({ name }) => name))])) {
        const rows = await db
          .selectFrom('people')
          .select(['entity_id', 'name_key', 'birth_year'])
          .where('scope', '=', scope)
          .where('name_key', 'in', part)
          .execute();
        for (const { entity_id, name_key, birth_year } of rows) {
          if (wanted.has(`${birth_year} ${name_key}`)) ids.push(entity_id);
        }
      }
      return ids;
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
  };
}
