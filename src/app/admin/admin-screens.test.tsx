// @vitest-environment happy-dom
/**
 * Goal: an administrator adds a person, makes a code by which their phone signs in, takes the phone's right to read and closes the
 * account, and each wrong step says why. Method: the real screens against the real endpoint over a real SQLite file.
 */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { enrolBody } from '../../../tests/devices.ts';
import { SCOPE, type Station } from '../../../tests/endpoint/station.ts';
import { putOfficersWithCodes } from '../../../tests/officers.ts';
import { showSignedIn } from '../../../tests/shared/desk.tsx';
import { closeServedStation, openServedStation, rowWith, typeInto } from '../../../tests/shared/served-screens.ts';
import AdminScreen from './admin-screen.tsx';
import './accounts/accounts-screen.tsx';
import './codes/codes-screen.tsx';

let station: Station;

beforeEach(async () => {
  station = await openServedStation();
});
afterEach(() => closeServedStation(station));

const open = async (path: string, code = 'QT-1') => {
  history.replaceState(null, '', `${path}?scope=${SCOPE}`);
  await showSignedIn(station, 91, code, <AdminScreen />);
};
const enrol = async (code: string, device: string) =>
  (await station.app.request('/v1/enrol', { method: 'POST', body: enrolBody(code, device) })).status;

describe('accounts', () => {
  it('a person is added with a role, changed with old and new side by side, closed with a reason, opened again', async () => {
    await open('/admin/accounts');
    fireEvent.click(await screen.findByTestId('account-add'));
    fireEvent.click(screen.getByTestId('account-save'));
    expect(screen.getByText('Ghi họ tên.')).toBeTruthy();
    typeInto('account-name', 'Đặng Thị Hòa');
    typeInto('account-phone', '0912 345 678');
    fireEvent.click(screen.getByTestId('account-save'));
    const row = await rowWith('account', 'Đặng Thị Hòa');
    expect(row.textContent).toContain('Cán bộ khảo sát');

    fireEvent.click(within(row).getByText('Đổi'));
    fireEvent.change(screen.getByTestId('account-role'), { target: { value: 'supervisor' } });
    expect(screen.getByText('Vai trò ở xã này: Cán bộ khảo sát → Giám sát')).toBeTruthy();
    fireEvent.click(screen.getByTestId('account-save'));
    await waitFor(async () => expect((await rowWith('account', 'Đặng Thị Hòa')).textContent).toContain('Giám sát'));

    fireEvent.click(screen.getByTestId('account-add'));
    typeInto('account-name', 'Người chỉ xem');
    fireEvent.change(screen.getByTestId('account-role'), { target: { value: 'viewer' } });
    fireEvent.click(screen.getByTestId('account-save'));
    await rowWith('account', 'Người chỉ xem');

    fireEvent.click(within(await rowWith('account', 'Đặng Thị Hòa')).getByText('Cho nghỉ'));
    // Only whoever writes records here could go on with the work.
    const offered = screen.getByTestId('account-successor').textContent;
    expect(offered).toContain('Tên cb-1');
    expect(offered).not.toContain('Người chỉ xem');
    fireEvent.click(screen.getByTestId('account-close-yes'));
    expect(screen.getByText('Ghi lý do, ít nhất 3 chữ cái.')).toBeTruthy();
    typeInto('account-reason', 'Chuyển công tác');
    fireEvent.click(screen.getByTestId('account-close-yes'));
    expect(await screen.findByText('Đã nghỉ (1)')).toBeTruthy();
    fireEvent.click(within(await rowWith('account', 'Đặng Thị Hòa')).getByText('Mở lại'));
    await waitFor(() => expect(screen.queryByText('Đã nghỉ (1)')).toBeNull());
    const kinds = (await station.store.events()).map(({ kind }) => kind);
    expect(kinds).toEqual(
      expect.arrayContaining(['account-added', 'account-changed', 'account-closed', 'account-reopened']),
    );
  });

  it('where somebody leaves, what is open is shown, and who goes on is chosen', async () => {
    await station.store.putDrafts({
      ...{ scope: SCOPE, device: station.uuid(), officerId: 'cb-1', draftCount: 3, sha256: 'a'.repeat(64) },
      ...{ receivedAt: station.now(), bytes: new Uint8Array([1]) },
    });
    await open('/admin/accounts');
    fireEvent.click(within(await rowWith('account', 'Tên gs-1')).getByText('Cho nghỉ'));
    await screen.findByText('Không có phiếu bị trả lại, không có phiếu dở nào đã gửi về.');
    fireEvent.click(screen.getByText('Thôi'));
    fireEvent.click(within(await rowWith('account', 'Tên cb-1')).getByText('Cho nghỉ'));
    expect((await screen.findByTestId('open-work')).textContent).toContain('3 phiếu dở, máy gửi về lần cuối');
    fireEvent.change(screen.getByLabelText('Ai làm tiếp'), { target: { value: 'gs-1' } });
    typeInto('account-reason', 'Chuyển công tác');
    fireEvent.click(screen.getByTestId('account-close-yes'));
    await screen.findByText('Đã nghỉ (1)');
    expect(await station.store.handOvers([SCOPE])).toMatchObject([{ from: 'cb-1', to: 'gs-1', endedAt: null }]);
  });

  it('somebody becomes an administrator of every commune, by who is one; others see no such choice', async () => {
    const grants = [{ role: 'administrator', on: 'instance' }] as const;
    await putOfficersWithCodes(station.store, [{ id: 'qt-all', name: 'Quản trị tỉnh', grants, code: 'QT-ALL' }]);
    await open('/admin/accounts', 'QT-ALL');
    fireEvent.click(await screen.findByTestId('account-add'));
    typeInto('account-name', 'Đặng Thị Hòa');
    typeInto('account-place', 'instance');
    typeInto('account-role', 'administrator');
    fireEvent.click(screen.getByTestId('account-save'));
    await rowWith('account', 'Đặng Thị Hòa');
    const added = (await station.store.accounts(null)).find(({ name }) => name === 'Đặng Thị Hòa');
    expect(added?.grants).toEqual(grants);
    cleanup();
    await open('/admin/accounts');
    fireEvent.click(await screen.findByTestId('account-add'));
    expect(screen.queryByTestId('account-place')).toBeNull();
  });

  it('nobody changes their own role, and is told who can', async () => {
    await open('/admin/accounts');
    fireEvent.click(within(await rowWith('account', 'Tên qt-1')).getByText('Đổi'));
    fireEvent.change(screen.getByTestId('account-role'), { target: { value: 'viewer' } });
    fireEvent.click(screen.getByTestId('account-save'));
    expect((await screen.findByTestId('admin-refusal')).textContent).toContain('Nhờ một người quản trị khác');
  });
});

