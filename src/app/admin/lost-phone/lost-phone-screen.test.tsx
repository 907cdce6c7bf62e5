// @vitest-environment happy-dom
/**
 * Goal: whoever hears that a phone is lost finds one page that says what to do, by when, what was on the phone, what had come from
 * it and what is to be done again. Method: the real screens against the real endpoint over a real SQLite file.
 */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SCOPE, type Station } from '../../../../tests/endpoint/station.ts';
import { showSignedIn } from '../../../../tests/shared/desk.tsx';
import { closeServedStation, openServedStation, typeInto } from '../../../../tests/shared/served-screens.ts';
import AdminScreen from '../admin-screen.tsx';
import '../codes/codes-screen.tsx';
import '../log/log-screen.tsx';
import './lost-phone-screen.tsx';

const HOUR = 3_600_000;

describe('a lost phone', () => {
  let station: Station;
  let device: string;
  beforeEach(async () => {
    station = await openServedStation();
    device = station.uuid();
  });
  afterEach(() => closeServedStation(station));

  const open = async (path: string, code = 'GS-1') => {
    cleanup();
    history.replaceState(null, '', `${path}?scope=${SCOPE}`);
    return await showSignedIn(station, 91, code, <AdminScreen />);
  };
  const beat = (pendingCount: number) => ({
    heartbeat: {
      ...{ persisted: true, appVersion: '0.0.9', quarantinedCount: 0, maxDeviceSeq: 0, journalKind: 'opfs' },
      ...{ pendingCount, oldestPendingAt: station.now() },
    },
  });

  it('is reached from its row, revoked with the time of the report, and says by when to tell it', async () => {
    await station.enrol('CB-1', device);
    await open('/admin/codes');
    const rows = await screen.findAllByTestId('device');
    const row = rows.find(({ dataset }) => dataset.id === device);
    if (row === undefined) throw new Error('the device is listed');
    fireEvent.click(within(row).getByTestId('device-lost'));
    expect((await screen.findByTestId('lost-reported')).getAttribute('value')).toBe('2026-11-24T09:00');
    expect(screen.queryByTestId('lost-deadline'), 'nothing is counted before it is reported').toBeNull();

    typeInto('lost-reported', '2026-11-24T09:01');
    typeInto('lost-reason', 'M');
    fireEvent.click(screen.getByTestId('lost-revoke'));
    expect(screen.getByText('Ghi ngày và giờ, không muộn hơn bây giờ.')).toBeTruthy();
    expect(screen.getByText('Ghi lý do, ít nhất 3 chữ cái.')).toBeTruthy();
    typeInto('lost-reported', '2026-11-24T07:30');
    typeInto('lost-reason', 'Rơi ở chợ');
    fireEvent.click(screen.getByTestId('lost-revoke'));
    expect((await screen.findByTestId('lost-revoked')).textContent).toContain('09:00 24/11/2026');
    const deadline = screen.getByTestId('lost-deadline').textContent;
    expect(deadline).toContain('Hạn báo: 07:30 27/11/2026');
    expect(deadline).toContain('Còn 70 giờ');

    station.millis += 71 * HOUR;
    await open(`/admin/codes/${device}`);
    expect((await screen.findByTestId('lost-deadline')).textContent).toContain('Đã quá hạn');
    await open('/admin/log', 'QT-1');
    expect(await screen.findByText(/báo mất lúc 07:30 24\/11\/2026\. Lý do: Rơi ở chợ/)).toBeTruthy();
  });

  it('says what had come, what is to be done again and what was on it', async () => {
    const officer = await station.enrol('CB-1', device);
    await open(`/admin/codes/${device}`);
    expect((await screen.findByTestId('lost-redo')).textContent).toContain('Mọi việc làm trên máy phải làm lại');

    station.millis += HOUR;
    await station.push(officer, [station.household('1', { device }), station.household('2', { device })], beat(5));
    await open(`/admin/codes/${device}`);
    expect((await screen.findByTestId('lost-arrived')).textContent).toMatch(/Thông tin hộ.*2.*10:00 24\/11\/2026/);
    const redo = screen.getByTestId('lost-redo').textContent;
    expect(redo).toContain('lần cuối lúc 10:00 24/11/2026');
    expect(redo).toContain('còn 3 mục chưa gửi');
    const on = screen.getByTestId('lost-on').textContent;
    expect(on).toContain('Xã Vĩnh Bình: 2 hộ, 0 người');
    expect(on).toContain('chỉ của những người được ghi số ngay trên máy này');
    expect(screen.getByText(/chưa được mã hóa/)).toBeTruthy();
  });

  it('says so where a supervisor’s was lost, or a revocation without a report', async () => {
    await station.enrol('GS-1', device);
    await station.store.revokeDevice(device, station.now());
    await open(`/admin/codes/${device}`, 'QT-1');
    expect((await screen.findByTestId('lost-on')).textContent).toContain('đủ 12 số của mọi người');
    expect(screen.getByText(/Không ai ghi lại lúc biết mất máy/)).toBeTruthy();
    expect(screen.getByTestId('lost-deadline').textContent).toContain('09:00 27/11/2026');
  });

  it('is printed, and is not there for a device of elsewhere', async () => {
    await station.enrol('CB-1', device);
    const printed = vi.fn();
    vi.stubGlobal('print', printed);
    await open(`/admin/codes/${device}`);
    fireEvent.click(await screen.findByTestId('lost-print'));
    expect(printed).toHaveBeenCalledOnce();
    await open('/admin/codes/nobody');
    await waitFor(() => expect(screen.getByTestId('admin-refusal').textContent).toContain('Máy này không thuộc xã'));
  });
});
