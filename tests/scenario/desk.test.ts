/** What passes between officers, a supervisor and the endpoint's operator. */
import { describe, expect, it } from 'vitest';
import { STORES } from '../endpoint/station.ts';
import { commune } from './index.ts';

describe.each(STORES)('over %s', (endpoint) => {
  it('a supervisor returns an evaluation, and the officer reads why', async () => {
    const village = commune({ endpoint });
    const phone = village.officer('Vân').phone();
    const form = await phone.household('Hộ 024').person('Đặng Thị Hoa').evaluate({ others: 'khá' }).finish();
    await phone.sync();

    const desk = village.supervisor('Hạnh').desk();
    await desk.sync();
    const seen = desk.household('Hộ 024').person('Đặng Thị Hoa').evaluation();
    await seen.return('Thiếu minh chứng', { 5: 'Chưa có ảnh' });
    await desk.sync();

    expect(await form.shows()).toMatchObject({ sent: 'received', status: 'received' });
    await phone.sync();
    expect(await form.shows()).toMatchObject({
      status: 'returned',
      comment: 'Thiếu minh chứng',
      remarks: { '5': 'Chưa có ảnh' },
    });
  });

  it('a correction is accepted, and one that comes later changes nothing by itself', async () => {
    const village = commune({ endpoint });
    const phone = village.officer('Vân').phone();
    const desk = village.supervisor('Hạnh').desk();
    const form = await phone.household('Hộ 024').person('Đặng Thị Hoa').evaluate({ others: 'khá' }).finish();
    const seen = desk.household('Hộ 024').person('Đặng Thị Hoa').evaluation();
    await phone.sync();
    await desk.sync();
    await seen.return('Chỉ tiêu 5 chưa đúng');
    await desk.sync();
    await phone.sync();
    await form.correct({ 5: 'đạt' }).finish();
    const { total } = await form.shows();
    await phone.sync();
    await desk.sync();
    expect(await seen.shows()).toMatchObject({ status: 'resubmitted', total });
    await seen.accept();
    await desk.sync();

    await form.correct({ 5: 'tốt' }).finish();
    await phone.sync();
    await desk.sync();
    expect(await seen.shows()).toMatchObject({ status: 'accepted', total });
    expect(await form.shows()).toMatchObject({ status: 'accepted', total });
  });

  it('decisions that a restored endpoint has in another order: lists and evaluations say the same at once', async () => {
    const village = commune({ endpoint });
    const phone = village.officer('Vân').phone();
    const form = await phone.household('Hộ 024').person('Đặng Thị Hoa').evaluate({ others: 'khá' }).finish();
    await phone.sync();
    const [first, second] = [village.supervisor('Hạnh').desk(), village.supervisor('Minh').desk()];
    const on = (desk: typeof first) => desk.household('Hộ 024').person('Đặng Thị Hoa').evaluation();
    await first.sync();
    await second.sync();
    await village.endpoint.backUp();

    await on(first).accept();
    await on(first).propose();
    await first.sync();
    await on(second).decide('void', 'Nhầm người');
    await second.sync();
    await phone.sync();
    await first.sync();
    expect(await form.shows(), 'it came too late').toMatchObject({ status: 'proposed' });
    for (const each of [first, second, phone]) expect(await each.shows()).toMatchObject({ evaluated: 1 });

    await village.endpoint.restore();
    // Now it is the first decision that the endpoint hears of, and the other supervisor's come too late.
    await second.sync();
    expect(await second.shows()).toMatchObject({ evaluated: 0 });
    await first.sync();
    expect(await on(first).shows()).toMatchObject({ status: 'void' });
    expect(await first.shows()).toMatchObject({ evaluated: 0 });
    await phone.sync();
    expect(await form.shows()).toMatchObject({ status: 'void' });
    expect(await phone.shows()).toMatchObject({ evaluated: 0 });
    await phone.restart();
    expect(await phone.shows()).toMatchObject({ evaluated: 0 });
  });

  it('an endpoint restored from an older backup gets back what its phones made since', async () => {
    const village = commune({ endpoint });
    const phone = village.officer('Vân').phone();
    await phone.sync();
    await village.endpoint.backUp();
    await phone.household('Hộ 024').person('Đặng Thị Hoa').evaluate({ others: 'khá' }).finish();
    await phone.sync();
    const whole = await village.endpoint.records();

    await village.endpoint.restore();
    expect(await village.endpoint.records()).toBe(whole - 3);
    await phone.sync();
    expect(await village.endpoint.records()).toBe(whole);
    expect(await phone.shows()).toMatchObject({ waiting: 0, needAttention: 0 });
  });
});
