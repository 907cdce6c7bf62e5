// @vitest-environment happy-dom
/**
 * Goal: a full phone is shown as one wherever something is written, what is typed stays, and a form is still saved. Method:
 * the real screens over a real vault whose disk takes only so many writes.
 */
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CompiledIndicator } from '../../../criteria/index.ts';
import type { SyncClient, SyncOutcome } from '../../../sync/index.ts';
import { testSession } from '../../../sync/test-endpoint.ts';
import type { Vault } from '../../../vault/index.ts';
import {
  evaluationWith,
  type SmallDisk,
  smallDisk,
  type TestPhone,
  testPhone,
} from '../../../vault/testing/test-phone.ts';
import { ServicesContext, SessionContext } from '../../services.ts';
import { Evidence } from '../evaluate/evidence.tsx';
import NewHouseholdScreen from '../people/new-household-screen.tsx';
import SyncScreen from '../sync/sync-screen.tsx';
import { KeepingNotices } from '../today/keeping/keeping-notices.tsx';

vi.mock('../evaluate/photo.ts', async (original) => ({
  ...(await original<typeof import('../evaluate/photo.ts')>()),
  encodePhoto: async () => new Uint8Array(300),
}));

let phone: TestPhone;
let disk: SmallDisk;
let vault: Vault;
beforeEach(async () => {
  phone = testPhone(330);
  disk = smallDisk(phone);
  const { journal, ...rest } = disk.parts();
  vault = await phone.open({ ...rest, ...(journal && { journal: { ...journal, kind: 'opfs' } }) });
  await vault.setSession(testSession);
});
afterEach(async () => {
  cleanup();
  disk.left = Number.POSITIVE_INFINITY;
  await vault.close();
});

function show(children: ReactNode, lastOutcome: SyncOutcome | null = null): void {
  const status = { running: false, lastOutcome, lastSuccessAt: null, stuckMinutes: 0 };
  const syncClient = { status: () => status, subscribe: () => () => {} } as unknown as SyncClient;
  render(
    <ServicesContext value={{ vault, syncClient, clock: phone.clock, rng: phone.rng }}>
      <SessionContext value={testSession}>{children}</SessionContext>
    </ServicesContext>,
  );
}
const type = (testId: string, value: string) => fireEvent.input(screen.getByTestId(testId), { target: { value } });

it('a form whose draft finds no room says so and keeps what is typed, until it can be written', async () => {
  Object.assign(disk, { left: 0, storageReserve: false });
  show(<NewHouseholdScreen />);
  await screen.findByTestId('household-number');
  type('household-hamlet', 'Ấp 3');
  type('household-number', '17');
  const notice = await screen.findByTestId('draft-not-kept');
  expect(notice.textContent).toContain('Bộ nhớ máy đã đầy');
  disk.left = Number.POSITIVE_INFINITY;
  fireEvent.click(screen.getByText('Ghi lại'));
  await waitFor(() => expect(screen.queryByTestId('draft-not-kept')).toBeNull());
  expect((await vault.draft('household:new'))?.value).toMatchObject({ number: '17' });
  disk.left = 0;
  fireEvent.click(screen.getByTestId('save-household'));
  const failed = await screen.findByTestId('not-saved');
  expect(failed.textContent).toContain('Chưa mất gì');
  await waitFor(() => expect(failed.textContent).toContain('Hãy xóa bớt ảnh, video'));
  expect((screen.getByTestId('household-number') as HTMLInputElement).value).toBe('17');
  disk.left = Number.POSITIVE_INFINITY;
  fireEvent.click(screen.getByTestId('save-household'));
  await waitFor(async () => expect(await vault.pending(5)).toHaveLength(1));
});

it('with the storage reserve the draft is kept and the form is saved on a full disk', async () => {
  disk.left = 0;
  show(
    <>
      <KeepingNotices />
      <NewHouseholdScreen />
    </>,
  );
  await screen.findByTestId('household-number');
  type('household-hamlet', 'Ấp 3');
  type('household-number', '17');
  await screen.findByTestId('keeping-full');
  fireEvent.click(screen.getByTestId('save-household'));
  await waitFor(async () => expect(await vault.pending(5)).toHaveLength(1));
  expect(screen.queryByTestId('draft-not-kept')).toBeNull();
  expect(screen.queryByTestId('not-saved')).toBeNull();
});

it('a photo that does not fit says what can be freed, and that the form can be saved', async () => {
  const waiting = await vault.putPhoto(new Uint8Array(1024 * 1024));
  expect((await vault.commit([evaluationWith(phone, 'scope-here', waiting.sha256)])).kind).toBe('saved');
  disk.left = 0;
  const indicator = { spec: {} } as unknown as CompiledIndicator;
  const onAdd = vi.fn();
  const nothing = async () => undefined;
  show(
    <>
      <KeepingNotices />
      <Evidence indicator={indicator} items={[]} wanted onAdd={onAdd} onRemove={nothing} beforePhoto={nothing} />
    </>,
  );
  fireEvent.change(screen.getByTestId('photo-file'), { target: { files: [new File(['x'], 'a.jpg')] } });
  const problem = await screen.findByTestId('photo-problem');
  expect(problem.textContent).toContain('Phiếu vẫn điền và lưu được');
  await waitFor(() => expect(problem.textContent).toContain('1 ảnh chưa gửi (1,0 MB)'));
  await screen.findByTestId('keeping-full');
  expect(onAdd).not.toHaveBeenCalled();
  expect(disk.storageReserve, 'left to the form').toBe(true);
});

it.each([
  ['quota', /Máy không còn chỗ để nhận thêm/],
  ['not-loaded', /Phần gửi và nhận chưa có trên máy này/],
])('Đồng bộ has a sentence for %s', async (code, sentence) => {
  show(<SyncScreen />, { kind: 'error', code });
  await screen.findByText(sentence);
});

it('Hôm nay says where nothing outlives the window', async () => {
  show(<KeepingNotices />);
  await waitFor(async () => expect((await vault.health()).journal).toBe('opfs'));
  expect(screen.queryByTestId('keeping-memory')).toBeNull();
  cleanup();
  await vault.close();
  vault = await phone.open();
  show(<KeepingNotices />);
  await screen.findByTestId('keeping-memory');
});
