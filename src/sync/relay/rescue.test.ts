/**
 * Goal: a rescue file holds everything that the endpoint lacks, only the commune can open it, and "đã xuất" is said only
 * of bytes that were read again. Method: real vaults, the real age library, and the honest small endpoint.
 */
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { addHousehold } from '../../programme/index.ts';
import { hashBytes, readRescue } from '../../protocol/index.ts';
import { uuidv7, type Vault } from '../../vault/index.ts';
import { evaluationWith, type TestPhone, testPhone } from '../../vault/testing/test-phone.ts';
import { createSyncClient } from '../sync-client.ts';
import { TestEndpoint, testSession } from '../test-endpoint.ts';
import { bundleOf, readFrame, type Transfer, withFrame } from './qr-frames.ts';
import { createFrameReceiver } from './receiver.ts';
import { relayedBundles } from './relayed-bundles.ts';
import { makeQrBundle, makeRescueFile, rescueFileName } from './rescue.ts';

const SCOPE = 'scope-here';
let identity: string;
let rescueKey: string;
beforeAll(async () => {
  identity = await generateX25519Identity();
  rescueKey = await identityToRecipient(identity);
});

async function signedIn(
  seed: number,
): Promise<{ phone: TestPhone; vault: Vault; source: Parameters<typeof makeQrBundle>[0] }> {
  const phone = testPhone(seed);
  const vault = await phone.open();
  await vault.setSession({ ...testSession, communes: testSession.communes.map((each) => ({ ...each, rescueKey })) });
  return { phone, vault, source: { vault, clock: phone.clock } };
}

const syncClientOf = (phone: TestPhone, vault: Vault, endpoint: TestEndpoint) =>
  createSyncClient({
    vault,
    net: endpoint,
    clock: phone.clock,
    rng: phone.rng,
    appVersion: 'test',
    tryExclusive: (_, work) => work(),
  });

async function save(phone: TestPhone, vault: Vault, number: string, photo?: Uint8Array): Promise<void> {
  const kept = photo && (await vault.putPhoto(photo));
  const ref = { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) };
  const done = await vault.commit([
    ...addHousehold(ref, { number, hamlet: 'Ấp 3' }),
    ...(kept ? [evaluationWith(phone, SCOPE, kept.sha256)] : []),
  ]);
  expect(done.kind).toBe('saved');
}

async function openAsCommune(encrypted: Uint8Array) {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const opened = await decrypter.decrypt(encrypted);
  const stream = new Blob([Uint8Array.from(opened)]).stream().pipeThrough(new DecompressionStream('gzip'));
  const read = readRescue(
    opened[0] === 0x1f ? new Uint8Array(await new Response(stream).arrayBuffer()) : Uint8Array.from(opened),
  );
  if (read.kind !== 'ok') throw new Error(read.code);
  return { ...read, records: read.revisions.map((line) => JSON.parse(new TextDecoder().decode(line))) };
}

async function madeFile(source: Parameters<typeof makeRescueFile>[0]) {
  const result = await makeRescueFile(source);
  if (result.kind !== 'made') throw new Error(result.kind);
  return result.made;
}

/** What leaves the phone is signed anew, and a signature is never the same twice. */
const unsigned = (revisions: readonly object[]) => revisions.map((revision) => ({ ...revision, signature: undefined }));

