/** The driver itself: what it says when a step fails, and that nouns stand for the same thing each time. */
import { expect, it } from 'vitest';
import { commune } from './index.ts';
import { Story } from './story.ts';

it('a step that fails says which one, why, and what went before', async () => {
  const phone = await commune().officer('Vân').phone().offline();
  await expect(phone.household('Hộ 099').person('Đặng Thị Hoa').shows()).rejects.toThrow(
    /^Step \d+ failed: Vân's phone › Hộ 099 › Đặng Thị Hoa is looked at\n.*no Hộ 099 on Vân's phone; it knows Hộ 017, Hộ 024\nThe story so far:\n +1\. 2026-11-24 08:00 {2}Vân's phone goes offline/,
  );
  await expect(phone.household('Hộ 024').person('Hoa').shows()).rejects.toThrow(
    'nobody in Hộ 024 is called Hoa; there are Trần Minh Khang, Đặng Thị Hoa',
  );
  await expect(phone.household('Hộ 024').person('Đặng Thị Hoa').evaluate({ 3: 'đạt' }).finish()).rejects.toThrow(
    /the form is not complete: 1, 2, 4/,
  );
  await expect(phone.sync()).rejects.toThrow('the round ended as {"kind":"offline"}');
});

it('a step that nobody awaited fails the test', async () => {
  const story = new Story(() => '');
  let end = () => {};
  const step = story.step('Vân saves', () => new Promise<void>((resolve) => (end = resolve)));
  expect(() => story.assertAllAwaited()).toThrow('await it: Vân saves');
  end();
  await step;
  expect(() => story.assertAllAwaited()).not.toThrow();
});

it('the same name is the same officer and the same phone; another phone is another device', async () => {
  const village = commune({ households: { 'Hộ 001': [] } });
  const van = village.officer('Vân');
  expect(village.officer('Vân').phone()).toBe(van.phone());
  await van.phone().offline();
  await van.phone().household('Hộ 001').change({ address: 'Sau chợ' });
  expect(await van.phone('old phone').household('Hộ 001').shows()).toMatchObject({ address: null });
  await van.phone().online();
  await van.phone().sync();
  await van.phone('old phone').sync();
  expect(await van.phone('old phone').household('Hộ 001').shows()).toMatchObject({
    address: 'Sau chợ',
    conflict: false,
  });
  expect(() => village.supervisor('Vân')).toThrow('Vân is officer here, not supervisor');
});
