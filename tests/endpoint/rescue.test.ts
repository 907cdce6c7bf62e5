/**
 * Goal: a rescue bundle brings in exactly what a push would, once, for the commune whose key opens it. Method: the
 * real routes and commands over a real database; bundles made with the age library and the protocol's own writer.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Encrypter, generateX25519Identity, identityToRecipient, type Recipient, Stanza } from 'age-encryption';
import type { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../src/endpoint/app.ts';
import { importRescueCommand, rescueKeyCommand } from '../../src/endpoint/cli/rescue.ts';
import type { Store } from '../../src/endpoint/store/api.ts';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import { grantsOn } from '../../src/programme/index.ts';
import {
  hashBytes,
  pullPage,
  pushResponse,
  type Revision,
  rescueResponse,
  type Session,
  session,
  writeRescue,
} from '../../src/protocol/index.ts';
import { deviceOf, enrolBody, signedRevision } from '../devices.ts';
import { putOfficersWithCodes } from '../officers.ts';

const NOW = '2026-11-24T02:00:00.000Z';
const DEVICE = deviceOf('CB-1');
const COMMUNES = ['scope-here', 'scope-there'];

let folder: string;
let store: Store;
let app: Hono;
let counter = 0;
const before = process.env.DATA_DIR;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cdht-rescue-'));
  process.env.DATA_DIR = folder;
  store = await openStore({ dataDir: folder });
  await store.putCommunes(
    COMMUNES.map((scope, at) => ({
      scope,
      code: String(31_064 + at),
      name: scope,
      province: 'An Giang',
      criteriaVariant: '80' as const,
    })),
  );
  const officer = (id: string, commune: string) => ({
    id,
    name: id,
    grants: grantsOn('officer', [commune]),
    code: id,
  });
  await putOfficersWithCodes(store, [
    officer('CB-1', 'scope-here'),
    officer('CB-2', 'scope-here'),
    officer('CB-3', 'scope-there'),
  ]);
  app = createApp({ store, clock: { now: () => NOW, millis: () => Date.parse(NOW) }, version: 'test' });
  // Whose records others bring in: their device is known here.
  await enrol('CB-1');
});
afterEach(async () => {
  await store.close();
  if (before === undefined) delete process.env.DATA_DIR;
  else process.env.DATA_DIR = before;
  rmSync(folder, { recursive: true, force: true });
});

async function enrol(code: string): Promise<Session> {
  const answer = await app.request('/v1/enrol', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: enrolBody(code),
  });
  return session.parse(await answer.json());
}

/** A record of no known form, which waits in quarantine; the photo that it names is taken all the same. */
function naming(photo: Uint8Array): Revision {
  const evidence = [{ kind: 'photo', sha256: hashBytes(photo) }];
  return household('CB-1', 'scope-here', { kind: 'evaluation', payload: { answers: { 1: { evidence } } } });
}

function household(author = 'CB-1', scope = 'scope-here', changed: Partial<Revision> = {}): Revision {
  counter += 1;
  return signedRevision({
    revId: `0192a000-0000-7000-8000-${counter.toString(16).padStart(12, '0')}`,
    schema: 1,
    kind: 'household',
    entityId: `0192a000-0000-7000-9000-${counter.toString(16).padStart(12, '0')}`,
    parents: [],
    scope,
    author,
    device: DEVICE,
    deviceSeq: counter,
    prevHash: '',
    deviceTime: NOW,
    payload: { number: String(counter), hamlet: 'Ấp 3' },
    ...changed,
  });
}

async function bundle(
  recipient: string,
  revisions: readonly { revId: string }[],
  photos: readonly Uint8Array[] = [],
  others: readonly Recipient[] = [],
): Promise<Uint8Array> {
  const { bytes } = writeRescue({
    device: DEVICE,
    officer: 'CB-1',
    scopes: ['scope-here'],
    madeAt: NOW,
    revisions: revisions.map((revision) => ({ revId: revision.revId, text: JSON.stringify(revision) })),
    photos,
    photosLeft: 0,
  });
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  for (const other of others) encrypter.addRecipient(other);
  return encrypter.encrypt(Uint8Array.from(gzipSync(bytes)));
}

const send = (body: Uint8Array, token: string, path = '/v1/rescue', method = 'POST') =>
  app.request(path, { method, body: Uint8Array.from(body), headers: { authorization: `Bearer ${token}` } });
const keyOf = ({ communes }: Session) => communes[0]?.rescueKey ?? '';
const heldIds = async (token: string) => {
  const answer = await app.request('/v1/pull?scope=scope-here', { headers: { authorization: `Bearer ${token}` } });
  return pullPage.parse(await answer.json()).rows.map(({ revision }) => revision.revId);
};

