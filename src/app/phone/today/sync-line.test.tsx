// @vitest-environment happy-dom
/**
 * Goal: the line on Hôm nay and the number on the tab say what the commune does not have, and "received" only when it
 * has everything whole. Method: both over a real vault, told verdicts as the endpoint gives them.
 */
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Kind, newRevision, type PayloadOf } from '../../../programme/index.ts';
import type { Receipt, Revision } from '../../../protocol/index.ts';
import type { SyncClient } from '../../../sync/index.ts';
import { uuidv7, type Vault } from '../../../vault/index.ts';
import { type TestPhone, testPhone } from '../../../vault/testing/test-phone.ts';
import { ServicesContext } from '../../services.ts';
import { UnreceivedBadge } from '../../unreceived-badge.tsx';
import { SyncLine } from './sync-line.tsx';

const ANSWER = { serverTime: '2026-11-24T10:00:00.000+07:00', epoch: 'epoch-1' };
const setAppBadge = vi.fn(async (_count: number) => {});
const clearAppBadge = vi.fn(async () => {});

let phone: TestPhone;
let vault: Vault;
beforeEach(async () => {
  Object.assign(navigator, { setAppBadge, clearAppBadge });
  phone = testPhone(320);
  vault = await phone.open();
  const status = { running: false, lastOutcome: null, lastSuccessAt: null };
  const syncClient = { status: () => status, subscribe: () => () => {} } as unknown as SyncClient;
  render(
    <ServicesContext value={{ vault, syncClient, clock: phone.clock, rng: phone.rng }}>
      <SyncLine />
      <UnreceivedBadge />
    </ServicesContext>,
  );
});
afterEach(async () => {
  cleanup();
  await vault.close();
});

async function save<K extends Kind>(kind: K, payload: PayloadOf[K]): Promise<Revision> {
  const ref = { scope: 'scope-here', id: uuidv7(phone.clock, phone.rng) };
  const done = await vault.commit([newRevision(kind, ref, payload)]);
  const made = done.kind === 'saved' ? done.revisions[0] : undefined;
  if (made === undefined) throw new Error(JSON.stringify(done));
  return made;
}
const result = ({ revId, contentHash }: Revision, scopeSeq: number | null): Receipt =>
  scopeSeq === null
    ? { revId, contentHash, scopeSeq, status: 'quarantined', code: 'out-of-scope' }
    : { revId, contentHash, scopeSeq, status: 'created' };
const line = () => screen.getByTestId('sync-idle').textContent;
async function says(text: string, badge: string | null): Promise<void> {
  await waitFor(() => expect(line()).toContain(text));
  await waitFor(() => expect(screen.queryByTestId('unreceived')?.textContent ?? null).toBe(badge));
}

it('says waiting, to be looked at and photos apart, and received only when all is', async () => {
  expect(line(), 'nothing is claimed before it is known').not.toContain('đã nhận');
  await says('Xã đã nhận mọi mục', null);
  await waitFor(() => expect(clearAppBadge).toHaveBeenCalled());

  const photo = await vault.putPhoto(new Uint8Array(900));
  const answers = { '1': { evidence: [{ kind: 'photo', ...photo }] } };
  const evaluation = await save('evaluation', { answers } as never);
  const held = await save('household', { number: '1', hamlet: 'Ấp 3' });
  await says('2 mục chờ gửi', '2');
  expect(screen.getByTestId('unreceived').getAttribute('aria-label')).toBe('2 mục xã chưa nhận');
  await waitFor(() => expect(setAppBadge).toHaveBeenLastCalledWith(2));

  await vault.applyReceipts([result(evaluation, 1), result(held, null)], ANSWER);
  await says('1 mục cần xem lại · 1 mục đã gửi, còn ảnh chờ', '2');
  await vault.applyReceipts([result(held, 2)], ANSWER);
  await says('1 mục đã gửi, còn ảnh chờ', '1');
  expect(line()).not.toContain('cần xem lại');
  await vault.blobReceived(photo.sha256, { epoch: ANSWER.epoch, at: ANSWER.serverTime });
  await says('Xã đã nhận mọi mục', null);
});
