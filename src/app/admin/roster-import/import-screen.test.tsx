// @vitest-environment happy-dom
/**
 * Goal: a supervisor brings a roster in and sees at each step what happens. Method: the real screen against the real
 * roster routes over a roster in memory; only the network between them is ours, so that it can be cut.
 */
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { rosterRoutes } from '../../../endpoint/roster/routes.ts';
import type { CurrentEntity } from '../../../endpoint/store/api.ts';
import type { NewRevision } from '../../../programme/index.ts';
import type { Session } from '../../../protocol/index.ts';
import { SessionContext } from '../../services.ts';
import ImportScreen from './import-screen.tsx';

const SESSION: Session = {
  token: 'token-of-twenty-characters',
  officer: { id: 'gs-2001', name: 'Lê Thị Giám Sát' },
  posts: ['scope-here', 'scope-there'].map((scope) => ({ role: 'supervisor', scope })),
  scopes: ['scope-here', 'scope-there'],
  communes: [
    { scope: 'scope-there', code: '31069', name: 'Vĩnh Thuận', province: 'An Giang', criteriaVariant: '80' },
    { scope: 'scope-here', code: '31064', name: 'Vĩnh Bình', province: 'An Giang', criteriaVariant: '80' },
  ],
  period: '2026',
};
const CSV = `ấp;số hộ;họ tên;năm sinh;giới tính;quan hệ;nhóm
Kinh 1;17;Lê Văn An;1990;Nam;con;2
Kinh 1;17;Lê Văn Sai;1990;x;con;2
`;

let kept: Map<string, CurrentEntity & { kind: string }>;
let writtenTo: string[];
let connected: boolean;

beforeEach(() => {
  kept = new Map();
  writtenTo = [];
  connected = true;
  const of = (wanted: string) => [...kept.values()].filter(({ kind }) => kind === wanted);
  const app = new Hono().route(
    '/',
    rosterRoutes({
      authorise: async () => ({ officer: { ...SESSION.officer, posts: SESSION.posts, scopes: SESSION.scopes } }),
      currentRoster: async () => ({ households: of('household'), citizens: of('citizen'), identities: of('identity') }),
      identityHasher: async () => (cccd) => cccd.slice(-3).padStart(22, '0'),
      apply: async (commune: string, _officer: string, revisions: readonly NewRevision[]) => {
        writtenTo.push(commune);
        for (const { kind, entityId, payload } of revisions) {
          kept.set(`${kind} ${entityId}`, { kind, id: entityId, payload, heads: ['head'] });
        }
      },
      clock: { now: () => '2026-11-24T03:00:00.000Z', millis: () => Date.UTC(2026, 10, 24, 3) },
    }),
  );
  vi.stubGlobal('fetch', async (path: string, init: { method?: string; body?: File }) => {
    if (!connected) throw new TypeError('no network');
    const body = init.body && (await init.body.arrayBuffer());
    return app.request(path, { method: init.method ?? 'GET', ...(body && { body }) });
  });
  vi.spyOn(navigator, 'onLine', 'get').mockImplementation(() => connected);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const show = (session: Session = SESSION) =>
  render(
    <SessionContext value={session}>
      <ImportScreen />
    </SessionContext>,
  );
const choose = (text: string, name = 'hộ.csv') =>
  fireEvent.change(screen.getByTestId('import-file'), { target: { files: [new File([text], name)] } });

describe('the import screen', () => {
  it('shows what a file would do, then does it for the chosen commune, and nothing the second time', async () => {
    show();
    fireEvent.change(screen.getByTestId('import-commune'), { target: { value: 'scope-here' } });
    choose(CSV);
    await screen.findByTestId('import-preview');
    expect(screen.getByText(/^Vĩnh Bình:/)).toBeTruthy();
    expect(screen.getByTestId('import-added').textContent).toBe('1 người, 1 hộ mới');
    expect(screen.getByTestId('import-fault').textContent).toContain('Không hiểu giới tính «x»');
    expect(writtenTo).toEqual([]);
    fireEvent.click(screen.getByTestId('import-confirm'));
    await screen.findByTestId('import-done', {}, { timeout: 5000 });
    expect(writtenTo).toEqual(['scope-here']);

    fireEvent.click(screen.getByText('Nhập tệp khác'));
    expect((screen.getByTestId('import-commune') as HTMLSelectElement).value).toBe('scope-here');
    choose(CSV);
    await screen.findByTestId('import-preview');
    expect(screen.getByTestId('import-unchanged').textContent).toBe('1 người');
    expect(screen.queryByTestId('import-confirm')).toBeNull();
  });

  it('tells why a file is no roster', async () => {
    show();
    choose('tên;tuổi\nAn;30\n');
    expect((await screen.findByTestId('import-problem')).textContent).toContain('Còn thiếu cột: Ấp, Số hộ');
    expect(screen.getByTestId('import-file')).toBeTruthy();
  });

  it('keeps the preview when the network is lost at the yes', async () => {
    show();
    choose(CSV);
    await screen.findByTestId('import-preview');
    connected = false;
    fireEvent.click(screen.getByTestId('import-confirm'));
    expect((await screen.findByTestId('import-problem')).textContent).toContain('Không liên lạc được');
    connected = true;
    fireEvent(window, new Event('online'));
    fireEvent.click(screen.getByTestId('import-confirm'));
    await waitFor(() => expect(writtenTo).toEqual(['scope-there']));
  });

  it('says that it needs the network, and whom it is for', () => {
    connected = false;
    show();
    expect(screen.getByText('Cần có mạng')).toBeTruthy();
    cleanup();
    show({ ...SESSION, posts: [{ role: 'officer', scope: 'scope-here' }] });
    expect(screen.getByText('Chỉ dành cho người phụ trách')).toBeTruthy();
    expect(screen.queryByTestId('import-file')).toBeNull();
  });
});
