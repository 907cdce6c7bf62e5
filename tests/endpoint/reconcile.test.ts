/**
 * Goal: what the endpoint gave a receipt for and lost since comes back from the phone. Method: real phones over the real
 * routes; rows are deleted in the database itself.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addHousehold } from '../../src/programme/index.ts';
import { monthDigests, reconcileResponse } from '../../src/protocol/index.ts';
import { uuidv7 } from '../../src/vault/index.ts';
import { OTHER_SCOPE, SCOPE, STORES, Station } from './station.ts';

const DAY = 86_400_000;

describe.each(STORES)('reconciling on %s', (kind) => {
  let station: Station;
  beforeAll(async () => {
    station = await Station.open(kind);
  });
  afterAll(() => station?.dispose());

  type Phone = Awaited<ReturnType<Station['phone']>>;
  const save = async ({ phone, vault }: Phone, number: string): Promise<string> => {
    const ref = { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) };
    const done = await vault.commit(addHousehold(ref, { number, hamlet: 'Ấp 3' }));
    if (done.kind !== 'saved') throw new Error(done.reason);
    return done.revisions[0]?.revId ?? '';
  };
  const held = async (revIds: readonly string[]) =>
    (await Promise.all(revIds.map(async (revId) => ((await station.heldOf(revId)) ? [revId] : [])))).flat();

  it('a row deleted behind the endpoint’s back comes back within a week, unchanged, and only it is sent', async () => {
    const officer = await station.phone(101);
    const revIds = [await save(officer, '1'), await save(officer, '2'), await save(officer, '3')];
    expect(await officer.syncClient.sync()).toMatchObject({ kind: 'done', pushed: 3 });
    const hash = (await station.heldOf(revIds[1] ?? ''))?.contentHash;
    await station.sql(`delete from revisions where rev_id = '${revIds[1]}'`);

    officer.phone.clock.forward(6 * DAY);
    expect(await officer.syncClient.sync()).toMatchObject({ kind: 'done', pushed: 0 });
    expect(await held(revIds)).toHaveLength(2);
    officer.phone.clock.forward(2 * DAY);
    expect(await officer.syncClient.sync()).toMatchObject({ kind: 'done', pushed: 1 });
    expect(await held(revIds)).toEqual(revIds);
    expect((await station.heldOf(revIds[1] ?? ''))?.contentHash).toBe(hash);
    const states = (await officer.vault.outbox()).map(({ state }) => state.kind);
    expect(states).toEqual(['received', 'received', 'received']);
    // Not again until another week has passed.
    await station.sql(`delete from revisions where rev_id = '${revIds[0]}'`);
    expect(await officer.syncClient.sync()).toMatchObject({ kind: 'done', pushed: 0 });
    officer.phone.clock.forward(8 * DAY);
    expect(await officer.syncClient.sync()).toMatchObject({ kind: 'done', pushed: 1 });
  });

  it('another phone gets a row that came back like any other', async () => {
    const [one, two] = [await station.phone(102), await station.phone(103)];
    const revId = await save(one, '11');
    await one.syncClient.sync();
    await station.sql(`delete from revisions where rev_id = '${revId}'`);
    expect((await two.syncClient.sync()).kind).toBe('done');
    one.phone.clock.forward(8 * DAY);
    await one.syncClient.sync();
    await two.syncClient.sync();
    const numbers = (await two.vault.households(SCOPE, 'Ấp 3', '2026')).map(({ number }) => number);
    expect(numbers).toContain('11');
  });

  it('lists only the months that differ, only of the own device, only in the own commune', async () => {
    const device = station.uuid();
    const [token, other] = [await station.enrol('CB-1', device), await station.enrol('CB-1')];
    const october = station.household('21', { device, deviceTime: '2026-10-31T23:00:00+07:00' });
    const november = station.household('22', { device, deviceTime: '2026-10-31T23:00:00Z' });
    await station.push(token, [october, november]);
    const ask = async (as: string, months: unknown, scope = SCOPE) =>
      station.ask(as, '/v1/reconcile', { scope, months });
    const months = async (as: string, digests: unknown) =>
      reconcileResponse.parse((await ask(as, digests)).value).months;
    const rows = (await station.store.page({ scope: SCOPE, stream: 'records' }, 0, 100)).rows;
    const of = ({ revId, contentHash }: typeof october) => ({
      revId,
      contentHash,
      scopeSeq: rows.find((row) => row.revId === revId)?.scopeSeq,
    });

    expect(await months(token, monthDigests([october, november]))).toEqual([]);
    expect(await months(token, monthDigests([october]))).toEqual([{ month: '2026-11', held: [of(november)] }]);
    const all = [
      { month: '2026-10', held: [of(october)] },
      { month: '2026-11', held: [of(november)] },
    ];
    expect(await months(token, [])).toEqual(all);
    const forgotten = { month: '2025-01', count: 1, sha256: 'a'.repeat(64) };
    expect(await months(token, [forgotten])).toEqual([{ month: '2025-01', held: [] }, ...all]);
    expect(await months(other, monthDigests([october]))).toEqual([{ month: '2026-10', held: [] }]);
    expect((await ask(token, [], OTHER_SCOPE)).status).toBe(403);
    expect((await ask('wrong', [])).status).toBe(401);
  });
});
