/**
 * Goal: what a screen shows of the outbox costs what is shown, and its figures are those of all of it. Method: a vault
 * whose encryption and photo store count how often they are asked.
 */
import { expect, it } from 'vitest';
import { newRevision } from '../../programme/index.ts';
import type { Receipt, Revision } from '../../protocol/index.ts';
import type { Vault } from '../api.ts';
import { uuidv7 } from '../keys/ids.ts';
import { memoryBlobs } from '../photos/blobs-memory.ts';
import type { Encryption } from '../platform.ts';
import { noEncryption } from '../platform-browser.ts';
import { type TestPhone, testPhone } from '../testing/test-phone.ts';

const SCOPE = 'scope-here';
const ANSWER = { serverTime: '2026-11-24T10:00:00.000+07:00', epoch: 'epoch-1' };

async function household(phone: TestPhone, vault: Vault, number: number): Promise<Revision> {
  const ref = { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) };
  return await saved(vault, newRevision('household', ref, { number: String(number), hamlet: 'Ấp 3' }));
}
async function saved(vault: Vault, wanted: Parameters<Vault['commit']>[0][number]): Promise<Revision> {
  const done = await vault.commit([wanted]);
  const made = done.kind === 'saved' ? done.revisions[0] : undefined;
  if (made === undefined) throw new Error(JSON.stringify(done));
  return made;
}
const verdict = (
  { revId, contentHash }: Revision,
  scopeSeq: number | null,
  status: Receipt['status'] = 'created',
): Receipt => ({ revId, contentHash, scopeSeq, status, ...(status !== 'created' && { code: 'out-of-scope' }) });

it('is the newest of each kind, decrypted only so far, under figures of all', async () => {
  const phone = testPhone(301);
  let opened = 0;
  const encryption: Encryption = {
    encrypt: noEncryption.encrypt,
    decrypt: (encrypted) => {
      opened += 1;
      return noEncryption.decrypt(encrypted);
    },
  };
  const vault = await phone.open({ encryption });
  const made: Revision[] = [];
  for (let number = 1; number <= 12; number++) made.push(await household(phone, vault, number));
  await vault.applyReceipts(
    made.slice(0, 5).map((revision, index) => verdict(revision, index + 1)),
    ANSWER,
  );
  opened = 0;
  const { counts, items } = await vault.outboxShown(3);
  expect(opened).toBe(6);
  expect(counts).toEqual({ 'on-phone': 7, received: 5 });
  expect(items.map(({ revision }) => revision.payload?.number)).toEqual(['12', '11', '10', '5', '4', '3']);
});

it('counts each record once that the commune does not have whole', async () => {
  const phone = testPhone(302);
  const blobs = memoryBlobs(phone.blobs);
  let read = 0;
  const get = async (sha256: string) => {
    read += 1;
    return blobs.get(sha256);
  };
  const vault = await phone.open({ blobs: { ...blobs, get } });
  const unreceived = async () => (await vault.health()).unreceivedCount;
  expect(await unreceived()).toBe(0);

  const photos = [await vault.putPhoto(new Uint8Array(900)), await vault.putPhoto(new Uint8Array(1100))];
  const evidence = photos.map(({ sha256, bytes }) => ({ kind: 'photo' as const, sha256, bytes }));
  const ref = { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) };
  const evaluation = await saved(vault, newRevision('evaluation', ref, { answers: { '1': { evidence } } } as never));
  const other = await household(phone, vault, 1);
  const held = await household(phone, vault, 2);
  expect(await unreceived()).toBe(3);
  expect([...(await vault.waitingPhotoBytes())].sort((a, b) => a - b)).toEqual([900, 1100]);
  expect(read, 'sizes are asked for, photos are not read').toBe(0);

  // The commune could not accept this record, and a person has to look at it: it still counts.
  await vault.applyReceipts([verdict(evaluation, 1), verdict(other, 2), verdict(held, null, 'quarantined')], ANSWER);
  expect((await vault.health()).pendingCount).toBe(0);
  expect(await unreceived(), 'two photos of one record are one record').toBe(2);
  expect((await vault.outboxShown(9)).counts).toEqual({
    'needs-attention': 1,
    received: 1,
    'sent-photos-waiting': 1,
  });
  for (const { sha256 } of photos) await vault.blobReceived(sha256, { epoch: 'e', at: '2026-11-24T00:00:00Z' });
  expect(await unreceived()).toBe(1);
});
