/** What becomes of forms and results when a commune is given another criteria set. */
import { describe, expect, it } from 'vitest';
import { STORES } from '../endpoint/station.ts';
import { laterVersion } from '../shared/criteria.ts';
import { commune } from './index.ts';

const SHIPPED = '2023.1';
/** The same questions with another pass mark: 80 points pass the shipped set and not this one. */
const next = await laterVersion('cdht-1', '2027.1', 90);

describe.each(STORES)('over %s', (endpoint) => {
  it('a draft is finished with the set it began with, and new forms take the new one from its day on', async () => {
    const village = commune({ endpoint, at: '2026-12-31 08:00' });
    const phone = await village.officer('Vân').phone().offline();
    const other = village.officer('Minh').phone();
    const desk = village.administrator('Quang').desk();
    const hoa = phone.household('Hộ 024').person('Đặng Thị Hoa');
    const form = await hoa.evaluate({ others: 'khá' }).begin();
    await desk.publishes(next, { from: '2027-01-01', confirmedBy: village.supervisor('Hạnh').desk() });

    // The day has come, and the phone does not know yet.
    village.clock.set('2027-01-02 08:00');
    const unaware = await phone.household('Hộ 017').person('Nguyễn Văn Bảy').evaluate({ others: 'khá' }).finish();
    await phone.online();
    await phone.sync();
    await phone.offline();

    expect(await form.criteria()).toBe(SHIPPED);
    const old = await form.finish();
    const fresh = await phone.household('Hộ 017').person('Lê Thị Mười').evaluate({ others: 'khá' }).finish();
    const inEach = [
      [unaware, { version: SHIPPED, verdict: 'pass', agrees: true }],
      [old, { version: SHIPPED, verdict: 'pass', agrees: true }],
      [fresh, { version: '2027.1', verdict: 'fail', agrees: true }],
    ] as const;
    for (const [evaluation, explained] of inEach) expect(await evaluation.explained()).toEqual(explained);

    await phone.online();
    await phone.sync();
    for (const [evaluation] of inEach) expect(await evaluation.shows()).toMatchObject({ sent: 'received' });
    expect(await village.supervisor('Hạnh').desk().quarantine()).toEqual([]);

    // Another phone explains each with the very set it names, without a network.
    await other.sync();
    await other.offline();
    const seen = [
      other.household('Hộ 017').person('Nguyễn Văn Bảy'),
      other.household('Hộ 024').person('Đặng Thị Hoa'),
      other.household('Hộ 017').person('Lê Thị Mười'),
    ];
    for (const [at, person] of seen.entries()) {
      expect(await person.evaluation().explained()).toEqual(inEach[at]?.[1]);
    }
  });

  it('what is published for a later day changes nothing before, and its set is here when the day comes offline', async () => {
    const village = commune({ endpoint, at: '2026-12-30 08:00' });
    await village
      .administrator('Quang')
      .desk()
      .publishes(next, { from: '2027-01-01', confirmedBy: village.supervisor('Hạnh').desk() });
    const phone = await village.officer('Vân').phone().offline();
    const before = await phone.household('Hộ 024').person('Đặng Thị Hoa').evaluate({ others: 'khá' }).finish();
    expect(await before.explained()).toMatchObject({ version: SHIPPED });
    village.clock.set('2027-01-01 00:30');
    const after = await phone.household('Hộ 024').person('Trần Minh Khang').evaluate({ others: 'khá' }).finish();
    expect(await after.explained()).toMatchObject({ version: '2027.1' });
  });
});

describe.each(STORES)('over %s', (endpoint) => {
  it('an endpoint restored from before the set was added has it back from a phone, and others get it there', async () => {
    const village = commune({ endpoint, at: '2027-01-01 08:00' });
    const phone = village.officer('Vân').phone();
    await phone.sync();
    // Her sign-in is in the backup, so that the restored endpoint knows it.
    await village.supervisor('Hạnh').desk().quarantine();
    await village.endpoint.backUp();
    await village
      .administrator('Quang')
      .desk()
      .publishes(next, { from: '2027-01-01', confirmedBy: village.supervisor('Hạnh').desk() });
    await phone.sync();
    const before = await phone.household('Hộ 024').person('Trần Minh Khang').evaluate({ others: 'khá' }).finish();
    await phone.sync();
    await village.endpoint.restore();
    await village.administrator('Quang').enteredAgain();
    await phone.sync();
    await phone.sync();
    expect(await before.shows()).toMatchObject({ sent: 'received' });
    expect(await village.supervisor('Hạnh').desk().quarantine()).toEqual([]);
    const other = village.officer('Minh').phone();
    await other.sync();
    const evaluation = await other.household('Hộ 024').person('Đặng Thị Hoa').evaluate({ others: 'khá' }).finish();
    expect(await evaluation.explained()).toMatchObject({ version: '2027.1' });
    await other.sync();
    expect(await evaluation.shows()).toMatchObject({ sent: 'received' });
  });
});

it('a form begun again with the new set keeps its answers, and is one evaluation', async () => {
  const village = commune({ at: '2027-01-01 08:00' });
  const phone = village.officer('Vân').phone();
  const person = phone.household('Hộ 024').person('Đặng Thị Hoa');
  const form = await person.evaluate({ others: 'tốt' }).begin();
  await village
    .administrator('Quang')
    .desk()
    .publishes(next, { from: '2027-01-01', confirmedBy: village.supervisor('Hạnh').desk() });
  await phone.sync();
  await form.beginAgain();
  await phone.restart();
  expect(await form.criteria()).toBe('2027.1');
  const evaluation = await form.finish();
  expect(await evaluation.explained()).toEqual({ version: '2027.1', verdict: 'pass', agrees: true });
  expect(await person.shows()).toMatchObject({ evaluations: 1 });
});

it('a wiped phone has the set of its draft back without a network', async () => {
  const village = commune({ at: '2027-01-01 08:00' });
  await village
    .administrator('Quang')
    .desk()
    .publishes(next, { from: '2027-01-01', confirmedBy: village.supervisor('Hạnh').desk() });
  const phone = await village.officer('Vân').phone().offline();
  const form = await phone.household('Hộ 024').person('Đặng Thị Hoa').evaluate({ others: 'khá' }).begin();
  await phone.wipe();
  expect(await form.criteria()).toBe('2027.1');
  await phone.online();
  await phone.sync();
  expect(await (await form.finish()).explained()).toEqual({ version: '2027.1', verdict: 'fail', agrees: true });
});
