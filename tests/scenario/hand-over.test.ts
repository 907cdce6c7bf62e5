/** What an officer who leaves leaves behind: forms begun at the door, and evaluations that the commune returned. */
import { describe, expect, it } from 'vitest';
import { STORES } from '../endpoint/station.ts';
import { commune } from './index.ts';

describe.each(STORES)('over %s', (endpoint) => {
  it('a form that was begun at one door is finished by the officer who goes on', async () => {
    const village = commune({ endpoint });
    const [van, kha] = [village.officer('Vân'), village.officer('Kha')];
    const admin = village.administrator('Quyên').desk();
    const before = van.phone();
    const form = before.household('Hộ 024').person('Đặng Thị Hoa').evaluate({ 3: 'đạt', others: 'khá' });
    await form.photo(5).begin();
    await before.sync();
    const after = kha.phone();
    await after.sync();
    expect(await after.handedOver()).toEqual({ drafts: [], returned: 0 });

    expect(await admin.closes(van, kha)).toEqual({ returned: 0, drafts: 1 });
    await after.sync();
    await after.sync();
    expect(await after.handedOver()).toEqual({ drafts: ['Vân: Đặng Thị Hoa'], returned: 0 });
    expect(await after.goesOn()).toBe(1);
    const resumed = after.household('Hộ 024').person('Đặng Thị Hoa').evaluate({});
    const done = await (await resumed.resume()).finish();
    await after.sync();
    expect(await done.shows()).toMatchObject({ sent: 'received', status: 'received' });
    expect(await after.handedOver()).toEqual({ drafts: [], returned: 0 });
  });

  it('a phone that hands in after its account was closed brings its drafts, and what was finished is not among them', async () => {
    const village = commune({ endpoint });
    const [van, kha] = [village.officer('Vân'), village.officer('Kha')];
    const before = await van.phone().offline();
    const first = before.household('Hộ 024').person('Đặng Thị Hoa').evaluate({ others: 'khá' });
    await first.begin();
    await before.household('Hộ 024').person('Trần Minh Khang').evaluate({ others: 'khá' }).begin();
    const after = kha.phone();
    await after.sync();
    await village.administrator('Quyên').desk().closes(van, kha);
    await first.finish();
    await before.online();
    expect(await before.trySync()).toBe('signed-out');
    await after.sync();
    expect((await after.handedOver()).drafts).toEqual(['Vân: Trần Minh Khang']);
  });

  it('an own draft about the same person stays, and the one that was handed over lies beside it', async () => {
    const village = commune({ endpoint });
    const [van, kha] = [village.officer('Vân'), village.officer('Kha')];
    const [before, after] = [van.phone(), kha.phone()];
    await before.household('Hộ 024').person('Đặng Thị Hoa').evaluate({ others: 'khá' }).begin();
    await before.sync();
    await after.household('Hộ 024').person('Đặng Thị Hoa').evaluate({ others: 'đạt' }).begin();
    await village.administrator('Quyên').desk().closes(van, kha);
    await after.sync();
    expect(await after.goesOn()).toBe(0);
    const own = await after.household('Hộ 024').person('Đặng Thị Hoa').evaluate({}).resume();
    await own.finish();
    expect(await after.goesOn(), 'nothing is in the way any more').toBe(1);
  });

  it('an evaluation that was returned to who left is a task of who goes on, until it is corrected', async () => {
    const village = commune({ endpoint });
    const [van, kha] = [village.officer('Vân'), village.officer('Kha')];
    const before = van.phone();
    await before.household('Hộ 024').person('Đặng Thị Hoa').evaluate({ others: 'khá' }).finish();
    await before.sync();
    const desk = village.supervisor('Hạnh').desk();
    await desk.sync();
    await desk.household('Hộ 024').person('Đặng Thị Hoa').evaluation().return('Thiếu minh chứng');
    await desk.sync();
    const after = kha.phone();
    await after.sync();
    expect((await after.handedOver()).returned, 'it is not theirs yet').toBe(0);
    expect(await village.administrator('Quyên').desk().closes(van, kha)).toEqual({ returned: 1, drafts: 0 });
    await after.sync();
    expect((await after.handedOver()).returned).toBe(1);
    await after.household('Hộ 024').person('Đặng Thị Hoa').evaluation().correct({ 5: 'đạt' }).finish();
    await after.sync();
    expect((await after.handedOver()).returned).toBe(0);
  });
});
