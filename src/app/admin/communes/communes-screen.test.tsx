// @vitest-environment happy-dom
/**
 * Goal: hamlets are kept without a network and reach other devices; communes are added, changed and merged by the administrators
 * of the instance. Method: the real screen over a real vault, against the real endpoint over a real SQLite file.
 */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SCOPE, type Station } from '../../../../tests/endpoint/station.ts';
import { putOfficersWithCodes } from '../../../../tests/officers.ts';
import { showSignedIn } from '../../../../tests/shared/desk.tsx';
import { closeServedStation, openServedStation, rowWith, typeInto } from '../../../../tests/shared/served-screens.ts';
import { addHousehold, UNITS } from '../../../programme/index.ts';
import { proposalList } from '../../../protocol/index.ts';
import AdminScreen from '../admin-screen.tsx';
import './communes-screen.tsx';

let station: Station;
let online = true;

beforeEach(async () => {
  station = await openServedStation(() => online);
  online = true;
});
afterEach(() => closeServedStation(station));

const open = async (seed: number, code = 'QT-1') => {
  history.replaceState(null, '', `/admin/communes?scope=${SCOPE}`);
  const shown = await showSignedIn(station, seed, code, <AdminScreen />);
  await shown.syncClient.sync();
  return shown;
};
const openForAll = async (seed: number) => {
  const grants = [{ role: 'administrator', on: 'instance' }] as const;
  await putOfficersWithCodes(station.store, [{ id: 'qt-all', name: 'Quản trị tỉnh', grants, code: 'QT-ALL' }]);
  return await open(seed, 'QT-ALL');
};
/** Another administrator of all communes confirms what waits. */
async function confirmMerger(former: string): Promise<void> {
  const grants = [{ role: 'administrator', on: 'instance' }] as const;
  await putOfficersWithCodes(station.store, [{ id: 'qt-2', name: 'Quản trị hai', grants, code: 'QT-2' }]);
  const token = await station.enrol('QT-2');
  const { value } = await station.ask(token, `/v1/proposals?scope=${former}`);
  const [proposal] = proposalList.parse(value).proposals;
  const decision = { scope: proposal?.scope, outcome: 'confirmed' };
  expect((await station.ask(token, `/v1/proposals/${proposal?.id}/decide`, decision)).status).toBe(200);
}

describe('hamlets', () => {
  it('of households are added by one tap, renamed with the old name kept, and not ended while people live there', async () => {
    const officer = await station.phone(70, 'CB-1');
    const home = (number: string, hamlet: string) =>
      addHousehold({ scope: SCOPE, id: station.uuid() }, { number, hamlet });
    await officer.vault.commit([
      ...home('1', 'Ấp Bình Hòa'),
      ...home('2', 'Ấp Bình Hoà'),
      ...home('4', 'Ấp Bình Hòa'),
      ...home('3', 'Khóm 1'),
    ]);
    await officer.syncClient.sync();
    const { vault, syncClient } = await open(71);
    online = false;
    fireEvent.click(await screen.findByTestId('hamlets-add-missing'));
    const row = await rowWith('hamlet', 'Ấp Bình Hòa');
    expect(row.textContent).toContain('3 hộ');
    expect(screen.queryByTestId('hamlets-add-missing')).toBeNull();

    fireEvent.click(within(row).getByText('Đổi tên'));
    typeInto('hamlet-name', 'Khóm 1');
    fireEvent.click(screen.getByTestId('hamlet-save'));
    expect(screen.getByText('Danh sách đã có tên này.')).toBeTruthy();
    typeInto('hamlet-name', 'Ấp 4');
    fireEvent.click(screen.getByTestId('hamlet-save'));
    const renamed = await rowWith('hamlet', 'Ấp 4');
    await waitFor(() => expect(renamed.textContent).toContain('Ấp Bình Hòa'));
    expect(screen.queryByTestId('hamlets-add-missing')).toBeNull();

    fireEvent.click(within(renamed).getByText('Thôi dùng'));
    expect(screen.getByTestId('hamlet-lived-in').textContent).toContain('Còn 3 hộ');
    fireEvent.click(screen.getByTestId('hamlet-save'));
    fireEvent.click(screen.getByText('Thôi'));

    expect(await vault.pending(9)).toHaveLength(3);
    await syncClient.sync();
    await officer.syncClient.sync();
    expect((await officer.vault.hamletList(SCOPE)).map(({ hamlet }) => hamlet)).toMatchObject([
      { name: 'Ấp 4', spellings: ['Ấp Bình Hòa'] },
      { name: 'Khóm 1', unit: 'Khóm' },
    ]);
  });

  it('is added as a part of another one, and ended with its last day', async () => {
    await open(72);
    fireEvent.click(await screen.findByTestId('hamlet-add'));
    fireEvent.click(screen.getByTestId('hamlet-save'));
    expect(screen.getByText('Ghi tên.')).toBeTruthy();
    typeInto('hamlet-name', 'Ấp 3');
    fireEvent.click(screen.getByTestId('hamlet-save'));
    await rowWith('hamlet', 'Ấp 3');
    fireEvent.click(screen.getByTestId('hamlet-add'));
    typeInto('hamlet-unit', 'Tổ');
    typeInto('hamlet-name', 'Tổ 7');
    const [, parent] = screen.getByTestId('hamlet-parent').querySelectorAll('option');
    typeInto('hamlet-parent', parent?.value ?? '');
    fireEvent.click(screen.getByTestId('hamlet-save'));
    const part = await rowWith('hamlet', 'Tổ 7 (thuộc Ấp 3)');
    fireEvent.click(within(part).getByText('Thôi dùng'));
    fireEvent.click(screen.getByTestId('hamlet-save'));
    await waitFor(async () => expect((await rowWith('hamlet', 'Tổ 7')).textContent).toContain('24/11/2026'));
    expect(screen.queryByTestId('commune-add')).toBeNull();
  });
});

