// @vitest-environment happy-dom
/**
 * Goal: a supervisor sees what waits and why, takes it in or closes it, and sees silent phones first. Method: the real
 * screen against the real endpoint over a real SQLite file; only the network between them is ours.
 */
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OTHER_SCOPE, SCOPE, Station } from '../../../tests/endpoint/station.ts';
import { showDesk } from '../../../tests/shared/desk.tsx';
import { MEMBER_FAULTS, QUARANTINE_CODES, type Session, session as sessionSchema } from '../../protocol/index.ts';
import { translate } from '../../ui/use-messages.ts';
import { syncMessages } from '../phone/sync/messages.ts';
import { ServicesContext, SessionContext } from '../services.ts';
import DeskScreen from './desk-screen.tsx';
import { deskMessages } from './messages.ts';
import { recordMessages } from './record/messages.ts';
import './record/record-sheet.tsx';

const DAY = 86_400_000;
let station: Station;
let officer: string;
let connected: boolean;

beforeEach(async () => {
  station = await Station.open('sqlite');
  officer = await station.enrol('CB-1');
  connected = true;
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (!connected) throw new TypeError('no network');
    return station.app.request(path, init);
  });
  vi.spyOn(navigator, 'onLine', 'get').mockImplementation(() => connected);
});
afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  await station.dispose();
});

const show = (code?: string): Promise<Session> => showDesk(station, 91, code);

