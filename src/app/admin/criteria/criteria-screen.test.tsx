// @vitest-environment happy-dom
/**
 * Goal: an administrator sees which sets the commune uses, gets every fault of a file with its place, sees what a sound set makes
 * of a past period, and proposes it; a refusal loses nothing that was chosen. Method: the real screen against the real endpoint
 * over a real SQLite file, with evaluations that a real phone sent.
 */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SCOPE, type Station } from '../../../../tests/endpoint/station.ts';
import { putOfficersWithCodes } from '../../../../tests/officers.ts';
import { laterVersion, pinned } from '../../../../tests/shared/criteria.ts';
import { showSignedIn } from '../../../../tests/shared/desk.tsx';
import { closeServedStation, openServedStation, typeInto } from '../../../../tests/shared/served-screens.ts';
import { type CriteriaSet, compile, loadBuiltIn, score } from '../../../criteria/index.ts';
import { answersOf } from '../../../programme/index.ts';
import { proposalResponse } from '../../../protocol/index.ts';
import AdminScreen from '../admin-screen.tsx';
import './criteria-screen.tsx';

let station: Station;
let online = true;

beforeEach(async () => {
  station = await openServedStation(() => online);
  online = true;
  const grants = [{ role: 'administrator', on: 'instance' }] as const;
  await putOfficersWithCodes(station.store, [{ id: 'qt-all', name: 'Quản trị tỉnh', grants, code: 'QT-ALL' }]);
});
afterEach(() => closeServedStation(station));

const open = async (code = 'QT-ALL', seed = 95, query = '') => {
  cleanup();
  history.replaceState(null, '', `/admin/criteria?scope=${SCOPE}${query}`);
  return await showSignedIn(station, seed, code, <AdminScreen />);
};
const value = (testId: string) => (screen.getByTestId(testId) as HTMLInputElement).value;
const upload = async (content: string | object, name = 'bo-2027.json') =>
  fireEvent.change(await screen.findByTestId('set-file'), {
    target: { files: [new File([typeof content === 'string' ? content : JSON.stringify(content)], name)] },
  });
const text = async (testId: string) => (await screen.findByTestId(testId)).textContent ?? '';

/** Sends evaluations of 2025 with the shipped set: each answer is *khá*, 80 points in all. */
async function evaluations(set: CriteriaSet, count: number): Promise<void> {
  const answers = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [String(at + 1), { level: 'kha' }]));
  const { total, max, verdict, hash } = score(compile(set), answersOf({ answers }));
  const made = Array.from({ length: count }, () =>
    station.household('', {
      kind: 'evaluation',
      payload: {
        ...{ subject: { kind: 'citizen', id: station.uuid() }, period: '2025', group: '1' },
        ...{ criteriaSet: pinned(set), answers, clientResult: { total, max, verdict, hash } },
        finishedAt: station.now(),
      },
    }),
  );
  await station.push(await station.enrol('CB-1'), made);
}