describe('communes', () => {
  it('is added, given another code with the old one kept, and a code in use is refused', async () => {
    await openForAll(73);
    fireEvent.click(await screen.findByTestId('commune-add'));
    fireEvent.click(screen.getByTestId('commune-save'));
    expect(screen.getByText('Mã gồm đúng năm chữ số.')).toBeTruthy();
    typeInto('commune-code', '31064');
    typeInto('commune-name', 'Xã Vĩnh Phong');
    typeInto('commune-province', 'An Giang');
    fireEvent.click(screen.getByTestId('commune-save'));
    expect((await screen.findByTestId('admin-refusal')).textContent).toContain('Một xã đang có mã này');
    typeInto('commune-code', '31051');
    fireEvent.click(screen.getByTestId('commune-save'));
    const row = await rowWith('commune', '31051 Xã Vĩnh Phong');
    fireEvent.click(within(row).getByText('Sửa'));
    typeInto('commune-code', '31052');
    expect(screen.getByText('Mã: 31051 → 31052')).toBeTruthy();
    fireEvent.click(screen.getByTestId('commune-save'));
    expect((await rowWith('commune', '31052 Xã Vĩnh Phong')).textContent).toContain('31051');
  });

  it('the shipped list fills in a merger of 2025, which is looked over, proposed, and done when somebody else confirms', async () => {
    const former = UNITS.filter(({ code }) => code === '31060' || code === '31063');
    await station.store.putCommunes(
      former.map(({ code, name, province }) => ({
        ...{ scope: `former-${code}`, code, name: name.vi, province, criteriaVariant: '80' as const },
      })),
    );
    await openForAll(74);
    fireEvent.click(await screen.findByTestId('commune-merge'));
    fireEvent.click(screen.getByTestId('merge-do'));
    expect(screen.getByText('Chọn ít nhất một xã cũ.')).toBeTruthy();
    typeInto('merge-known', '31064 2025-07-01');
    expect((screen.getByTestId('merge-into') as HTMLSelectElement).value).toBe(SCOPE);
    expect((screen.getByTestId('merge-from') as HTMLInputElement).value).toBe('2025-07-01');
    fireEvent.click(screen.getByTestId('merge-do'));
    expect((await screen.findByTestId('merge-proposed')).textContent).toContain('Chưa có ai xác nhận được');
    expect((await rowWith('commune', 'Xã Vĩnh Bình Bắc')).textContent).not.toContain('30/06/2025');
    await confirmMerger('former-31060');
    cleanup();
    const { vault, syncClient } = await openForAll(76);
    await waitFor(async () =>
      expect((await rowWith('commune', '31064 Xã Vĩnh Bình')).textContent).toContain(
        'Xã Vĩnh Bình Bắc, Xã Vĩnh Bình Nam',
      ),
    );
    expect((await rowWith('commune', 'Xã Vĩnh Bình Bắc')).textContent).toContain('30/06/2025');
    await syncClient.sync();
    expect((await vault.session())?.communes.find(({ scope }) => scope === SCOPE)?.predecessors).toEqual([
      'former-31060',
      'former-31063',
    ]);
  });

  it('a list of one’s own takes the place of the shipped one; another file is refused', async () => {
    await openForAll(75);
    fireEvent.click(await screen.findByTestId('commune-merge'));
    const choose = (text: string) =>
      fireEvent.change(screen.getByTestId('merge-file'), { target: { files: [new File([text], 'units.json')] } });
    choose('{}');
    expect(await screen.findByText(/không phải danh sách đơn vị hành chính/)).toBeTruthy();
    const unit = (code: string, vi: string, more: object) => ({
      ...{ code, name: { vi, en: vi }, level: 'commune', province: 'An Giang', status: 'provisional', ...more },
    });
    choose(
      JSON.stringify([
        unit('31070', 'Xã Mới', { validFrom: '2027-01-01', successors: [] }),
        unit('31069', 'Xã Vĩnh Thuận', { validFrom: '2025-07-01', validTo: '2027-01-01', successors: ['31070'] }),
      ]),
    );
    expect(await screen.findByText('Đang dùng tệp: 1 lần gộp.')).toBeTruthy();
    typeInto('merge-known', '31070 2027-01-01');
    expect((screen.getByTestId('commune-name') as HTMLInputElement).value).toBe('Xã Mới');
    fireEvent.click(screen.getByTestId('merge-do'));
    expect((await screen.findByTestId('merge-proposed')).textContent).toContain('Tên qt-1');
  });
});