describe('the desk', () => {
  it('every reason of the endpoint has a sentence, for the officer and for the supervisor', () => {
    for (const language of ['vi', 'en'] as const) {
      const codes = QUARANTINE_CODES.flatMap((code) => [`desk.code.${code}`, `sync.code.${code}`]);
      const keys = [...codes, ...MEMBER_FAULTS.map((why) => `desk.why.${why}`)];
      expect(
        keys.filter((key) => translate(language, [deskMessages, recordMessages, syncMessages], key) === key),
      ).toEqual([]);
    }
  });

  it('tells why a record waits; takes it in when what was missing is there', async () => {
    await station.push(officer, [station.household('17', { scope: OTHER_SCOPE })]);
    await show();
    const row = await screen.findByTestId('desk-row');
    expect(row.textContent).toContain('Thông tin hộ · 17, Bình Hòa');
    expect(row.textContent).toContain('Giao xã ấy rồi xét lại');
    expect(row.textContent).toContain('Tên cb-1 gửi lúc 09:00 24/11/2026');
    fireEvent.click(screen.getByTestId('desk-retry'));
    expect((await screen.findByTestId('desk-retried')).textContent).toBe('Đã xét lại: nhận 0, còn chờ 1.');

    await station.putOfficers([{ id: 'cb-1', role: 'officer', scopes: [SCOPE, OTHER_SCOPE], code: 'CB-1' }]);
    fireEvent.click(screen.getByTestId('desk-retry'));
    await waitFor(() => expect(screen.queryByTestId('desk-row')).toBeNull());
    expect(screen.getByTestId('desk-retried').textContent).toBe('Đã xét lại: nhận 1, còn chờ 0.');
    fireEvent.click(screen.getByText('Đã xử lý'));
    expect((await screen.findByTestId('desk-row')).textContent).toContain('Tên gs-1 đã nhận vào');
  });

  it('tells of accepted records that no list can show', async () => {
    await show();
    await screen.findByText('Không có bản ghi nào chờ xem lại');
    expect(screen.queryByTestId('desk-pending-views')).toBeNull();
    cleanup();
    await station.sql(
      `insert into pending_views values ('${SCOPE}', 'people', '${station.uuid()}', 'name is no text')`,
    );
    await show();
    expect((await screen.findByTestId('desk-pending-views')).textContent).toContain('1 bản ghi đã nhận');
  });

  it('shows the exact text, and closes only with a reason', async () => {
    await station.push(officer, [station.household('18', { author: 'ai-đó' })]);
    await show();
    fireEvent.click(await screen.findByTestId('desk-view'));
    expect((await screen.findByTestId('desk-record')).textContent).toContain('"author": "ai-đó"');
    fireEvent.click(screen.getByTestId('desk-close'));
    fireEvent.click(screen.getByTestId('desk-close-yes'));
    expect(screen.getByText('Ghi rõ lý do, ít nhất 5 chữ cái.')).toBeTruthy();
    fireEvent.change(screen.getByTestId('desk-reason'), { target: { value: 'máy thử của huyện' } });
    fireEvent.click(screen.getByTestId('desk-close-yes'));
    await waitFor(() => expect(screen.queryByTestId('desk-row')).toBeNull());
    expect(await station.store.quarantined(SCOPE, { open: false, limit: 9 })).toMatchObject([
      { resolved: { outcome: 'closed', by: 'gs-1', reason: 'máy thử của huyện' } },
    ]);
  });

  it('corrects what was refused; what will not do is said, and what was typed stays', async () => {
    const payload = { number: '', hamlet: 'Bình Hòa' };
    await station.push(officer, [station.household('', { scope: 'elsewhere', payload })]);
    await show();
    fireEvent.click(await screen.findByTestId('desk-view'));
    const number = (await screen.findByTestId('payload.number')) as HTMLInputElement;
    const button = screen.getByTestId('desk-correct') as HTMLButtonElement;
    expect(button.disabled, 'nothing typed yet').toBe(true);
    expect(screen.getByLabelText(/Số hộ trong sổ của ấp/)).toBe(number);
    expect(screen.getByText('Đang là elsewhere · scope')).toBeTruthy();
    expect(screen.getByText('Không phải xã anh/chị phụ trách')).toBeTruthy();

    fireEvent.change(number, { target: { value: 'số '.repeat(9) } });
    fireEvent.change(screen.getByTestId('scope'), { target: { value: '0' } });
    fireEvent.click(button);
    expect((await screen.findByTestId('desk-kept')).textContent).toContain('Nội dung không đúng khuôn dạng.');
    expect(number.value).toBe('số '.repeat(9));
    expect(screen.getByText('Số chữ cái phải ≤ 20')).toBeTruthy();
    expect(screen.queryByText('Không phải xã anh/chị phụ trách')).toBeNull();

    fireEvent.change(number, { target: { value: '17' } });
    fireEvent.click(screen.getByTestId('desk-correct'));
    await waitFor(() => expect(screen.queryByTestId('desk-row')).toBeNull());
    expect(screen.getByTestId('desk-retried').textContent).toContain('nhận 1');
    fireEvent.click(screen.getByText('Đã xử lý'));
    expect((await screen.findByTestId('desk-row')).textContent).toContain('Tên gs-1 đã sửa rồi nhận vào');
    fireEvent.click(screen.getByTestId('desk-view'));
    const changes = await screen.findAllByTestId('desk-change');
    expect(changes.map(({ textContent }) => textContent)).toContain('Số hộ trong sổ của ấp: ∅ → 17');
    expect(screen.getByTestId('desk-record').textContent).toContain('"number": ""');
    const { rows } = await station.store.page({ scope: SCOPE, stream: 'records' }, 0, 9);
    expect(rows.map(({ body }) => JSON.parse(body).payload)).toEqual([{ ...payload, number: '17' }]);
  });

  it('names the phones that have not sent for more than three days, first', async () => {
    const heartbeat = {
      pendingCount: 3,
      oldestPendingAt: station.now(),
      persisted: true,
      appVersion: '0.1.0',
      quarantinedCount: 0,
      maxDeviceSeq: 0,
      journalKind: 'opfs',
    };
    await station.push(officer, [], { heartbeat });
    station.millis += 4 * DAY;
    const deviceTime = new Date(station.millis + 3 * 3_600_000).toISOString();
    await station.push(await station.enrol('CB-1'), [], { deviceTime, heartbeat: { ...heartbeat, pendingCount: 0 } });
    await show();
    expect((await screen.findByTestId('desk-overdue')).textContent).toContain('1 máy chưa gửi quá 3 ngày');
    expect(screen.getByTestId('phone-overdue').textContent).toContain('Chưa gửi 3, đã 4 ngày');
    const order = screen.getAllByTestId(/^phone(-overdue)?$/).map((row) => row.dataset.testid);
    expect(order[0]).toBe('phone-overdue');
    expect(screen.getAllByTestId('phone').map((row) => row.textContent)).toContainEqual(
      expect.stringContaining('đồng hồ chạy nhanh khoảng 3 giờ'),
    );
    expect(screen.getByTestId('phone-overdue').textContent).not.toContain('đồng hồ');
  });

  it('says that it needs the network, whom it is for, and when the line breaks', async () => {
    connected = false;
    const { phone, vault, syncClient } = await station.phone(92, 'GS-1');
    const session = sessionSchema.parse(await vault.session());
    const services = { vault, syncClient, clock: phone.clock, rng: phone.rng };
    const tree = (held: Session) => (
      <ServicesContext value={services}>
        <SessionContext value={held}>
          <DeskScreen />
        </SessionContext>
      </ServicesContext>
    );
    render(tree(session));
    expect(screen.getByText('Cần có mạng')).toBeTruthy();
    cleanup();
    vi.spyOn(navigator, 'onLine', 'get').mockImplementation(() => true);
    render(tree(session));
    expect((await screen.findByTestId('desk-problem')).textContent).toContain('Không liên lạc được');
    cleanup();
    render(tree({ ...session, posts: [{ role: 'officer', scope: SCOPE }] }));
    expect(screen.getByText('Chỉ dành cho người phụ trách')).toBeTruthy();
    expect(screen.queryByTestId('desk-row')).toBeNull();
  });
});
