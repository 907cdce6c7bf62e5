// @vitest-environment happy-dom
/**
 * Goal: an administrator opens, changes, extends and closes campaigns, also without a network, and officers' phones have them
 * after a sync. Method: the real screen over a real vault, against the real endpoint over a real SQLite file.
 */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SCOPE, type Station } from '../../../../tests/endpoint/station.ts';
import { showSignedIn } from '../../../../tests/shared/desk.tsx';
import { closeServedStation, openServedStation, typeInto } from '../../../../tests/shared/served-screens.ts';
import { addCitizen, addHousehold, type Campaign, campaignFaults, firstCampaign } from '../../../programme/index.ts';
import { campaignPayload } from '../../../programme/kinds/index.ts';
import AdminScreen from '../admin-screen.tsx';
import './campaigns-screen.tsx';

let station: Station;
let online = true;

beforeEach(async () => {
  station = await openServedStation(() => online);
  online = true;
});
afterEach(() => closeServedStation(station));

const open = async (seed: number, code = 'QT-1') => {
  history.replaceState(null, '', `/admin/campaigns?scope=${SCOPE}`);
  return await showSignedIn(station, seed, code, <AdminScreen />);
};
const value = (testId: string) => (screen.getByTestId(testId) as HTMLInputElement).value;
const row = async () => await screen.findByTestId('campaign');

/** Puts a household with an adult and a child of seven. */
async function roster(): Promise<void> {
  const { phone, vault, syncClient } = await station.phone(60, 'CB-1');
  const id = () => station.uuid();
  const householdId = id();
  const person = (name: string, birthYear: number) =>
    addCitizen(
      { scope: SCOPE, id: id() },
      { householdId, name, birthYear, sex: 'nu', relation: 'con', group: birthYear > 2010 ? '4' : '1' },
    );
  await vault.commit([
    ...addHousehold({ scope: SCOPE, id: householdId }, { number: '1', hamlet: 'Ấp 3' }),
    ...person('Đặng Thị Hoa', 1980),
    ...person('Đặng Thị Bé', 2019),
  ]);
  phone.clock.forward(1000);
  await syncClient.sync();
}

