/**
 * Goal: whatever parents the held revisions name, the roster import finds every household and every person it should know
 * again. Method: histories drawn at random (itself as parent, circles, parents of other entities, parents nobody has, one
 * id under two kinds), put into both real databases behind the judgement's back, and the import's own reading of them.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalText, type Revision } from '../../src/protocol/index.ts';
import { SCOPE, STORES, Station } from './station.ts';

const drawnGraph = fc.array(
  fc.record({ entity: fc.nat(2), parents: fc.array(fc.nat(12), { maxLength: 4 }), asCitizen: fc.boolean() }),
  { minLength: 1, maxLength: 12 },
);

describe.each(STORES)('any graph on %s', (kind) => {
  let station: Station;
  beforeAll(async () => {
    station = await Station.open(kind);
  });
  afterAll(() => station?.dispose());

  it('every household and person is known to the roster import', async () => {
    await fc.assert(
      fc.asyncProperty(drawnGraph, async (drawn) => {
        const revIds = drawn.map(() => station.uuid());
        const entityIds = [station.uuid(), station.uuid(), station.uuid()];
        const unknown = station.uuid();
        const revisions = drawn.map(({ entity, parents, asCitizen }, place): Revision => {
          const payload = {
            householdId: station.uuid(),
            name: 'A',
            birthYear: 1962,
            sex: 'nu',
            relation: 'con',
            group: '1',
          };
          return station.household(String(place), {
            revId: revIds[place] ?? '',
            entityId: entityIds[entity] ?? '',
            parents: parents.map((at) => revIds[at] ?? unknown),
            ...(asCitizen && { kind: 'citizen', payload }),
          });
        });
        await station.store.append({
          accepted: revisions.map((revision) => ({ revision, body: canonicalText(revision), score: null, blobs: [] })),
          quarantined: [],
          submittedBy: 'cb-1',
          receivedAt: station.now(),
        });
        for (const wanted of ['household', 'citizen'] as const) {
          const current = await station.store.current(SCOPE, wanted, entityIds);
          const found = new Set(current.map(({ id }) => id));
          const entities = revisions.filter((revision) => revision.kind === wanted).map(({ entityId }) => entityId);
          expect(entities.filter((entityId) => !found.has(entityId))).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