describe('the rescue file', () => {
  it('holds exactly what is not received, with photos, for the commune alone', async () => {
    const { phone, vault, source } = await signedIn(1);
    expect(await makeRescueFile(source)).toEqual({ kind: 'nothing' });
    const photo = Uint8Array.from({ length: 5000 }, (_, at) => (at * 31) % 256);
    await save(phone, vault, '001', photo);
    const file = await madeFile(source);
    expect(file).toMatchObject({ records: 2, photos: 1, photosLeft: 0 });
    expect(rescueFileName(testSession, phone.clock.now())).toBe('cdht-31064-20261124-0900.cdht-rescue.age');
    const read = await openAsCommune(file.bytes);
    expect(unsigned(read.records)).toEqual(unsigned(await vault.pending(10)));
    expect(read.photos.map(hashBytes)).toEqual([hashBytes(photo)]);
    expect(new TextDecoder('latin1').decode(file.bytes)).not.toContain('Ấp');

    await syncClientOf(phone, vault, new TestEndpoint()).sync();
    expect(await makeRescueFile(source)).toEqual({ kind: 'nothing' });
  });

  it('opens with the key of each commune of the officer, whichever its records are of', async () => {
    const { phone, vault, source } = await signedIn(12);
    const [here] = testSession.communes;
    if (here === undefined) throw new Error('a test session has a commune');
    const other = await identityToRecipient(await generateX25519Identity());
    const communes = [
      { ...here, rescueKey: other },
      { ...here, scope: 'scope-there', code: '31069', rescueKey },
    ];
    await vault.setSession({ ...testSession, scopes: communes.map(({ scope }) => scope), communes });
    await save(phone, vault, '001');
    expect((await openAsCommune((await madeFile(source)).bytes)).records).toHaveLength(1);
  });

  it('counts only when what was read again is what was made', async () => {
    const { phone, vault, source } = await signedIn(2);
    await save(phone, vault, '001');
    const file = await madeFile(source);
    for (const at of [0, 40, 150, file.bytes.length - 1]) {
      const wrong = Uint8Array.from(file.bytes);
      wrong[at] = (wrong[at] ?? 0) ^ 4;
      expect(await file.confirm(wrong)).toBe(false);
    }
    expect(await file.confirm(file.bytes.subarray(0, file.bytes.length - 1))).toBe(false);
    expect(await file.confirm((await madeFile(source)).bytes), "another file's bytes").toBe(false);
    expect(await vault.rescueStatus()).toMatchObject({ unreceived: 1, unexported: 1, exportedAt: null });
    expect(await file.confirm(file.bytes)).toBe(true);
    expect(await vault.rescueStatus()).toMatchObject({ unreceived: 1, unexported: 0, exportedAt: phone.clock.now() });
    expect(await file.confirm(file.bytes), 'its key is thrown away').toBe(false);

    phone.clock.forward(60_000);
    await save(phone, vault, '002');
    const oldestUnexportedAt = phone.clock.now();
    expect(await vault.rescueStatus()).toMatchObject({ unreceived: 2, unexported: 1, oldestUnexportedAt });
  });

  it('too small for all photos: the next file goes on, and only then nothing is at risk; a lost photo stops nothing', async () => {
    const { phone, vault, source } = await signedIn(11);
    const photos = [1, 2, 3].map((seed) => Uint8Array.from({ length: 1000 }, (_, at) => (at * seed) % 251));
    for (const [n, photo] of photos.entries()) await save(phone, vault, String(n), photo);
    await save(phone, vault, '9', new Uint8Array(900));
    phone.blobs.delete(hashBytes(new Uint8Array(900)));
    const held = new Set<string>();
    for (const left of [1, 1]) {
      const result = await makeRescueFile(source, 2500);
      if (result.kind !== 'made') throw new Error(result.kind);
      expect(result.made).toMatchObject({ photos: 2, photosLeft: left });
      for (const photo of (await openAsCommune(result.made.bytes)).photos) held.add(hashBytes(photo));
      const first = held.size === 2;
      expect(await result.made.confirm(result.made.bytes)).toBe(true);
      expect(await vault.rescueStatus()).toMatchObject({ unexported: 0, photosUnexported: first ? 1 : 0 });
    }
    expect(held).toEqual(new Set(photos.map(hashBytes)));
  });

  it('without the commune key there is none; the next contact brings it', async () => {
    const { phone, vault, source } = await signedIn(3);
    await vault.setSession(testSession);
    await save(phone, vault, '001');
    expect(await makeRescueFile(source)).toEqual({ kind: 'no-key' });
    const endpoint = new TestEndpoint();
    endpoint.rescueKey = rescueKey;
    await syncClientOf(phone, vault, endpoint).sync();
    expect((await vault.session())?.communes[0]?.rescueKey).toBe(rescueKey);
    await save(phone, vault, '002');
    expect((await madeFile(source)).records).toBe(1);
    await vault.setSession(null);
    await vault.learnRescueKeys({ 'scope-here': rescueKey });
    expect(await vault.session(), 'learning a key signs nobody in').toBeNull();
  });
});