describe('codes and phones', () => {
  it('a supervisor makes a code for an officer, whose phone signs in with it and is revoked with a reason', async () => {
    await open('/admin/codes', 'GS-1');
    expect((await screen.findAllByTestId('code-person')).map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('Tên cb-1'),
      expect.stringContaining('Tên gs-1'),
    ]);
    fireEvent.click(within(await rowWith('code-person', 'Tên cb-1')).getByTestId('code-make'));
    const typed = (await screen.findByTestId('code-typed')).textContent ?? '';
    expect(typed).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    expect(screen.getByTestId('code-qr').innerHTML).not.toContain(typed);
    const device = station.uuid();
    expect(await enrol(typed, device)).toBe(200);
    expect(await enrol(typed, station.uuid())).toBe(403);
    cleanup();

    await open('/admin/codes', 'GS-1');
    const rows = await screen.findAllByTestId('device');
    const row = rows.find(({ dataset }) => dataset.id === device);
    if (row === undefined) throw new Error('the device is listed');
    fireEvent.click(within(row).getByTestId('device-revoke'));
    typeInto('device-reason', 'Mất máy');
    fireEvent.click(screen.getByTestId('device-revoke-yes'));
    await waitFor(async () => {
      const revoked = (await screen.findAllByTestId('device')).find(({ dataset }) => dataset.id === device);
      expect(revoked?.textContent).toContain('đã thu hồi');
    });
  });

  it('an open code is voided, and opens nothing then', async () => {
    await open('/admin/codes');
    fireEvent.click(within(await rowWith('code-person', 'Tên cb-1')).getByTestId('code-make'));
    const typed = (await screen.findByTestId('code-typed')).textContent ?? '';
    fireEvent.click(screen.getByTestId('code-done'));
    fireEvent.click(within(await screen.findByTestId('code-open')).getByText('Hủy mã'));
    await waitFor(() => expect(screen.queryByTestId('code-open')).toBeNull());
    expect(await enrol(typed, station.uuid())).toBe(403);
  });

  it('a code that is shown once stays while the network is away', async () => {
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(true);
    await open('/admin/codes');
    fireEvent.click(within(await rowWith('code-person', 'Tên cb-1')).getByTestId('code-make'));
    const typed = (await screen.findByTestId('code-typed')).textContent;
    online.mockReturnValue(false);
    fireEvent(window, new Event('offline'));
    expect(await screen.findByText('Cần có mạng')).toBeTruthy();
    expect(screen.getByTestId('code-typed').textContent).toBe(typed);
  });

  it('the phone of somebody who has left can still be revoked, and gets no code', async () => {
    await enrol('CB-1', station.uuid());
    await station.store.setClosed('cb-1', { at: station.now(), successor: null });
    await open('/admin/codes');
    const row = await rowWith('device', 'Tên cb-1');
    expect(within(row).getByTestId('device-revoke')).toBeTruthy();
    expect(screen.queryAllByTestId('code-person').some(({ textContent }) => textContent?.includes('Tên cb-1'))).toBe(
      false,
    );
  });

  it('who has no right here is told who gives it', async () => {
    await open('/admin/codes', 'CB-1');
    expect(await screen.findByText('Chỉ dành cho người quản trị')).toBeTruthy();
  });
});
