import { describe, expect, it } from 'vitest';
import { campaignOn } from './campaign-choice.ts';
import { campaignRef, closeCampaign, copyCampaign, firstCampaign, openCampaign } from './commands/campaign.ts';
import { ageOn, isDue } from './due.ts';
import type { Campaign } from './kinds/index.ts';
import { campaignPayload } from './kinds/index.ts';

const of = (period: string, more: Partial<Campaign> = {}): Campaign => ({
  ...firstCampaign(Number(period.slice(0, 4)), '80'),
  period,
  ...more,
});
const person = { birthYear: 2000, group: '1' } as const;

describe('the campaign of a day', () => {
  it('is the one whose dates hold; between two, and after the last, it is the one that ended last', () => {
    const campaigns = [of('2027', { from: '2027-03-01', to: '2027-11-30' }), of('2026'), of('2025')];
    const on = (day: string) => campaignOn(campaigns, day)?.period;
    expect([on('2026-06-01'), on('2026-12-31'), on('2027-01-01'), on('2027-02-28'), on('2027-03-01')]).toEqual([
      '2026',
      '2026',
      '2026',
      '2026',
      '2027',
    ]);
    expect([on('2027-12-01'), on('2031-05-05')]).toEqual(['2027', '2027']);
    expect([on('2024-12-31'), campaignOn([], '2026-01-01')]).toEqual([undefined, null]);
  });

  it('is of several the one that is not closed, then the one that began last; their order does not matter', () => {
    const first = of('2026-1', { to: '2026-08-31' });
    const second = of('2026-2', { from: '2026-07-01' });
    for (const both of [
      [first, second],
      [second, first],
    ]) {
      expect(campaignOn(both, '2026-08-01')?.period).toBe('2026-2');
      expect(campaignOn([{ ...second, state: 'closed' as const }, first], '2026-08-01')?.period).toBe('2026-1');
      expect(
        campaignOn(
          both.map((each) => ({ ...each, state: 'closed' as const })),
          '2026-08-01',
        )?.period,
      ).toBe('2026-2');
      expect(
        campaignOn(
          both.map((each) => ({ ...each, from: '2026-01-01' })),
          '2026-08-01',
        )?.period,
      ).toBe('2026-2');
    }
  });

  it('is not closed by the clock: only a person does that', () => {
    expect(campaignOn([of('2026')], '2027-06-01')).toMatchObject({ period: '2026', state: 'open' });
  });
});

describe('who is to be evaluated', () => {
  const campaign = of('2026');
  const age = (years: number, group: '1' | '2' | '3' | '4') =>
    isDue({ birthYear: 2026 - years, group, movedOut: false }, campaign);

  it('is whoever has the age of their group on the first day and lives here', () => {
    expect([age(17, '1'), age(18, '1'), age(14, '2'), age(15, '3'), age(10, '4'), age(11, '4')]).toEqual([
      false,
      true,
      false,
      true,
      false,
      true,
    ]);
    expect(isDue({ ...person, movedOut: true }, campaign)).toBe(false);
    expect(isDue({ birthYear: 2008, birthDate: '2008-01-01', group: '1' }, campaign)).toBe(true);
    expect(isDue({ birthYear: 2008, birthDate: '2008-01-02', group: '1' }, campaign)).toBe(false);
    expect(ageOn({ birthYear: 2008, birthDate: '2008-06-01' }, '2026-05-31')).toBe(17);
  });
});

describe('commands of campaigns', () => {
  it('one period of a commune is one entity, whoever opens it', () => {
    const [one] = openCampaign('s', firstCampaign(2026, '70'));
    expect(one).toMatchObject({ entityId: campaignRef('s', '2026').id, parents: [], payload: { state: 'open' } });
    expect(campaignPayload.safeParse(one?.payload).success).toBe(true);
    expect(campaignRef('s', '2026-2').id).not.toBe(campaignRef('s', '2026').id);
    const [closed] = closeCampaign('s', of('2026'), 'closed', ['head']);
    expect(closed).toMatchObject({ entityId: one?.entityId, parents: ['head'], payload: { state: 'closed' } });
  });

  it('the next campaign is the last one a year later', () => {
    const last = of('2028', { name: 'Đợt 2028 của xã', from: '2028-02-29', to: '2028-12-15', state: 'closed' });
    const next = copyCampaign(last);
    expect(next).toMatchObject({ period: '2029', name: 'Đợt 2029 của xã', from: '2029-02-28', to: '2029-12-15' });
    expect(next.state).toBe('open');
    expect(next.consent).toEqual(last.consent);
    expect(copyCampaign(of('2030', { name: 'Đợt đầu' }))).toMatchObject({
      name: 'Đợt năm 2031',
      retention: { until: '2031-12-31' },
    });
  });

  it('a campaign that ends before it begins, or keeps data for less than its time, is none', () => {
    const bad = [{ to: '2025-12-31' }, { retention: { until: '2026-06-01' } }, { period: '26' }, { consent: null }];
    for (const more of [...bad, { childrenRule: { from: 16, under: 7, who: 'guardian' } }]) {
      expect(campaignPayload.safeParse({ ...of('2026'), ...more }).success).toBe(false);
    }
  });
});
