/**
 * Goal: a phone without a network is in the right period, also at the turn of the year and with a clock that is a year off.
 * Method: campaigns saved on one phone, whose clock is moved; a commune with a campaign beside one without.
 */
import { expect, it } from 'vitest';
import { addCitizen, addHousehold, changeCampaign, firstCampaign, openCampaign } from '../../programme/index.ts';
import { uuidv7 } from '../keys/ids.ts';
import { evaluationWith, testPhone } from '../testing/test-phone.ts';

const [HERE, THERE] = ['scope-here', 'scope-there'];
const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

async function opened(seed: number) {
  const phone = testPhone(seed);
  const vault = await phone.open();
  const session = await vault.session();
  if (session === null) throw new Error('nobody is signed in');
  await vault.setSession({ ...session, scopes: [HERE, THERE] });
  return { phone, vault, period: async () => (await vault.periods()).get(HERE) };
}

it('keeps the period over the turn of the year until a campaign of the next one begins', async () => {
  const { phone, vault, period } = await opened(72);
  expect(Object.fromEntries(await vault.periods())).toEqual({ [HERE]: '2026', [THERE]: '2026' });
  await vault.commit(openCampaign(HERE, { ...firstCampaign(2025, '80'), to: '2026-12-20' }));
  expect(await period()).toBe('2025');
  // 24 November → 3 January.
  phone.clock.forward(40 * DAY_MS);
  expect(await period()).toBe('2025');
  await vault.commit(openCampaign(HERE, { ...firstCampaign(2027, '80'), from: '2027-01-04' }));
  expect(await period()).toBe('2025');
  phone.clock.forward(DAY_MS);
  expect(Object.fromEntries(await vault.periods())).toEqual({ [HERE]: '2027', [THERE]: '2026' });
  const again = await phone.open();
  expect((await again.periods()).get(HERE)).toBe('2027');
});

it('is not led to another year by a clock that is wrong', async () => {
  const { phone, vault, period } = await opened(73);
  await vault.commit(openCampaign(HERE, firstCampaign(2026, '80')));
  await vault.commit(openCampaign(HERE, { ...firstCampaign(2027, '80'), from: '2027-01-01' }));
  phone.clock.forward(YEAR_MS);
  expect(await period()).toBe('2027');
  // The last round with the endpoint showed by how much the clock is ahead.
  await vault.noteSynced(YEAR_MS);
  expect(await period()).toBe('2026');
  phone.clock.forward(-2 * YEAR_MS);
  await vault.noteSynced(-YEAR_MS);
  expect(await period()).toBe('2026');
});

it('counts what is done in the period of the commune, and shows a changed campaign at once', async () => {
  const { phone, vault } = await opened(74);
  const [home, person] = [uuidv7(phone.clock, phone.rng), uuidv7(phone.clock, phone.rng)];
  const { payload, ...evaluation } = evaluationWith(phone, HERE, 'a'.repeat(64));
  await vault.commit([
    ...addHousehold({ scope: HERE, id: home }, { number: '7', hamlet: 'Ấp 3' }),
    ...addCitizen(
      { scope: HERE, id: person },
      { householdId: home, name: 'Đặng Thị Hòa', birthYear: 1980, sex: 'nu', relation: 'chu-ho', group: '1' },
    ),
    { ...evaluation, payload: { ...payload, period: '2026-2', subject: { kind: 'citizen', id: person } } },
  ]);
  const done = async () => [
    (await vault.hamlets()).map(({ evaluated }) => evaluated),
    (await vault.households(HERE, 'Ấp 3')).map(({ evaluated }) => evaluated),
    (await vault.roster()).map(({ evaluated }) => evaluated),
  ];
  expect(await done()).toEqual([[0], [0], [false]]);
  const campaign = { ...firstCampaign(2026, '80'), period: '2026-2', from: '2026-07-01' };
  await vault.commit(openCampaign(HERE, campaign));
  expect(await done()).toEqual([[1], [1], [true]]);
  expect((await vault.hamlets('2026')).map(({ evaluated }) => evaluated)).toEqual([0]);
  expect(await vault.campaigns(THERE)).toEqual([]);
  const [held] = await vault.campaigns(HERE);
  expect(held).toMatchObject({ campaign: { period: '2026-2' }, conflict: false });
  await vault.commit(changeCampaign(HERE, { ...campaign, from: '2027-01-01', to: '2027-12-31' }, held?.heads));
  expect((await vault.periods()).get(HERE)).toBe('2026');
  await vault.setSession(null);
  expect(await vault.campaigns(HERE)).toEqual([]);
});

it('is in the campaign of the commune into which its own was merged', async () => {
  const { vault, period } = await opened(75);
  await vault.commit(openCampaign(HERE, { ...firstCampaign(2025, '80'), to: '2025-12-31' }));
  await vault.commit(openCampaign(THERE, { ...firstCampaign(2026, '70'), period: '2026-2' }));
  expect(await period()).toBe('2025');
  const session = await vault.session();
  if (session === null) throw new Error('nobody is signed in');
  const merged = { code: '31064', name: 'Xã mới', province: 'An Giang', criteriaVariant: '70' } as const;
  await vault.setSession({ ...session, communes: [{ ...merged, scope: THERE, predecessors: [HERE] }] });
  expect(await period()).toBe('2026-2');
  expect((await vault.campaigns(HERE)).map(({ campaign }) => campaign.period).sort()).toEqual(['2025', '2026-2']);
  expect((await vault.campaigns(THERE)).map(({ campaign }) => campaign.period)).toEqual(['2026-2']);
});