describe('campaigns', () => {
  it('the first one is opened with its defaults, after a fault is put right, and reaches an officer', async () => {
    await roster();
    const { vault, syncClient } = await open(61);
    await syncClient.sync();
    fireEvent.click(await screen.findByTestId('campaign-open'));
    expect(value('campaign-period')).toBe('2026');
    await waitFor(() => expect(screen.getByTestId('campaign-due').textContent).toContain('1 trên 2 người'));
    typeInto('campaign-pupilsFrom', '7');
    await waitFor(() => expect(screen.getByTestId('campaign-due').textContent).toContain('2 trên 2 người'));
    typeInto('campaign-to', '2025-01-01');
    fireEvent.click(screen.getByTestId('campaign-save'));
    expect(screen.getByText('Ngày cuối không được trước ngày đầu.')).toBeTruthy();
    typeInto('campaign-to', '2026-12-15');
    typeInto('campaign-consent-vi', 'Xã xin hỏi ông/bà về việc học tập trong năm nay.');
    fireEvent.click(screen.getByTestId('campaign-save'));
    expect((await row()).textContent).toContain('01/01/2026 – 15/12/2026');
    expect((await row()).textContent).toContain('đang áp dụng hôm nay');

    await syncClient.sync();
    expect(await vault.pending(9)).toEqual([]);
    const officer = await station.phone(62, 'CB-1');
    await officer.syncClient.sync();
    const [held] = await officer.vault.campaigns(SCOPE);
    expect(held?.campaign).toMatchObject({ period: '2026', to: '2026-12-15', due: { pupilsFrom: 7 } });
  });

  it('is opened, extended, closed with what is unfinished named, and opened again without a network', async () => {
    await roster();
    const { vault, syncClient } = await open(63);
    await syncClient.sync();
    online = false;
    cleanup();
    const again = await open(64);
    await again.syncClient.sync();
    fireEvent.click(await screen.findByTestId('campaign-open'));
    fireEvent.click(screen.getByTestId('campaign-save'));
    fireEvent.click(within(await row()).getByText('Gia hạn'));
    typeInto('campaign-extend-to', '2031-01-31');
    fireEvent.click(screen.getByTestId('campaign-extend-yes'));
    expect(screen.getByText('Ngày này không được trước ngày cuối của đợt.')).toBeTruthy();
    typeInto('campaign-extend-to', '2027-01-31');
    fireEvent.click(screen.getByTestId('campaign-extend-yes'));
    await waitFor(async () => expect((await row()).textContent).toContain('31/01/2027'));
    fireEvent.click(within(await row()).getByText('Đóng đợt'));
    expect(screen.getByTestId('campaign-left').textContent).toContain('Ấp 3: 1 người');
    fireEvent.click(screen.getByTestId('campaign-closed'));
    await waitFor(async () => expect((await row()).textContent).toContain('đã đóng'));
    expect((await row()).textContent).not.toContain('đang áp dụng hôm nay');
    fireEvent.click(within(await row()).getByText('Mở lại'));
    await waitFor(async () => expect((await row()).textContent).toContain('đang mở'));
    expect(await again.vault.pending(9)).toHaveLength(4);
    await again.syncClient.sync();
    expect(await again.vault.pending(9)).toEqual([]);
    await syncClient.sync();
    expect((await vault.campaigns(SCOPE)).map(({ campaign }) => campaign.to)).toEqual(['2027-01-31']);
  });

  it('the next one is copied from the last; a changed text needs another sign', async () => {
    const { syncClient } = await open(65);
    await syncClient.sync();
    fireEvent.click(await screen.findByTestId('campaign-open'));
    fireEvent.click(screen.getByTestId('campaign-save'));
    await row();
    fireEvent.click(screen.getByTestId('campaign-open'));
    expect([value('campaign-period'), value('campaign-from')]).toEqual(['2027', '2027-01-01']);
    typeInto('campaign-period', '2026');
    fireEvent.click(screen.getByTestId('campaign-save'));
    expect(screen.getByText('Xã đã có đợt mang ký hiệu này.')).toBeTruthy();
    typeInto('campaign-period', '2027');
    fireEvent.click(screen.getByTestId('campaign-save'));
    await waitFor(() => expect(screen.getAllByTestId('campaign')).toHaveLength(2));
    const [next] = screen.getAllByTestId('campaign');
    expect(next?.textContent).toContain('chưa đến ngày');
    fireEvent.click(within(next as HTMLElement).getByText('Sửa'));
    typeInto('campaign-consent-vi', 'Xã xin hỏi ông/bà về việc học tập trong năm 2027.');
    fireEvent.click(screen.getByTestId('campaign-save'));
    expect(screen.getByText(/Lời đọc đã đổi/)).toBeTruthy();
    typeInto('campaign-consent-version', '2027-1');
    fireEvent.click(screen.getByTestId('campaign-save'));
    await waitFor(() => expect(screen.getAllByTestId('campaign')).toHaveLength(2));
  });

  it('are nothing for somebody who keeps no commune', async () => {
    await open(66, 'GS-1');
    expect(await screen.findByText(/Anh\/chị không có quyền/)).toBeTruthy();
  });
});

it('what the form takes is what the endpoint takes', () => {
  const good = firstCampaign(2026, '80');
  const changed: Partial<Campaign>[] = [
    {},
    { period: '26' },
    { name: ' ' },
    { from: '2026-12-31', to: '2026-01-01' },
    { from: '' },
    { due: { ...good.due, pupilsFrom: Number.NaN } },
    { due: { ...good.due, pupilsFrom: 121 } },
    { consent: { ...good.consent, version: '' } },
    { consent: { ...good.consent, vi: 'ngắn' } },
    { consent: { ...good.consent, purposes: [] } },
    { childrenRule: { ...good.childrenRule, from: 20 } },
    { retention: { until: '2026-06-01' } },
  ];
  for (const each of changed) {
    const campaign = { ...good, ...each };
    const faults = campaignFaults(campaign, [], null);
    expect([JSON.stringify(each), faults.length === 0]).toEqual([
      JSON.stringify(each),
      campaignPayload.safeParse(campaign).success,
    ]);
  }
});
