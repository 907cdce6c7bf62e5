/** Goal: the ledger of the kills calls a hole in a page a hole, and nothing else. Method: answers that are made up. */
import { expect, it } from 'vitest';
import { Ledger } from '../kills/ledger.ts';

const HASH = 'a'.repeat(64);
const id = (place: number) => `0190a000-0000-7000-8000-${String(place).padStart(12, '0')}`;
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

async function faultsOf(own: readonly { kind: string; scopeSeq: number }[], rows: readonly number[], next: number) {
  const ledger = new Ledger();
  const revisions = own.map(({ kind }, at) => ({ revId: id(at), kind, scope: 's' }));
  const receipts = own.map(({ scopeSeq }, at) => ({ revId: id(at), status: 'created', contentHash: HASH, scopeSeq }));
  const of = { proto: 'cdht.pull/1', epoch: 'e', scope: 's', stream: 'records' };
  const page = { ...of, rows: rows.map((scopeSeq) => ({ scopeSeq })), next, more: false };
  const answer = { proto: 'cdht.push/1', epoch: 'e', receipts, serverTime: '2026-11-24T02:00:00.000Z', pulled: [page] };
  const net = ledger.watch({
    request: async () => ({ status: 200, contentType: 'application/json', body: bytes(answer) }),
  });
  const pull = [{ scope: 's', stream: 'records', epoch: 'e', after: 1 }];
  await net.request({ method: 'POST', path: '/v1/push', timeoutMs: 1000, body: bytes({ revisions, pull }) });
  return ledger.faults;
}

it('passes what the same push had shown, of the same stream alone', async () => {
  expect(await faultsOf([{ kind: 'household', scopeSeq: 2 }], [3], 3)).toEqual([]);
  const withNumber = [
    { kind: 'household', scopeSeq: 2 },
    { kind: 'identity', scopeSeq: 3 },
  ];
  expect(await faultsOf(withNumber, [3], 3)).toEqual([]);
  expect(await faultsOf([{ kind: 'identity', scopeSeq: 2 }], [3], 3)).toEqual(['a page of s goes from 1 to 3']);
});
