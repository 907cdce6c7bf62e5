/** Two officers on one phone: each has a store of their own, and who leaves takes everything along but what is unsent. */
import { expect, it } from 'vitest';
import { commune } from './index.ts';

it('each sees the own commune only, and only the own work waits', async () => {
  const village = commune();
  const van = village.officer('Vân').phone();
  const tu = village.officer('Tư', 'neighbour').on(van);
  await tu.household('Hộ 101').add();
  await van.offline();
  await van.household('Hộ 031').add();
  expect(await van.shows()).toMatchObject({
    waiting: 1,
    households: ['017 Bình Hòa', '024 Bình Hòa', '031 Bình Hòa'],
  });
  expect(await tu.shows()).toMatchObject({ waiting: 1, households: ['101 Bình Hòa'] });
  expect(await tu.trySync()).toBe('offline');
  expect(await van.people()).toEqual(['Tư', 'Vân']);
});

it('what somebody had not sent before signing out is relayed by the next one, who cannot read it', async () => {
  const village = commune();
  const van = village.officer('Vân').phone();
  const lan = village.officer('Lan').on(van);
  await lan.sync();
  await van.offline();
  await van.household('Hộ 031').add(['Phạm Văn Út']);
  const before = await village.endpoint.records();
  await van.signOut();
  expect(await lan.people()).toEqual(['Lan']);
  expect(await lan.shows()).toMatchObject({ relays: 1, households: ['017 Bình Hòa', '024 Bình Hòa'] });
  await expect(van.shows()).rejects.toThrow('the person has signed out here');

  await lan.online();
  await lan.sync();
  expect(await lan.shows()).toMatchObject({ relays: 0, waiting: 0 });
  expect(await village.endpoint.records()).toBe(before + 2);
  await van.signIn();
  expect(await van.shows()).toMatchObject({ households: ['017 Bình Hòa', '024 Bình Hòa', '031 Bình Hòa'] });
});