describe('a rescue bundle at the endpoint', () => {
  it("relayed by a colleague brings in another's records and photos; again it changes nothing, nor does the late phone", async () => {
    const colleague = await enrol('CB-2');
    const records = [household(), household()];
    const photo = Uint8Array.from({ length: 200_000 }, (_, at) => (at * 7) % 251);
    const encrypted = await bundle(keyOf(colleague), [...records, naming(photo)], [photo, new Uint8Array(9)]);

    const first = rescueResponse.parse(await (await send(encrypted, colleague.token)).json());
    // The other photo is named by no record.
    expect(first).toMatchObject({
      sha256: hashBytes(encrypted),
      counts: { created: 2, duplicate: 0 },
      photos: 1,
      photosNotKept: 1,
    });
    const again = rescueResponse.parse(await (await send(encrypted, colleague.token)).json());
    expect(again).toMatchObject({ counts: { created: 0, duplicate: 2, quarantined: 1 }, photos: 1 });
    expect(await heldIds(colleague.token)).toEqual(records.map(({ revId }) => revId));
    const held = await app.request(`/v1/blobs/${hashBytes(photo)}`, {
      headers: { authorization: `Bearer ${colleague.token}` },
    });
    expect(hashBytes(new Uint8Array(await held.arrayBuffer()))).toBe(hashBytes(photo));

    const own = await enrol('CB-1');
    const late = await app.request('/v1/push', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${own.token}` },
      body: JSON.stringify({ proto: 'cdht.push/1', device: DEVICE, deviceTime: NOW, revisions: records }),
    });
    const { receipts } = pushResponse.parse(await late.json());
    expect(receipts.map(({ status, contentHash }) => [status, contentHash])).toEqual(
      records.map((record) => ['duplicate', record.contentHash]),
    );
  });

  it('keeps what it cannot accept, and takes the rest', async () => {
    const colleague = await enrol('CB-2');
    const stranger = household('nobody');
    const changed = { ...household(), author: 'CB-2' };
    const good = household();
    const encrypted = await bundle(keyOf(colleague), [stranger, changed, good]);
    const answer = rescueResponse.parse(await (await send(encrypted, colleague.token)).json());
    expect(answer.counts).toEqual({ created: 1, duplicate: 0, quarantined: 2, conflict: 0, retry: 0 });
    expect(await heldIds(colleague.token)).toEqual([good.revId]);
  });

  it('is brought in by an officer of another commune, as that of the commune it is for, and is not shown to who relayed it', async () => {
    const colleague = await enrol('CB-2');
    const other = await enrol('CB-3');
    const record = household();
    const answer = await send(await bundle(keyOf(colleague), [record]), other.token);
    expect(rescueResponse.parse(await answer.json())).toMatchObject({ counts: { created: 1, quarantined: 0 } });
    expect(await heldIds(colleague.token)).toEqual([record.revId]);
    const unseen = await app.request('/v1/pull?scope=scope-here&after=0', {
      headers: { authorization: `Bearer ${other.token}` },
    });
    expect(unseen.status).toBe(403);
  });

  it('is rejected from a stranger, for no commune here, damaged, or when it is something else', async () => {
    const colleague = await enrol('CB-2');
    const other = await enrol('CB-3');
    const encrypted = await bundle(keyOf(colleague), [household()]);
    expect((await send(encrypted, 'no-token-of-anybody')).status).toBe(401);
    const codeOf = async (answer: Response) => [answer.status, (await answer.json()).error];
    const foreign = await bundle(await identityToRecipient(await generateX25519Identity()), [household()]);
    expect(await codeOf(await send(foreign, other.token))).toEqual([422, 'cannot-open']);
    expect(await codeOf(await send(new TextEncoder().encode('Kính gửi'), other.token))).toEqual([422, 'not-rescue']);
    const flipped = Uint8Array.from(encrypted);
    flipped[flipped.length - 5] = (flipped[flipped.length - 5] ?? 0) ^ 1;
    expect(await codeOf(await send(flipped, colleague.token))).toEqual([422, 'damaged']);
    expect(await codeOf(await send(encrypted.subarray(0, encrypted.length - 1), colleague.token))).toEqual([
      422,
      'damaged',
    ]);
    expect(await heldIds(colleague.token)).toEqual([]);
  });

  it('is rejected before any key is tried where its header is larger than any phone writes', async () => {
    const colleague = await enrol('CB-2');
    const stanza = (bytes: number) => ({
      wrapFileKey: () => [new Stanza(['example.com/filler'], new Uint8Array(bytes))],
    });
    const encryptedFor = (others: readonly ReturnType<typeof stanza>[]) =>
      bundle(keyOf(colleague), [household()], [], others);
    const codeOf = async (answer: Response) => [answer.status, (await answer.json()).error];

    const tooMany = await encryptedFor(Array.from({ length: 32 }, () => stanza(16)));
    expect(await codeOf(await send(tooMany, colleague.token))).toEqual([422, 'damaged']);
    const tooLong = await encryptedFor([stanza(8 * 1024)]);
    expect(await codeOf(await send(tooLong, colleague.token))).toEqual([422, 'damaged']);
    expect(await heldIds(colleague.token)).toEqual([]);
    const asManyAsMayBe = await encryptedFor(Array.from({ length: 31 }, () => stanza(16)));
    expect((await send(asManyAsMayBe, colleague.token)).status).toBe(200);
  });

  it('a photo of which wrong bytes came before is put right by the bundle', async () => {
    const colleague = await enrol('CB-2');
    const photo = Uint8Array.from({ length: 1000 }, (_, at) => at % 256);
    const sha256 = hashBytes(photo);
    // Longer than the photo and not of its hash: neither whole nor known to be wrong until something is compared.
    await store.blobs.putPiece([{ scope: 'scope-here', readable: true }], sha256, {
      at: 0,
      of: 3000,
      bytes: new Uint8Array(2000),
    });
    const answer = await send(await bundle(keyOf(colleague), [naming(photo)], [photo]), colleague.token);
    expect(rescueResponse.parse(await answer.json()).photos).toBe(1);
    expect(await store.blobs.read(['scope-here'], sha256)).toEqual(Buffer.from(photo));
  });

  it('photos of records that another commune holds are kept there: whose they are has been given another commune since', async () => {
    const own = await enrol('CB-1');
    const photo = Uint8Array.from({ length: 500 }, (_, at) => (at * 3) % 256);
    expect((await send(await bundle(keyOf(own), [naming(photo)]), own.token)).status).toBe(200);
    const { token, communes } = await enrol('CB-3');
    const encrypted = await bundle(communes[0]?.rescueKey ?? '', [], [photo]);
    const answer = rescueResponse.parse(await (await send(encrypted, token)).json());
    expect(answer).toMatchObject({ photos: 1, photosNotKept: 0 });
    expect(await store.blobs.read(['scope-here'], hashBytes(photo))).toEqual(Buffer.from(photo));
    expect(await store.blobs.read(['scope-there'], hashBytes(photo))).toBeNull();
  });

  it('photos that come before their records are reported as not kept, and are kept when they come again', async () => {
    const colleague = await enrol('CB-2');
    const photo = Uint8Array.from({ length: 500 }, (_, at) => (at * 5) % 256);
    const encrypted = await bundle(keyOf(colleague), [], [photo]);
    const sent = async () => rescueResponse.parse(await (await send(encrypted, colleague.token)).json());
    expect(await sent()).toMatchObject({ photos: 0, photosNotKept: 1 });
    await send(await bundle(keyOf(colleague), [naming(photo)]), colleague.token);
    expect(await sent()).toMatchObject({ photos: 1, photosNotKept: 0 });
  });

  it('phones learn the key from their next push too, and only when they ask', async () => {
    const { token, communes } = await enrol('CB-2');
    const push = async (more: object) => {
      const body = JSON.stringify({
        proto: 'cdht.push/1',
        device: deviceOf('CB-2'),
        deviceTime: NOW,
        revisions: [],
        ...more,
      });
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      return pushResponse.parse(await (await app.request('/v1/push', { method: 'POST', headers, body })).json());
    };
    expect((await push({ keys: true })).rescueKeys).toEqual({ 'scope-here': communes[0]?.rescueKey });
    expect((await push({})).rescueKeys).toBeUndefined();
  });
});

describe('cli', () => {
  it('imports the file of any commune here, counts, and the second time changes nothing', async () => {
    const printed = await rescueKeyCommand(['31064']);
    expect(printed.stdout).toBe(keyOf(await enrol('CB-1')));
    const file = join(folder, 'x.cdht-rescue.age');
    writeFileSync(file, await bundle(printed.stdout ?? '', [household(), household('nobody')]));
    const first = await importRescueCommand([file]);
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout ?? '')).toMatchObject({
      counts: { created: 1, duplicate: 0, quarantined: 1 },
      attention: [{ code: 'unknown-author' }],
    });
    const again = JSON.parse((await importRescueCommand([file])).stdout ?? '');
    expect(again.counts).toMatchObject({ created: 0, duplicate: 1, quarantined: 1 });
  });

  it('says in one sentence what it cannot do', async () => {
    const file = join(folder, 'other.cdht-rescue.age');
    writeFileSync(file, await bundle(await identityToRecipient(await generateX25519Identity()), [household()]));
    expect(await importRescueCommand([file])).toEqual({
      stderr: `import-rescue: ${file} is encrypted to a commune of another endpoint: no key here opens it`,
      code: 1,
    });
    expect(await importRescueCommand([join(folder, 'none')])).toMatchObject({ code: 2 });
    expect(await importRescueCommand([])).toMatchObject({ code: 2 });
    expect(await rescueKeyCommand(['99999'])).toMatchObject({ code: 2 });
  });
});
