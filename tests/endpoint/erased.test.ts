/**
 * Goal: a payload that the law had erased is a state like any other at the endpoint: it is in pages, roster, digests,
 * backups and the quarantine's list, nothing brings its payload back, and nobody can pass a record off as an erased one.
 * Method: real pushes over both databases, any of them erased in the table as a later command will do it; then real
 * phones, the roster import's reading, a backup that is restored, and the attacks.
 */
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backupCommand } from '../../src/endpoint/cli/backup.ts';
import { restoreCommand } from '../../src/endpoint/cli/restore.ts';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import { rebuildViews } from '../../src/endpoint/views/upkeep.ts';
import { materialize } from '../../src/programme/index.ts';
import {
  canonicalText,
  quarantineList,
  type Revision,
  retryResponse,
  revisionSchema,
} from '../../src/protocol/index.ts';
import { SCOPE, STORES, Station } from './station.ts';

const erase = (revision: Revision): Revision => ({ ...revision, payload: null, erasedAt: '2026-11-28T00:00:00.000Z' });
const CITIZEN = { householdId: '', name: 'Danh Thị Hai', birthYear: 1962, sex: 'nu', relation: 'con', group: '1' };

describe.each(STORES)('erased payloads on %s', (kind) => {
  let station: Station;
  let officer: string;
  let supervisor: string;
  beforeAll(async () => {
    station = await Station.open(kind);
    officer = await station.enrol('CB-1');
    supervisor = await station.enrol('GS-1');
  });
  afterAll(() => station?.dispose());

  const push = async (...revisions: readonly Revision[]) =>
    (await station.push(officer, revisions)).receipts.map(({ status, code }) => code ?? status);
  const eraseHeld = async (revisions: readonly Revision[]) => {
    for (const revision of revisions) {
      const body = canonicalText(erase(revision)).replaceAll("'", "''");
      await station.sql(`UPDATE revisions SET body = '${body}' WHERE rev_id = '${revision.revId}'`);
    }
    await rebuildViews(station.store, () => undefined);
  };
  const bodies = async () => (await station.store.page({ scope: SCOPE, stream: 'records' }, 0, 1000)).rows;

  /** Revisions of a household and of somebody in it, each on any one of its own before it. */
  const historyOf = (drawn: readonly { ofPerson: boolean; on: number }[]): Revision[] => {
    const household = station.household('1');
    const payload = { ...CITIZEN, householdId: household.entityId };
    const citizen = station.household('', { kind: 'citizen', payload });
    const all = [household, citizen];
    for (const [at, { ofPerson, on }] of drawn.entries()) {
      const of = ofPerson ? citizen : household;
      const own = all.filter(({ entityId }) => entityId === of.entityId);
      const changed = ofPerson ? { ...payload, name: `Danh ${at}` } : { number: String(at), hamlet: 'Bình Hòa' };
      const { entityId } = of;
      const parents = [own[on % own.length]?.revId ?? ''];
      all.push(station.household('', { kind: of.kind, entityId, parents, payload: changed }));
    }
    return all;
  };

  it('any subset: pages, roster and digests read, and a real phone shows what is left', async () => {
    const history = fc.array(fc.record({ ofPerson: fc.boolean(), on: fc.nat() }), { maxLength: 6 });
    const { vault, syncClient } = await station.phone(11);
    await fc.assert(
      fc.asyncProperty(history, fc.func(fc.boolean()), async (drawn, isChosen) => {
        const all = historyOf(drawn);
        expect(new Set(await push(...all))).toEqual(new Set(['created']));
        const chosen = all.filter((_, at) => isChosen(at));
        await eraseHeld(chosen);
        const left = all.map((each) => (chosen.includes(each) ? erase(each) : each));
        expect((await syncClient.sync()).kind).toBe('done');
        for (const [at, first] of all.slice(0, 2).entries()) {
          const own = left.filter(({ entityId }) => entityId === first.entityId);
          const { current, heads } = materialize(own);
          const [found] = await station.store.current(SCOPE, at === 0 ? 'household' : 'citizen', [first.entityId]);
          if (current === null) expect(found).toBeUndefined();
          else expect(found).toMatchObject({ payload: current, heads });
          const ref = { scope: SCOPE, id: first.entityId };
          const shown = at === 0 ? await vault.household(ref) : await vault.person(ref);
          expect(shown === null).toBe(current === null);
        }
        const { rows } = await station.store.ofDevices(SCOPE, [all[0]?.device ?? '']);
        const hashes = new Map(rows.map(({ revId, contentHash }) => [revId, contentHash]));
        for (const { revId, contentHash } of all) expect(hashes.get(revId)).toBe(contentHash);
      }),
      { numRuns: 15 },
    );
  });

  it('the phone that still has the payload gets its receipt, and the endpoint keeps it erased', async () => {
    const revision = station.household('77');
    await push(revision);
    await eraseHeld([revision]);
    expect(await push(revision)).toEqual(['duplicate']);
    const row = (await bodies()).find(({ revId }) => revId === revision.revId);
    expect(revisionSchema.parse(JSON.parse(row?.body ?? ''))).toMatchObject({ payload: null });
  });

  it('a record that is handed in erased proves nothing: it waits, and hides nobody', async () => {
    const first = station.household('78');
    await push(first);
    const forged = erase(station.household('', { entityId: first.entityId, parents: [first.revId] }));
    expect(await push(forged)).toEqual(['erased']);
    expect(await station.store.current(SCOPE, 'household', [first.entityId])).toHaveLength(1);
    const { value } = await station.ask(supervisor, `/v1/quarantine?scope=${SCOPE}&state=open`);
    const row = quarantineList.parse(value).rows.find(({ revId }) => revId === forged.revId);
    expect(row).toMatchObject({ code: 'erased', subject: null });
    const again = await station.ask(supervisor, '/v1/quarantine/retry', { scope: SCOPE, ids: [row?.id] });
    expect(retryResponse.parse(again.value).results).toMatchObject([{ outcome: 'kept', code: 'erased' }]);
    // Held as it was erased here, it is known by its hash.
    await eraseHeld([first]);
    expect(await push(erase(first))).toEqual(['duplicate']);
  });

  it.each([
    ['no payload and no instant', { payload: null }],
    ['an instant beside a payload', { erasedAt: '2026-11-28T00:00:00.000Z' }],
  ])('%s is no revision', async (_name, changed) => {
    const [outcome] = await push({ ...station.household('79'), ...changed } as Revision);
    expect(outcome).toBe('unreadable');
  });

  // PostgreSQL has no backup command of ours. A test that is skipped counts as one that failed: there it is none.
  const onSqlite = kind === 'sqlite' ? it : () => undefined;
  onSqlite('a backup that is restored has it erased', async () => {
    const revision = station.household('80');
    await push(revision);
    await eraseHeld([revision]);
    const before = process.env.DATA_DIR;
    process.env.DATA_DIR = station.folder;
    const file = join(station.folder, 'backup.sqlite');
    expect(await backupCommand([file])).toMatchObject({ code: 0 });
    await station.store.close();
    expect(await restoreCommand([file])).toMatchObject({ code: 0 });
    const store = await openStore({ dataDir: station.folder });
    const { rows } = await store.page({ scope: SCOPE, stream: 'records' }, 0, 1000);
    const row = rows.find(({ revId }) => revId === revision.revId);
    expect(row && JSON.parse(row.body)).toMatchObject({ payload: null, contentHash: revision.contentHash });
    await store.close();
    if (before === undefined) delete process.env.DATA_DIR;
    else process.env.DATA_DIR = before;
  });
});
