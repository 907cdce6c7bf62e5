/** Goal: a receipt counts only for the very bytes it names. Method: answers with another id, another hash or another status. */
import { describe, expect, it } from 'vitest';
import { testPhone } from '../testing/test-phone.ts';
import { home, saved, waitingIds } from '../testing/test-records.ts';

describe('receipts', () => {
  it('count only with our id and our hash; nothing is deleted', async () => {
    const phone = testPhone(10);
    const vault = await phone.open();
    const [mine] = await saved(vault, [home(phone)]);
    if (!mine) throw new Error('unreachable');
    const other = 'a'.repeat(64);
    const good = { revId: mine.revId, status: 'created', contentHash: mine.contentHash, scopeSeq: 1 } as const;
    expect(
      await vault.applyReceipts([{ ...good, contentHash: other }], { serverTime: 't', epoch: 'epoch-1' }),
    ).toMatchObject({ received: 0, ignored: 1 });
    expect(await vault.applyReceipts([{ ...good, revId: 'x' }], { serverTime: 't', epoch: 'epoch-1' })).toMatchObject({
      received: 0,
      ignored: 1,
    });
    expect(
      await vault.applyReceipts([{ ...good, status: 'retry' }], { serverTime: 't', epoch: 'epoch-1' }),
    ).toMatchObject({ received: 0, ignored: 1 });
    expect(await waitingIds(vault)).toEqual([mine.revId]);
    expect(
      await vault.applyReceipts([{ ...good, status: 'duplicate' }], { serverTime: 't', epoch: 'epoch-1' }),
    ).toMatchObject({ received: 1 });
    expect(await waitingIds(vault)).toEqual([]);
    expect((await vault.outbox())[0]).toMatchObject({
      revision: mine,
      state: { kind: 'received', scopeSeq: 1, at: 't' },
    });
    await vault.close();
    phone.wipe();
    expect(await waitingIds(await phone.open())).toEqual([mine.revId]);
  });

  it('what needs a person has its reason', async () => {
    const phone = testPhone(11);
    const vault = await phone.open();
    const [mine] = await saved(vault, [home(phone)]);
    await vault.applyReceipts(
      [{ revId: mine?.revId ?? '', status: 'quarantined', contentHash: null, scopeSeq: null, code: 'out-of-scope' }],
      { serverTime: 't', epoch: 'epoch-1' },
    );
    expect((await vault.outbox())[0]?.state).toEqual({ kind: 'needs-attention', code: 'out-of-scope' });
  });
});
