/**
 * Goal: while an endpoint is upgraded process by process, those of the version before go on storing what phones push, and the
 * view tables end as the newer version makes them, without anybody's doing. Method: two stores of one database, of which one
 * says that it is of another version; both store records before, during and after the newer one makes all rows anew.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentRoster } from '../../src/endpoint/roster/apply.ts';
import type { Store } from '../../src/endpoint/store/api.ts';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import { checkViews, rebuildViews, remakeStaleViews, upgradeViews } from '../../src/endpoint/views/upkeep.ts';
import { canonicalText, type Revision } from '../../src/protocol/index.ts';
import { SCOPE, STORES, Station } from './station.ts';

const silent = () => undefined;
const OLDER = 'households 0';

describe.each(STORES)('two versions beside each other on %s', (kind) => {
  let station: Station;
  let older: Store;
  beforeAll(async () => {
    station = await Station.open(kind);
    older = await openStore({ dataDir: station.folder, databaseUrl: station.url }, OLDER);
  });
  afterAll(async () => {
    await older?.close();
    await station?.dispose();
  });

  const append = (store: Store, ...revisions: readonly Revision[]) =>
    store.append({
      accepted: revisions.map((revision) => ({
        revision,
        body: canonicalText(revision),
        score: revision.kind === 'evaluation' ? { total: 81, verdict: 'pass', hash: '', agrees: true } : null,
        blobs: [],
      })),
      quarantined: [],
      submittedBy: 'cb-1',
      receivedAt: station.now(),
    });
  const changed = (of: Revision, number: string) =>
    station.household(number, { entityId: of.entityId, parents: [of.revId] });
  const numberOf = async ({ entityId }: Revision) =>
    (await station.sql(`select number from households where entity_id = '${entityId}'`)).map(
      (row) => (row as { number: string }).number,
    );
  const differences = () => checkViews(station.store, silent);

  it('what the older one stores is left to the newer one, which makes its rows; none is overwritten', async () => {
    const before = station.household('1');
    await append(station.store, before);
    const after = changed(before, '2');
    const fresh = station.household('3');
    await append(older, after, fresh);
    expect(await numberOf(before), 'the row of the newer version stays').toEqual(['1']);
    expect(await numberOf(fresh)).toEqual([]);
    expect((await station.store.listed(SCOPE, 'household', '', 100)).tooLarge, 'not silently absent').toEqual([
      fresh.entityId,
    ]);
    expect((await differences()).length).toBeGreaterThan(0);

    expect(await remakeStaleViews(station.store)).toBe(2);
    expect([await numberOf(before), await numberOf(fresh)]).toEqual([['2'], ['3']]);
    expect(await differences()).toEqual([]);
    expect(await station.store.pendingViews(SCOPE)).toEqual([]);
    expect(await remakeStaleViews(station.store)).toBe(0);
  });

  it('a decision that the older one stores counts in the row of its evaluation', async () => {
    const evaluation = station.household('', {
      kind: 'evaluation',
      payload: {
        subject: { kind: 'citizen', id: station.uuid() },
        period: '2026',
        criteriaSet: { id: 'cdht-1', version: '1', sha256: '0'.repeat(64) },
        answers: {},
        clientResult: { total: 81, max: 100, verdict: 'pass', hash: '0'.repeat(64) },
        finishedAt: station.now(),
      },
    });
    await append(station.store, evaluation);
    const { entityId: evaluationId, revId } = evaluation;
    const payload = { evaluationId, revId, decision: 'accepted', at: station.now() };
    await append(older, station.household('', { kind: 'review', author: 'gs-1', payload }));
    await remakeStaleViews(station.store);
    const rows = await station.sql(`select status from evaluations where entity_id = '${evaluationId}'`);
    expect(rows).toMatchObject([{ status: 'accepted' }]);
    expect(await differences()).toEqual([]);
  });

  it('a push of the newer one and an import make anew what they touch, whatever is stale', async () => {
    const [one, other] = [
      station.household('41'),
      station.household('42', { payload: { number: '42', hamlet: 'Ấp Xa' } }),
    ];
    await append(older, one, other);
    await append(station.store, changed(one, '43'));
    expect(await numberOf(one)).toEqual(['43']);
    const wanted = { places: ['xa|42'], people: [], numberHashes: [], citizenIds: [] };
    const { households } = await currentRoster(station.store, SCOPE, wanted);
    expect([...households].map(({ id }) => id)).toEqual([other.entityId]);
    expect(await differences()).toEqual([]);
  });

  it('both go on while all rows are made anew, and nothing is missed', async () => {
    const homes = Array.from({ length: 8 }, (_, at) => station.household(`5${at}`));
    await append(station.store, ...homes);
    const write = async (at: number) => {
      const of = homes[at % homes.length] as Revision;
      await append(at % 2 === 0 ? older : station.store, changed(of, `6${at}`), station.household(`7${at}`));
    };
    const rebuild = () => rebuildViews(station.store, silent);
    const places = Array.from({ length: 12 }, (_, at) => at);
    // Two connections of one thread would wait for each other's lock on the embedded database: there it is one after the other.
    if (kind === 'postgres') await Promise.all([...places.map(write), rebuild(), ...places.map(write), rebuild()]);
    else
      for (const act of [...places.map((at) => () => write(at)), rebuild, () => write(12), () => write(13)])
        await act();
    await remakeStaleViews(station.store);
    expect(await differences()).toEqual([]);
    expect(await station.store.pendingViews(SCOPE)).toEqual([]);
  });

  it('a newer one that takes over from the older one makes all rows anew, and only then keeps them', async () => {
    await station.store.setMeta('views', OLDER);
    await station.store.setMeta('views-keeper', OLDER);
    const [byKeeper, beside] = [station.household('81'), station.household('82')];
    await append(older, byKeeper);
    await append(station.store, beside);
    expect([await numberOf(byKeeper), await numberOf(beside)]).toEqual([['81'], []]);
    expect(await remakeStaleViews(station.store), 'the rows are kept by another version').toBe(0);
    expect(await upgradeViews(station.store, silent)).toBe(true);
    expect(await numberOf(beside)).toEqual(['82']);
    expect(await differences()).toEqual([]);
    expect(await upgradeViews(station.store, silent)).toBe(false);
  });
});
