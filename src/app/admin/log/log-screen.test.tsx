// @vitest-environment happy-dom
/**
 * Goal: an administrator reads the log as sentences, finds what somebody did on a day, and sees whether it is whole. Method: the
 * real screen against the real endpoint over a real SQLite file, with one row changed behind its back.
 */
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SCOPE, type Station } from '../../../../tests/endpoint/station.ts';
import { showSignedIn } from '../../../../tests/shared/desk.tsx';
import { closeServedStation, openServedStation } from '../../../../tests/shared/served-screens.ts';
import { EVENT_KINDS, EVENTS_PAGE, type EventRow } from '../../../protocol/index.ts';
import { translate } from '../../../ui/use-messages.ts';
import AdminScreen from '../admin-screen.tsx';
import { adminMessages } from '../messages.ts';
import { eventKindMessages } from './kind-messages.ts';
import { logMessages } from './messages.ts';
import { eventSentence, type SentenceWords } from './sentence.ts';
import './log-screen.tsx';

describe('the screen', () => {
  let station: Station;
  beforeEach(async () => {
    station = await openServedStation();
  });
  afterEach(() => closeServedStation(station));

  const open = async (code = 'QT-1') => {
    history.replaceState(null, '', `/admin/log?scope=${SCOPE}`);
    return await showSignedIn(station, 91, code, <AdminScreen />);
  };
  const choose = (testId: string, value: string) => fireEvent.change(screen.getByTestId(testId), { target: { value } });
  const sentences = () => screen.queryAllByTestId('event').map((row) => row.querySelector('p')?.textContent);
  const shows = (wanted: unknown) => waitFor(() => expect(sentences()).toEqual(wanted));

  it('tells what happened as sentences, the newest first, filtered by kind, person and day', async () => {
    const officer = await station.enrol('CB-1');
    station.millis += 24 * 3_600_000;
    await station.ask(officer, '/v1/sign-out', {});
    await open();
    await shows([
      expect.stringMatching(/^Tên qt-1 đăng nhập trên máy/),
      expect.stringMatching(/^Tên qt-1 dùng máy/),
      expect.stringMatching(/^Tên cb-1 đăng xuất trên máy/),
      expect.stringMatching(/^Tên cb-1 đăng nhập trên máy/),
      expect.stringMatching(/^Tên cb-1 dùng máy/),
    ]);
    expect(screen.getAllByTestId('event')[0]?.textContent).toContain('09:00 25/11/2026');
    choose('log-kind', 'signed-out');
    await shows([expect.stringMatching(/^Tên cb-1 đăng xuất/)]);
    choose('log-kind', '');
    choose('log-person', 'cb-1');
    await waitFor(() => expect(sentences()).toHaveLength(3));
    choose('log-to', '2026-11-24');
    await waitFor(() => expect(sentences()).toHaveLength(2));
    choose('log-from', '2026-11-25');
    expect(screen.getByText('Ngày cuối không được trước ngày đầu.')).toBeTruthy();
    choose('log-to', '');
    choose('log-kind', 'code-made');
    expect(await screen.findByText('Không có việc nào khớp bộ lọc này.')).toBeTruthy();
    fireEvent.click(screen.getByTestId('log-clear'));
    await waitFor(() => expect(sentences()).toHaveLength(5));
  });

  it('shows older events page by page', async () => {
    const event = {
      scope: SCOPE,
      at: station.now(),
      actor: 'cb-1',
      kind: 'roster-imported',
      detail: { records: 3 },
    } as const;
    await station.store.addEvents(Array.from({ length: EVENTS_PAGE }, () => event));
    await open();
    await waitFor(() => expect(sentences()).toHaveLength(EVENTS_PAGE));
    fireEvent.click(screen.getByTestId('log-more'));
    await waitFor(() => expect(sentences()).toHaveLength(EVENTS_PAGE + 2));
    expect(screen.getByText(/Đã hết/)).toBeTruthy();
  });

  it('says whether the log is whole, and where it is not', async () => {
    await open();
    fireEvent.click(await screen.findByTestId('log-check'));
    expect((await screen.findByTestId('log-checked')).textContent).toContain('Nguyên vẹn đến 09:00 24/11/2026');
    await station.sql(`update events set actor = 'gs-1' where scope = '${SCOPE}' and n = 1`);
    fireEvent.click(screen.getByTestId('log-check'));
    expect(await screen.findByText(/Việc số 1 đã bị sửa/)).toBeTruthy();
  });

  it('is for administrators alone', async () => {
    await open('GS-1');
    expect(await screen.findByText('Chỉ dành cho người quản trị')).toBeTruthy();
    expect(screen.queryByTestId('log-check')).toBeNull();
  });
});

describe.each(['vi', 'en'] as const)('sentences in %s', (language) => {
  const words: SentenceWords = {
    t: (key, params) => translate(language, [logMessages, eventKindMessages, adminMessages], key, params),
    personName: (id) => (id === 'cb-1' ? 'Danh Kha' : undefined),
    deviceName: (device) => (device === 'd-1' ? 'Oppo' : undefined),
    communeName: () => undefined,
    kindLabel: (kind) => kind,
  };
  /** Every member that the endpoint writes. */
  const detail = {
    ...{
      account: 'cb-1',
      successor: 'cb-1',
      device: 'd-1',
      why: 'revoked',
      kind: 'visit',
      records: 2,
      photos: 1,
      returned: 1,
      drafts: 2,
    },
    ...{
      before: 'officer@here',
      grants: 'viewer@An Giang administrator@instance',
      decision: 'void',
      name: 'Đợt năm 2026',
      state: 'open',
      outcome: 'declined',
    },
    ...{
      accepted: 1,
      kept: 2,
      set: 'cdht-1',
      version: '2',
      from: '2027-01-01',
      code: '31064',
      after: '31065',
      id: 'abcd',
    },
    reason: 'Mất máy',
  };
  const event = (kind: string, more: Partial<EventRow> = {}): EventRow => ({
    ...{
      n: 1,
      at: '2026-11-24T02:00:00.000Z',
      actor: 'qt-1',
      actorName: 'Lê Văn Tám',
      kind,
      detail,
      hash: 'a'.repeat(64),
    },
    ...more,
  });

  it.each(EVENT_KINDS)('%s has a sentence without a hole', (kind) => {
    const sentence = eventSentence(event(kind), 'here', words);
    expect(sentence).not.toMatch(/[{}]|undefined|log\./);
    expect(sentence).toContain('Lê Văn Tám');
    expect(sentence).toContain('Mất máy');
  });

  it('name what is unknown as such', () => {
    const bare = { actorName: null, detail: {} };
    expect(eventSentence(event('signed-in', { ...bare, actor: '' }), 'here', words)).toContain(
      language === 'vi' ? 'Dòng lệnh trên máy chủ' : 'The command line',
    );
    expect(eventSentence(event('moon-landed', { ...bare, actor: 'abcdefgh' }), 'here', words)).toMatch(
      /^[TA].*…efgh: .*moon-landed/,
    );
    const changed = { before: 'officer@here', grants: 'officer@here' };
    expect(eventSentence(event('account-changed', { detail: { ...detail, ...changed } }), 'here', words)).not.toContain(
      '→',
    );
    const roles = eventSentence(event('account-added'), 'here', words);
    expect(roles).toMatch(/\(An Giang\).*\((toàn máy chủ|the whole server)\)/);
  });
});
