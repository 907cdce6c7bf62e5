/** What follows from the revisions in memory: nothing of it is kept, every answer is made when it is asked for. */
import type { CurrentEntity, ListedEntity, ViewStore } from '../../../../src/endpoint/store/api.ts';
import { revisionKey } from '../../../../src/endpoint/store/revision-key.ts';
import { viewRevision } from '../../../../src/endpoint/store/view-history.ts';
import { type Derived, deriveRows, type EntityCells, hangsFrom } from '../../../../src/endpoint/views/derive.ts';
import type { ViewRevision } from '../../../../src/programme/index.ts';
import type { Connection } from './connection.ts';
import { keyOf, type StoredRevision } from './rows.ts';

interface Entity {
  readonly derived: Derived & { readonly entity: EntityCells };
  readonly own: readonly ViewRevision[];
}

export function viewStore(connection: Connection): ViewStore {
  const entities = (scope: string): Entity[] => {
    const rows = [...connection.all('revisions').values()].filter(({ revision }) => revision.scope === scope);
    const revisions = rows.map(asViewRevision);
    const hanging = Map.groupBy(revisions, ({ kind, payload }) => {
      const owner = hangsFrom(kind, payload);
      return owner === null ? '' : keyOf(owner.kind, owner.entityId);
    });
    const byEntity = Map.groupBy(revisions, ({ kind, entityId }) => keyOf(kind, entityId));
    return [...byEntity].flatMap(([key, own]) => {
      const { entity, ...rest } = deriveRows(own, hanging.get(key) ?? []);
      return entity === null ? [] : [{ own, derived: { ...rest, entity } }];
    });
  };
  const idsWhere = (scope: string, view: string, isWanted: (row: NonNullable<Derived['row']>) => boolean): string[] =>
    entities(scope).flatMap(({ derived: { table, row, entityId } }) =>
      table?.name === view && row !== null && isWanted(row) ? [entityId] : [],
    );

  return {
    async current(scope, kind, entityIds) {
      return entities(scope).flatMap((entity) => {
        const { derived } = entity;
        return derived.kind === kind && entityIds.includes(derived.entityId) ? (currentOf(entity) ?? []) : [];
      });
    },
    async listed(scope, kind, after, limit) {
      const found = entities(scope)
        .filter(({ derived }) => derived.kind === kind && derived.entityId > after)
        .sort((a, b) => (a.derived.entityId < b.derived.entityId ? -1 : 1));
      const page = found.slice(0, limit);
      const listed = page.flatMap((entity): ListedEntity[] => {
        const { title, shown_rev_id: revId } = entity.derived.entity;
        const shown = connection.get('revisions', revisionKey({ scope, revId: revId ?? '' }))?.revision;
        const current = currentOf(entity);
        if (current === null || shown === undefined) return [];
        return [{ ...current, title, author: shown.author, device: shown.device, deviceTime: shown.deviceTime }];
      });
      const next = found.length > limit ? (page.at(-1)?.derived.entityId ?? null) : null;
      // No test in memory has megabytes of one entity.
      return { entities: listed, tooLarge: [], next };
    },
    async titles(scope, entityIds) {
      const titled = entities(scope).filter(
        ({ derived: { kind, entityId, entity } }) =>
          kind !== 'identity' && entity.title !== '' && entityIds.includes(entityId),
      );
      return new Map(titled.map(({ derived: { entityId, entity } }) => [entityId, entity.title]));
    },
    householdsAt: async (scope, places) => idsWhere(scope, 'households', ({ place }) => places.includes(String(place))),
    peopleNamed: async (scope, people) =>
      idsWhere(scope, 'people', (row) =>
        people.some(({ name, birthYear }) => row.name_key === name && row.birth_year === birthYear),
      ),
    returnedTo: async (scope, author, limit) =>
      idsWhere(scope, 'evaluations', (row) => row.status === 'returned' && row.author === author)
        .sort()
        .slice(0, limit),
    figuresOf: async (scope) => ({
      households: idsWhere(scope, 'households', () => true).length,
      people: idsWhere(scope, 'people', () => true).length,
    }),
    pendingViews: async (scope) =>
      entities(scope).flatMap(({ derived: { table, entityId, pending } }) =>
        table === null || pending === null ? [] : [{ view: table.name, entityId, why: pending }],
      ),
    countedEvaluations: async (scope, period, after, limit) =>
      idsWhere(scope, 'evaluations', (row) => row.period === period && row.status !== 'void')
        .filter((id) => id > after)
        .sort()
        .slice(0, limit),
    scopesWithRecords: async () => [
      ...new Set([...connection.all('revisions').values()].map(({ revision }) => revision.scope)),
    ],
    // Nothing is kept that could differ.
    staleScopes: async () => [],
    remakeStale: async () => 0,
    viewBatch: async (scope) => ({ entityCount: entities(scope).length, next: null, differences: [] }),
  };
}

function currentOf({ derived: { entityId: id, entity }, own }: Entity): CurrentEntity | null {
  const shown = own.find(({ revId }) => revId === entity.shown_rev_id)?.payload ?? null;
  const payload = entity.merged === null ? shown : (JSON.parse(entity.merged) as CurrentEntity['payload']);
  if (payload === null) return null;
  return { id, payload, heads: JSON.parse(entity.heads) as string[], conflict: entity.conflict === 1 };
}

function asViewRevision({ revision, body, score, scopeSeq }: StoredRevision): ViewRevision {
  return viewRevision({
    rev_id: revision.revId,
    kind: revision.kind,
    entity_id: revision.entityId,
    author: revision.author,
    device_seq: revision.deviceSeq,
    scope_seq: scopeSeq,
    body,
    score: score === null ? null : JSON.stringify(score),
  });
}
