// @vitest-environment happy-dom
/**
 * Goal: Đồng bộ shows the newest records first and says how many more there are, and its readings do not multiply with
 * the changes of a round. Method: the real screen over a real vault.
 */
import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { addHousehold } from '../../../programme/index.ts';
import type { Session } from '../../../protocol/index.ts';
import type { SyncClient, SyncOutcome } from '../../../sync/index.ts';
import { uuidv7, type Vault } from '../../../vault/index.ts';
import { evaluationWith, type TestPhone, testPhone } from '../../../vault/testing/test-phone.ts';
import { ServicesContext, SessionContext } from '../../services.ts';
import SyncScreen from './sync-screen.tsx';

let phone: TestPhone;
let vault: Vault;
beforeEach(async () => {
  phone = testPhone(310);
  vault = await phone.open();
});
afterEach(async () => {
  cleanup();
  await vault.close();
});

async function save(number: number): Promise<void> {
  const ref = { scope: 'scope-here', id: uuidv7(phone.clock, phone.rng) };
  const done = await vault.commit(addHousehold(ref, { number: String(number), hamlet: 'Ấp 3' }));
  expect(done.kind).toBe('saved');
}

function anySession(): Session {
  return {
    ...{ token: 't'.repeat(20), officer: { id: 'cb-1', name: 'Hòa' }, posts: [], scopes: [], communes: [] },
    period: '2026',
  };
}

function show(stuckMinutes = 0, lastOutcome: SyncOutcome | null = null, session: Session | null = null): void {
  const syncClient = {
    status: () => ({ running: false, lastOutcome, lastSuccessAt: null, stuckMinutes }),
    subscribe: () => () => {},
  } as unknown as SyncClient;
  render(
    <ServicesContext value={{ vault, syncClient, clock: phone.clock, rng: phone.rng }}>
      <SessionContext value={session}>
        <SyncScreen />
      </SessionContext>
    </ServicesContext>,
  );
}

it('shows the newest fifty of a list, newest first, and how many more there are', async () => {
  for (let number = 1; number <= 53; number++) await save(number);
  show();
  const rows = await screen.findAllByTestId('outbox-item');
  expect(rows).toHaveLength(50);
  expect(rows[0]?.textContent).toContain('· 53, Ấp 3');
  expect(rows.at(-1)?.textContent).toContain('· 4, Ấp 3');
  screen.getByText('và 3 mục nữa');
  expect(screen.getByTestId('pending-count').textContent).toBe('53');
});

it('says for how long nothing could be sent, and what the phone does about it', async () => {
  await save(1);
  show(13);
  await screen.findByText(/Đã 13 phút chưa gửi thêm được gì.*thử gói nhỏ hơn/);
});

it('says so of photos that wait alone too', async () => {
  const { sha256 } = await vault.putPhoto(new Uint8Array(9));
  const done = await vault.commit([evaluationWith(phone, 'scope-here', sha256)]);
  if (done.kind !== 'saved') throw new Error(done.kind);
  const results = done.revisions.map(({ revId, contentHash }) => {
    return { revId, contentHash, status: 'created' as const, scopeSeq: 1 };
  });
  await vault.applyReceipts(results, { serverTime: '2026-11-24T10:00:00.000+07:00', epoch: 'e' });
  show(10);
  await screen.findByText(/Đã 10 phút chưa gửi thêm được gì/);
});

it('reads a few times however often the vault changes', async () => {
  show();
  await screen.findByText('Chưa có gì để gửi');
  const read = vi.spyOn(vault, 'outboxShown');
  const estimated = vi.spyOn(vault, 'waitingPhotoBytes');
  await act(async () => {
    for (let number = 1; number <= 30; number++) await save(number);
  });
  await waitFor(() => expect(screen.getByTestId('pending-count').textContent).toBe('30'), { timeout: 10_000 });
  // Thirty commits tell of sixty changes.
  expect(read.mock.calls.length).toBeLessThan(12);
  expect(estimated.mock.calls.length).toBeLessThan(6);
});

it('where only another sign-in helps, it says so and has the field for the code; else it does not', async () => {
  show(0, { kind: 'error', code: 'too-many-keys' });
  await screen.findByText(/đổi khóa ký quá nhiều lần.*nhập lại mã cán bộ/);
  expect(screen.getByTestId('renew-code')).toBeTruthy();
  cleanup();
  show(0, { kind: 'error', code: 'too-many-devices' });
  await screen.findByText(/hết số lần đổi mã máy.*nhập lại mã cán bộ/);
  expect(screen.getByTestId('code')).toBeTruthy();
  cleanup();
  const contacts = [{ name: 'Lê Văn Bảy', phone: '0912 345 678' }];
  const commune = { scope: 's', code: '31064', name: 'Xã', province: 'An Giang', criteriaVariant: '80' } as const;
  const session = { ...anySession(), communes: [{ ...commune, contacts }] };
  show(0, { kind: 'signed-out', handedIn: 2 }, session);
  expect((await screen.findByText('0912 345 678')).getAttribute('href')).toBe('tel:0912345678');
  expect(screen.getByText(/Xã đã giữ 2 mục/)).toBeTruthy();
  cleanup();
  show(0, { kind: 'signed-out', why: 'account-closed', handedIn: 2 }, session);
  expect(await screen.findByText('Tài khoản này đã nghỉ')).toBeTruthy();
  expect(screen.queryByTestId('renew-code')).toBeNull();
  cleanup();
  show(0, { kind: 'error', code: 'internal' });
  await screen.findByText(/Máy chủ của xã gặp lỗi/);
  expect(screen.queryByTestId('renew-code')).toBeNull();
});
