/** What an officer's days are made of: work without a network, two phones at one household, a phone that lost its data. */
import { expect, it } from 'vitest';
import { commune } from './index.ts';

it('an officer works offline for three days, and all of it arrives', async () => {
  const village = commune();
  const phone = await village.officer('Vân').phone().offline();
  const before = await village.endpoint.records();

  await phone.household('Hộ 024').person('Đặng Thị Hoa').evaluate({ 3: 'đạt', others: 'khá' }).finish();
  village.clock.forward({ days: 1 });
  await phone.household('Hộ 031').add(['Phạm Văn Út']);
  village.clock.forward({ days: 1 });
  await phone.household('Hộ 031').person('Phạm Văn Út').evaluate({ others: 'tốt' }).photo(5).finish();
  expect(await phone.trySync()).toBe('offline');
  expect(await phone.shows()).toMatchObject({
    waiting: 8,
    households: ['017 Bình Hòa', '024 Bình Hòa', '031 Bình Hòa'],
  });
  expect(await village.endpoint.records()).toBe(before);

  await phone.online();
  await phone.sync();
  expect(await phone.shows()).toMatchObject({ waiting: 0, needAttention: 0 });
  expect(await village.endpoint.records()).toBe(before + 8);
  const desk = village.supervisor('Hạnh').desk();
  expect(await desk.household('Hộ 031').person('Phạm Văn Út').evaluation().shows()).toMatchObject({ verdict: 'pass' });
});

it('two officers change one household in two ways, and both phones show that somebody must decide', async () => {
  const village = commune();
  const [van, lan] = [village.officer('Vân').phone(), village.officer('Lan').phone()];
  await van.offline();
  await lan.offline();
  await van.household('Hộ 024').change({ address: 'Cạnh trường tiểu học' });
  await lan.household('Hộ 024').change({ address: 'Sau chợ' });
  await van.online();
  await van.sync();
  await lan.online();
  await lan.sync();
  await van.sync();
  const [onVan, onLan] = [await van.household('Hộ 024').shows(), await lan.household('Hộ 024').shows()];
  expect(onVan).toMatchObject({ conflict: true, people: ['Trần Minh Khang', 'Đặng Thị Hoa'] });
  expect(onLan).toEqual(onVan);
});

it('a phone whose databases the browser deleted still has what was saved, and sends it', async () => {
  const village = commune();
  const phone = await village.officer('Vân').phone().offline();
  await phone.household('Hộ 024').person('Đặng Thị Hoa').evaluate({ others: 'khá' }).finish();
  await phone.wipe();
  expect(await phone.shows()).toMatchObject({ opened: 'rebuilt', waiting: 3 });
  await phone.online();
  await phone.sync();
  expect(await phone.shows()).toMatchObject({ waiting: 0, households: ['017 Bình Hòa', '024 Bình Hòa'] });
  expect(await phone.household('Hộ 024').person('Đặng Thị Hoa').evaluation().shows()).toMatchObject({
    sent: 'received',
  });
});

it('a phone that lost everything has the commune again after signing in', async () => {
  const phone = commune().officer('Vân').phone();
  const form = await phone.household('Hộ 024').person('Đặng Thị Hoa').evaluate({ others: 'khá' }).finish();
  await phone.sync();
  const before = await form.shows();
  await phone.wipeAll();
  expect(await phone.shows()).toMatchObject({ waiting: 0, households: ['017 Bình Hòa', '024 Bình Hòa'] });
  expect(await form.shows()).toEqual({ ...before, sent: null });
});

it('an answer that never arrived is asked for again, and nothing is there twice', async () => {
  const village = commune();
  const phone = village.officer('Vân').phone();
  const before = await village.endpoint.records();
  await phone.household('Hộ 031').add();
  await phone.losesTheNextAnswer();
  expect(await phone.trySync()).toBe('offline');
  expect(await village.endpoint.records()).toBe(before + 1);
  await phone.sync();
  expect(await phone.shows()).toMatchObject({ waiting: 0, needAttention: 0 });
  expect(await village.endpoint.records()).toBe(before + 1);
});

it('what an officer had not sent before being moved is decided by a supervisor, and the new commune is all they see', async () => {
  const village = commune();
  const van = village.officer('Vân');
  await van.phone().offline();
  await van.phone().household('Hộ 031').add();
  await van.moveTo('neighbour');
  await van.phone().online();
  await van.phone().sync();
  expect(await van.phone().shows()).toMatchObject({ needAttention: 1, households: [] });
  const desk = village.supervisor('Hạnh', 'neighbour').desk();
  expect(await desk.quarantine()).toMatchObject([{ kind: 'household', code: 'out-of-scope' }]);

  await van.phone().household('Hộ 101').add();
  await van.phone().sync();
  await desk.sync();
  expect(await desk.shows()).toMatchObject({ households: ['101 Bình Hòa'] });
});