describe('a bundle as QR codes', () => {
  it('is the same row again after a pause, and gives the records back', async () => {
    const { phone, vault, source } = await signedIn(4);
    for (let n = 0; n < 5; n++) await save(phone, vault, String(n));
    const first = await makeQrBundle(source);
    const again = await makeQrBundle(source);
    if (first.kind !== 'made' || again.kind !== 'made') throw new Error('nothing made');
    expect(again.made.frames).toEqual(first.made.frames);
    expect(first.made).toMatchObject({ records: 5, recordsLeft: 0 });
    let transfer: Transfer | undefined;
    for (const text of first.made.frames) {
      const frame = readFrame(text);
      if (frame) transfer = withFrame(transfer, frame);
    }
    const bundle = transfer && bundleOf(transfer);
    if (!bundle) throw new Error('not whole');
    expect(unsigned((await openAsCommune(bundle)).records)).toEqual(unsigned(await vault.pending(10)));

    await save(phone, vault, '6');
    const other = await makeQrBundle(source);
    if (other.kind !== 'made') throw new Error('nothing made');
    expect(readFrame(other.made.frames[0] ?? '')?.id).not.toBe(transfer?.id);
  });

  it('takes the oldest records when there are too many, and says how many are left', async () => {
    const { phone, vault, source } = await signedIn(5);
    for (let n = 0; n < 105; n++) await save(phone, vault, String(n));
    const made = await makeQrBundle(source);
    expect(made).toMatchObject({ kind: 'made', made: { records: 100, recordsLeft: 5 } });
  });

  it('read by a colleague: any order, over a closed screen and a wiped database, then relayed', async () => {
    const { phone, vault, source } = await signedIn(6);
    for (let n = 0; n < 8; n++) await save(phone, vault, String(n));
    const made = await makeQrBundle(source);
    if (made.kind !== 'made') throw new Error('nothing made');
    const frames = [...made.made.frames].reverse();
    const half = Math.ceil(frames.length / 2);

    const colleague = await signedIn(60);
    const first = createFrameReceiver(colleague.vault, colleague.phone.clock);
    expect(await first.offer('https://example.vn')).toEqual({ kind: 'waiting' });
    for (const text of frames.slice(0, half)) await first.offer(text);
    await colleague.vault.close();
    colleague.phone.wipe();
    const later = await colleague.phone.open();
    const second = createFrameReceiver(later, colleague.phone.clock);
    expect(await second.resume()).toMatchObject({
      kind: 'reading',
      read: half,
      missing: frames
        .slice(half)
        .map((text) => Number(/:(\d+)\//.exec(text)?.[1]))
        .reverse(),
    });
    expect(await second.offer(frames[0] ?? ''), 'known already').toMatchObject({ read: half });
    let last: unknown;
    for (const text of frames.slice(half)) last = await second.offer(text);
    expect(last).toEqual({ kind: 'received' });
    const [held] = await relayedBundles(later);
    const bundle = await later.relayStore.get(held?.name ?? '');
    expect(unsigned((await openAsCommune(bundle ?? new Uint8Array())).records)).toEqual(
      unsigned(await vault.pending(10)),
    );
    expect(await createFrameReceiver(later, colleague.phone.clock).resume(), 'nothing is left to go on with').toEqual({
      kind: 'waiting',
    });
  });
});