describe('criteria sets', () => {
  it('in use are listed with version, first day and hash, also without a network; one that was confirmed comes next', async () => {
    const set = await laterVersion('cdht-1', '2027.1', 90);
    const administrator = await station.enrol('QT-ALL');
    await station.ask(administrator, '/v1/criteria-sets', set);
    const proposed = await station.ask(administrator, `/v1/criteria-sets/${pinned(set).sha256}/publications`, {
      ...{ scope: SCOPE, from: '2027-01-01' },
    });
    const { id } = proposalResponse.parse(proposed.value).proposal;
    const decision = { scope: SCOPE, outcome: 'confirmed' };
    await station.ask(await station.enrol('GS-1'), `/v1/proposals/${id}/decide`, decision);
    const { syncClient } = await open();
    await syncClient.sync();
    online = false;
    await waitFor(() => expect(screen.getAllByTestId('set-in-use')).toHaveLength(5));
    const rows = screen.getAllByTestId('set-in-use').map(({ textContent }) => textContent);
    const shipped = pinned(await loadBuiltIn('cdht-1'));
    expect(rows[0]).toContain('Công dân học tập: người dân trong xã (cdht-1)');
    expect(rows[0]).toContain('2023.1, tạm thời');
    expect(rows[0]).toContain('có sẵn, đang dùng');
    expect(rows[0]).toContain(shipped.sha256.slice(0, 8));
    expect(rows[1]).toContain('01/01/2027, sẽ dùng');
    expect(rows[1]).toContain(pinned(set).sha256.slice(0, 8));
  });

  it('with faults are refused with each place in words and in the file, to be copied; year and day stay', async () => {
    const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue(undefined);
    await open();
    const base = await loadBuiltIn('cdht-1');
    await upload(await laterVersion('cdht-1', '2027.1', 90));
    await screen.findByTestId('set-from');
    typeInto('set-from', '2027-01-01');
    typeInto('set-period', '2026');
    const [competency, ...others] = base.competencies;
    const [first, ...rest] = competency?.indicators ?? [];
    await upload({
      ...base,
      version: '',
      competencies: [{ ...competency, indicators: [{ ...first, max: 'mười' }, ...rest] }, ...others],
    });
    const faults = await screen.findAllByTestId('set-fault');
    expect(faults).toHaveLength(2);
    const rows = faults.map(({ textContent }) => textContent).join('\n');
    expect(rows).toContain('năng lực A › chỉ số 1 › điểm tối đa');
    expect(rows).toContain('competencies.0.indicators.0.max');
    fireEvent.click(screen.getByTestId('set-faults-copy'));
    await screen.findByText(/Đã chép/);
    expect(written.mock.calls[0]?.[0]).toContain('\tcompetencies.0.indicators.0.max\t');
    expect(value('set-period')).toBe('2026');
    await upload(await laterVersion('cdht-1', '2027.1', 90));
    expect(await screen.findByTestId('set-from')).toBeTruthy();
    expect(value('set-from')).toBe('2027-01-01');
  });

  it('of a file that is no JSON, or a variant whose base is missing, are refused with what to do', async () => {
    await open();
    await upload('{\n"id": "cdht-1",\n"version" 2\n}');
    expect(await text('set-fault')).toMatch(/dòng 3.*Không phải JSON/);
    await upload('[]');
    await waitFor(async () => expect(await text('set-fault')).toContain('phải là một đối tượng JSON'));
    await upload({ variantOf: 'cdht-9', id: 'cdht-9-70', rules: [] });
    await waitFor(async () => expect(await text('set-fault')).toContain('chưa có bộ gốc “cdht-9”'));
  });

  it('are compared with a past period, added and proposed; who is to confirm is named', async () => {
    await evaluations(await loadBuiltIn('cdht-1'), 23);
    await open();
    await upload(await laterVersion('cdht-1', '2027.1', 90));
    expect(await text('set-preview')).toContain('Nếu áp cho 23 phiếu của năm 2025: đạt 23 → 0, chưa đạt 0 → 23.');
    expect(screen.getAllByTestId('set-changed')).toHaveLength(20);
    expect(await text('set-preview')).toContain('và 3 người nữa.');
    typeInto('set-period', '2024');
    await waitFor(async () => expect(await text('set-preview')).toContain('không có phiếu nào của năm 2024'));

    fireEvent.click(screen.getByTestId('set-propose-do'));
    expect(screen.getByText('Chọn ngày.')).toBeTruthy();
    typeInto('set-from', '2020-01-01');
    fireEvent.click(screen.getByTestId('set-propose-do'));
    expect(await text('admin-refusal')).toContain('Chọn ngày nằm trong thời gian hiệu lực');
    expect(value('set-from')).toBe('2020-01-01');
    typeInto('set-from', '2027-01-01');
    fireEvent.click(screen.getByTestId('set-propose-do'));
    const proposed = await screen.findByTestId('set-proposed');
    expect(within(proposed).getByTestId('proposal-confirmers').textContent).toContain('Tên gs-1');
    expect((await station.store.proposals(SCOPE, 9)).map(({ content }) => content)).toMatchObject([
      { set: 'cdht-1', version: '2027.1', from: '2027-01-01' },
    ]);
  });

  it('that the server does not have cannot be proposed by an administrator of the commune, who is told whom to ask', async () => {
    const set = await laterVersion('cdht-1', '2027.1', 90);
    await open('QT-1');
    await upload(set);
    const card = await screen.findByTestId('set-propose');
    expect(card.textContent).toContain('Gửi tệp cho người ấy');
    expect(screen.queryByTestId('set-propose-do')).toBeNull();
    await station.ask(await station.enrol('QT-ALL'), '/v1/criteria-sets', set);
    fireEvent.click(within(card).getByText('Tải lại'));
    expect(await screen.findByTestId('set-propose-do')).toBeTruthy();
  });

  it('that the server has are chosen without a file; a variant goes with its base', async () => {
    const base = await loadBuiltIn('cdht-1');
    await open('QT-ALL', 96, `&set=${pinned(base).sha256}`);
    expect(await text('set-preview')).toContain('cdht-1 2023.1: không có lỗi');
    await upload({ variantOf: 'cdht-1', id: 'cdht-1-60', rules: (await laterVersion('cdht-1', '1', 60)).rules });
    expect(await text('set-propose')).toContain('Đây là biến thể');
    fireEvent.click(await screen.findByText('Thêm vào máy chủ'));
    await waitFor(async () => expect(await text('set-propose')).toContain('Đây là biến thể máy chủ đã có'));
  });
});
