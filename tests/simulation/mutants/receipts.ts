/** Seeded bugs of sending: a record or a photo counts as received only by the endpoint's own word for its hash, in its epoch. */
import { type Mutants, one } from './patch.ts';

export const RECEIPTS: Mutants = {
  'two-phones-keep-one-id': one('sync/push/push-answer.ts', 'if (parsed.cloned) await vault.takeAnotherId(device);'),
  'ack-by-http-200': one(
    'sync/push/push-answer.ts',
    'const { parsed, raw } = await read(flight);',
    `const answer = await flight.coming;
    if (answer.status === 200 && !answer.contentType.includes('json')) {
      await vault.applyReceipts(flight.batch.map(({ revId, contentHash }) => ({ revId, status: 'created', contentHash, scopeSeq: 1 })), { serverTime: clock.now(), epoch: (await vault.cursor({ scope: 'scope-here', stream: 'records' })).epoch ?? 'x' });
      return { settled: flight.batch.length, more: [] };
    }
    const { parsed, raw } = await read(flight);`,
  ),
  'ack-without-hash': one(
    'vault/records/receipts.ts',
    'if (!sameHash || result.scopeSeq === null) return null;',
    'if (result.scopeSeq === null) return null;',
  ),
  'ack-when-sent': one(
    'sync/push/pusher.ts',
    "const coming = post(round, session, '/v1/push', body);",
    "const { vault } = this.#input;\n    await vault.applyReceipts(batch.map(({ revId, contentHash }) => ({ revId, status: 'created', contentHash, scopeSeq: 1 })), { serverTime: clock.now(), epoch: (await vault.cursor({ scope: 'scope-here', stream: 'records' })).epoch ?? 'x' });\n    const coming = post(round, session, '/v1/push', body);",
  ),
  'ack-by-any-answer': one(
    'sync/push/push-answer.ts',
    'const counts = await vault.applyReceipts(parsed.receipts, parsed);',
    "const counts = await vault.applyReceipts(flight.batch.map(({ revId, contentHash }) => ({ revId, status: 'created', contentHash, scopeSeq: 1 })), { serverTime: clock.now(), epoch: (await vault.cursor({ scope: 'scope-here', stream: 'records' })).epoch ?? 'x' });",
  ),
  'photo-done-by-any-answer': one(
    'sync/photos/photo-pieces.ts',
    'next = statusOf(answer, sha256);',
    'next = { ...status, complete: true };',
  ),
  'photo-done-by-head': one(
    'sync/photos/photo-uploader.ts',
    'let status = await pieces.held(request, sha256);',
    `let status = await pieces.held(async (asked) => {
      const answer = await request(asked);
      if (answer.status === 200) await vault.blobReceived(sha256);
      return answer;
    }, sha256);`,
  ),
  'epoch-ignored': [
    { file: 'vault/records/receipts.ts', find: 'if (known === undefined) {', put: 'if (true) {' },
    {
      file: 'vault/records/pull.ts',
      find: 'if (renewed || (cursor.epoch !== null && cursor.epoch !== page.epoch)) {',
      put: 'if (cursor.after < 0) {',
    },
  ],
  'what-the-endpoint-lost-is-not-offered': one(
    'vault/records/reconcile.ts',
    'if (missing.length + received.length === 0) return 0;',
    'if (missing.length + received.length >= 0) return 0;',
  ),
  'a-photo-that-is-gone-is-not-told': one('sync/photos/photo-uploader.ts', 'await vault.blobGone(sha256);'),
  'receipts-without-epoch': one('vault/records/receipts.ts', 'if (counts) await noteEpoch(core, epoch);'),
  'new-epoch-offers-nothing': one(
    'vault/records/receipts.ts',
    "await db.outbox.toCollection().filter(isOffered).modify({ state: 'waiting', receipt: null, code: null });",
  ),
  'new-epoch-forgets-photos': one(
    'vault/records/receipts.ts',
    "await db.photos.toCollection().modify({ state: 'waiting' });",
  ),
};
