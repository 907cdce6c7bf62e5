// @vitest-environment happy-dom
/**
 * Goal: what takes two people is proposed by one and confirmed, declined or taken back on the screen, and each is told who has
 * to act next. Method: the real screen against the real endpoint over a real SQLite file.
 */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OTHER_SCOPE, SCOPE, type Station } from '../../../../tests/endpoint/station.ts';
import { putOfficersWithCodes } from '../../../../tests/officers.ts';
import { showSignedIn } from '../../../../tests/shared/desk.tsx';
import { closeServedStation, openServedStation } from '../../../../tests/shared/served-screens.ts';
import { criteriaList, proposalResponse } from '../../../protocol/index.ts';
import AdminScreen from '../admin-screen.tsx';
import './proposals-screen.tsx';

let station: Station;

beforeEach(async () => {
  station = await openServedStation();
});
afterEach(() => closeServedStation(station));

const open = async (code: string, seed = 81) => {
  cleanup();
  history.replaceState(null, '', `/admin/proposals?scope=${SCOPE}`);
  return await showSignedIn(station, seed, code, <AdminScreen />);
};
/** Proposes a shipped set for the first commune. */
async function propose(from: string, code = 'QT-1') {
  const token = await station.enrol(code);
  const { sets } = criteriaList.parse((await station.ask(token, '/v1/criteria-sets')).value);
  const sha256 = sets.find(({ id }) => id === 'cdht-1')?.sha256;
  const answer = await station.ask(token, `/v1/criteria-sets/${sha256}/publications`, { scope: SCOPE, from });
  return proposalResponse.parse(answer.value).proposal;
}
const click = async (testId: string) => fireEvent.click(await screen.findByTestId(testId));
const refusal = async () => (await screen.findByTestId('admin-refusal')).textContent;

describe('what waits for a second person', () => {
  it('is shown to the supervisor with a number in the navigation, confirmed, and told to phones', async () => {
    await propose('2027-01-01');
    const { vault, syncClient } = await open('GS-1');
    const row = await screen.findByTestId('proposal');
    expect(row.textContent).toContain('Áp dụng bộ tiêu chí cdht-1, bản 2023.1, từ 01/01/2027');
    expect(row.textContent).toContain('Tên qt-1 đề nghị lúc');
    expect((await screen.findByTestId('proposals-waiting')).textContent).toContain('1 việc chờ anh/chị');
    expect(screen.queryByTestId('proposal-withdrawn')).toBeNull();
    await click('proposal-confirmed');
    await click('proposal-yes');
    expect(await screen.findByText('Không có việc nào chờ người thứ hai.')).toBeTruthy();
    expect(screen.queryByTestId('proposals-waiting')).toBeNull();
    expect(screen.getByTestId('proposal-done').textContent).toContain('Tên gs-1 xác nhận lúc');
    await syncClient.sync();
    await waitFor(async () =>
      expect(await (await vault.criteriaSets()).published(SCOPE, 'citizen')).toMatchObject([
        { publication: { from: '2027-01-01' } },
      ]),
    );
  });

  it('its maker is told who can confirm it, and takes it back', async () => {
    await propose('2027-01-01');
    await open('QT-1');
    expect((await screen.findByTestId('proposal-confirmers')).textContent).toBe(
      'Anh/chị đã đề nghị việc này nên không tự xác nhận được. Chờ một trong những người này xác nhận: Tên gs-1.',
    );
    expect(screen.queryByTestId('proposals-waiting')).toBeNull();
    expect(screen.queryByTestId('proposal-confirmed')).toBeNull();
    await click('proposal-withdrawn');
    await click('proposal-yes');
    expect((await screen.findByTestId('proposal-done')).textContent).toContain('Tên qt-1 rút lại lúc');
  });

  it('declining asks for a reason, which its maker reads; who comes second is told so and sees the outcome', async () => {
    const { id } = await propose('2027-01-01');
    await open('GS-1');
    await click('proposal-declined');
    await click('proposal-yes');
    expect(screen.getByText('Ghi lý do, ít nhất 3 chữ cái.')).toBeTruthy();
    fireEvent.change(screen.getByTestId('proposal-reason'), { target: { value: 'Chưa tập huấn' } });
    const maker = await station.enrol('QT-1');
    await station.ask(maker, `/v1/proposals/${id}/decide`, { scope: SCOPE, outcome: 'withdrawn' });
    await click('proposal-yes');
    expect(await refusal()).toContain('Một người khác đã quyết định việc này rồi');
    expect((screen.getByTestId('proposal-reason') as HTMLInputElement).value).toBe('Chưa tập huấn');
    fireEvent.click(screen.getByText('Thôi'));
    expect((await screen.findByTestId('proposal-done')).textContent).toContain('Tên qt-1 rút lại lúc');

    await propose('2027-02-01');
    await open('GS-1', 82);
    await click('proposal-declined');
    fireEvent.change(screen.getByTestId('proposal-reason'), { target: { value: 'Chưa tập huấn' } });
    await click('proposal-yes');
    await waitFor(() =>
      expect(screen.getAllByTestId('proposal-done').map(({ textContent }) => textContent)).toEqual(
        expect.arrayContaining([expect.stringMatching(/Tên gs-1 không đồng ý lúc .*: Chưa tập huấn/)]),
      ),
    );
  });

  it('where its maker is the only one who could, the screen says whom to add and leads there', async () => {
    await station.store.setClosed('gs-1', { at: station.now(), successor: null });
    await propose('2027-01-01');
    await open('QT-1');
    const notice = await screen.findByTestId('proposal-nobody');
    expect(notice.textContent).toContain('Thêm một người ở phần Tài khoản rồi tạo mã cho người ấy');
    expect(notice.querySelector('a')?.getAttribute('href')).toBe(`/admin/accounts?scope=${SCOPE}`);
    await putOfficersWithCodes(station.store, [
      { id: 'gs-9', name: 'Đặng Thị Hòa', grants: [{ role: 'supervisor', on: 'commune', scope: SCOPE }], code: 'GS-9' },
    ]);
    await open('QT-1', 83);
    expect((await screen.findByTestId('proposal-confirmers')).textContent).toContain('Đặng Thị Hòa');
  });

  it('a merger is shown to those of its communes, and confirmed by somebody who administers them all', async () => {
    const grants = [{ role: 'administrator', on: 'instance' }] as const;
    await putOfficersWithCodes(station.store, [{ id: 'qt-all', name: 'Quản trị tỉnh', grants, code: 'QT-ALL' }]);
    const body = { predecessors: [OTHER_SCOPE], into: SCOPE, commune: null, from: '2026-11-01' };
    await station.ask(await station.enrol('QT-ALL'), '/v1/communes/merge', body);
    await open('GS-1');
    expect((await screen.findByTestId('proposal-confirmers')).textContent).toContain('Tên qt-1');
    expect(screen.queryByTestId('proposal-confirmed')).toBeNull();
    await open('QT-1', 84);
    expect((await screen.findByTestId('proposal')).textContent).toContain(
      'Gộp Xã Vĩnh Thuận vào Xã Vĩnh Bình từ 01/11/2026',
    );
    await click('proposal-confirmed');
    await click('proposal-yes');
    expect((await screen.findByTestId('proposal-done')).textContent).toContain('Tên qt-1 xác nhận lúc');
    const [commune] = await station.store.communes([SCOPE]);
    expect(commune?.predecessors).toEqual([OTHER_SCOPE]);
  });
});
