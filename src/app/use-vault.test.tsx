// @vitest-environment happy-dom
/**
 * Goal: a screen reads again after what concerns it and after nothing else, and where it cannot read, it says so and offers to try
 * again. Method: the real hook and the real error boundary over a vault whose readings are counted and can fail.
 */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { addHousehold } from '../programme/index.ts';
import type { SyncClient } from '../sync/index.ts';
import { uuidv7, type Vault } from '../vault/index.ts';
import { testPhone } from '../vault/testing/test-phone.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { type ReadingOptions, ServicesContext, useVault } from './services.ts';

afterEach(cleanup);

function show(vault: Vault, read: (vault: Vault) => Promise<string>, options?: ReadingOptions) {
  function Reader() {
    return <p>{useVault(read, [], options) ?? 'loading'}</p>;
  }
  const phone = testPhone(1);
  const syncClient = { status: () => ({}), subscribe: () => () => {} } as unknown as SyncClient;
  render(
    <ServicesContext value={{ vault, syncClient, clock: phone.clock, rng: phone.rng }}>
      <ErrorBoundary>
        <Reader />
      </ErrorBoundary>
    </ServicesContext>,
  );
}

it('reads again after a record, not after each letter of a draft', async () => {
  const phone = testPhone(1);
  const vault = await phone.open();
  let readings = 0;
  const read = async (known: Vault) => {
    readings += 1;
    return `${(await known.hamlets('2026')).length} hamlets`;
  };
  show(vault, read, { changes: ['records'] });
  await screen.findByText('0 hamlets');
  const before = readings;
  const draft = { draftId: 'd', kind: 'household', scope: 'scope-here', setHash: null, value: {} } as const;
  const updatedAt = phone.clock.now();
  await act(() => vault.saveDraft({ ...draft, subject: { kind: 'household', id: 'd' }, updatedAt }));
  expect(readings).toBe(before);
  const ref = { scope: 'scope-here', id: uuidv7(phone.clock, phone.rng) };
  await act(async () => void (await vault.commit(addHousehold(ref, { number: '1', hamlet: 'Ấp 3' }))));
  await screen.findByText('1 hamlets');
  await vault.close();
});

it('says that it cannot read and tries again when asked; what is shown already stays', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const phone = testPhone(2);
  const vault = await phone.open();
  let broken = true;
  const read = async () => {
    if (broken) throw new Error('the disk does not answer');
    return 'read';
  };
  show(vault, read, { changes: ['records'] });
  await screen.findByText('the disk does not answer');
  broken = false;
  fireEvent.click(screen.getByText('Mở lại màn hình'));
  await screen.findByText('read');
  broken = true;
  const ref = { scope: 'scope-here', id: uuidv7(phone.clock, phone.rng) };
  await act(async () => void (await vault.commit(addHousehold(ref, { number: '1', hamlet: 'Ấp 3' }))));
  expect(screen.getByText('read')).toBeTruthy();
  cleanup();
  show(vault, read, { changes: ['records'], quiet: true });
  await screen.findByText('loading');
  await vault.close();
  said.mockRestore();
});
