/**
 * Goal: nobody fills the endpoint with bytes that no record names, and nobody
 * reads another commune's photo by naming its hash; no honest phone loses a photo by it. Method: the real routes over both
 * databases, and real phones.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashBytes, photoStatus } from '../../src/protocol/index.ts';
import { createSyncClient } from '../../src/sync/sync-client.ts';
import { evaluationWith } from '../../src/vault/testing/test-phone.ts';
import { OTHER_SCOPE, SCOPE, STORES, Station } from './station.ts';

const PIECE_BYTES = 128 * 1024;
const picture = (seed: number, length = 3000) =>
  Uint8Array.from({ length }, (_, at) => (Math.imul(at + seed * 7919, 2_654_435_761) >>> 13) & 0xff);

describe.each(STORES)('photos under attack on %s', (kind) => {
  let station: Station;
  beforeAll(async () => {
    station = await Station.open(kind);
  });
  afterAll(() => station?.dispose());

  const call = (token: string, path: string, body?: Uint8Array) =>
    station.app.request(path, {
      headers: { authorization: `Bearer ${token}` },
      ...(body && { method: 'PUT', body: Uint8Array.from(body) }),
    });
  const upload = (token: string, sha256: string, bytes: Uint8Array) =>
    call(token, `/v1/blobs/${sha256}?at=0&of=${bytes.length}`, bytes);
  const statusOf = async (answer: Response) => photoStatus.parse(await answer.json());
  const read = async (token: string, sha256: string) => (await call(token, `/v1/blobs/${sha256}`)).status;
  const rowCount = async (table: string) => {
    const [row] = await station.sql(`select count(*) as n from ${table}`);
    return Number((row as { n: unknown }).n);
  };

  it('101 MB of photos that no record names are rejected, not a byte of them kept', async () => {
    const token = await station.enrol('CB-1');
    const bytes = picture(1, PIECE_BYTES);
    for (let sent = 0, n = 0; sent < 101 * 1024 * 1024; sent += bytes.length, n += 1) {
      const sha256 = hashBytes(new TextEncoder().encode(`invented ${n}`));
      const answer = await upload(token, sha256, bytes);
      expect([answer.status, await answer.json()]).toEqual([409, { error: 'unnamed-photo' }]);
    }
    for (const table of ['blobs', 'blob_pieces', 'blob_arrivals']) expect(await rowCount(table)).toBe(0);
    const asked = await call(token, `/v1/blobs/${hashBytes(bytes)}/held`);
    expect(asked.status, 'known before a byte is sent').toBe(409);
  });

  it('a phone whose record is not received yet keeps its photo, and sends it once the record is', async () => {
    const { phone, vault } = await station.phone(kind === 'sqlite' ? 901 : 902);
    const { clock, rng } = phone;
    const { sha256 } = await vault.putPhoto(picture(2));
    expect((await vault.commit([evaluationWith(phone, SCOPE, sha256)])).kind).toBe('saved');
    let isRefusing = true;
    const net: typeof station.net = {
      async request(ask) {
        const records = ask.path === '/v1/push' && JSON.parse(new TextDecoder().decode(ask.body)).revisions.length > 0;
        if (!isRefusing || !records) return station.net.request(ask);
        const body = new TextEncoder().encode('{"error":"too-large"}');
        return { status: 413, contentType: 'application/json', body };
      },
    };
    const input = { vault, net, clock, rng, appVersion: 'test' };
    const syncClient = createSyncClient({ ...input, tryExclusive: (_, work) => work() });
    await syncClient.sync();
    expect(await vault.blobsWaiting()).toEqual([sha256]);
    isRefusing = false;
    await syncClient.sync();
    expect(await vault.blobsWaiting()).toEqual([]);
    expect(await station.store.blobs.read([SCOPE], sha256)).not.toBeNull();
  });

  it("a record that names another commune's photo opens it to nobody: its own phone is asked for the bytes", async () => {
    const bytes = picture(3);
    const sha256 = hashBytes(bytes);
    const owner = await station.enrol('CB-1');
    await station.name(owner, [sha256]);
    expect(await statusOf(await upload(owner, sha256, bytes))).toMatchObject({ complete: true });

    const stranger = await station.enrol('GS-2');
    const held = () => call(stranger, `/v1/blobs/${sha256}/held`);
    expect((await held()).status).toBe(409);
    await station.name(stranger, [sha256], { scope: OTHER_SCOPE, author: 'gs-2' });
    expect(await statusOf(await held())).toMatchObject({ complete: false, held: [] });
    expect(await read(stranger, sha256)).toBe(404);
    const guess = await upload(stranger, sha256, picture(4));
    expect(await statusOf(guess), 'other bytes prove nothing').toMatchObject({ complete: false, held: [] });
    expect(await read(stranger, sha256)).toBe(404);

    expect(await statusOf(await upload(stranger, sha256, bytes))).toMatchObject({ complete: true });
    expect(await read(stranger, sha256)).toBe(200);
    expect(await read(owner, sha256)).toBe(200);
  });

  it('of an officer who was moved, the photos of what was handed in before reach the commune they are of', async () => {
    const officer = { id: 'cb-9', role: 'officer', code: 'CB-9' } as const;
    await station.putOfficers([{ ...officer, scopes: [SCOPE] }]);
    const token = await station.enrol('CB-9');
    const bytes = picture(5);
    const sha256 = hashBytes(bytes);
    await station.name(token, [sha256], { author: 'cb-9' });
    await station.putOfficers([{ ...officer, scopes: [OTHER_SCOPE] }]);
    expect(await statusOf(await upload(token, sha256, bytes))).toMatchObject({ complete: true });
    expect(await read(await station.enrol('GS-1'), sha256)).toBe(200);
    expect(await read(token, sha256), 'no commune of theirs any more').toBe(404);
    expect(await read(await station.enrol('GS-2'), sha256)).toBe(404);
  });

  it('photos of what waited in the quarantine of another commune come along when it is accepted', async () => {
    const officer = { id: 'cb-8', role: 'officer', code: 'CB-8' } as const;
    await station.putOfficers([{ ...officer, scopes: [SCOPE] }]);
    const { phone, vault, syncClient } = await station.phone(kind === 'sqlite' ? 903 : 904, 'CB-8');
    const { sha256 } = await vault.putPhoto(picture(6));
    await station.putOfficers([{ ...officer, scopes: [OTHER_SCOPE] }]);
    const [set] = (await station.store.sets()).filter(({ id }) => id === 'cdht-1');
    if (set === undefined) throw new Error('the built-in set is not there');
    const made = evaluationWith(phone, SCOPE, sha256);
    const criteriaSet = { id: set.id, version: set.version, sha256: set.sha256 };
    const payload = { ...made.payload, criteriaSet };
    expect((await vault.commit([{ ...made, payload }])).kind).toBe('saved');
    await syncClient.sync();
    await syncClient.sync();
    expect(await vault.blobsWaiting()).toEqual([]);
    expect(await station.store.blobs.read([SCOPE], sha256)).toBeNull();
    expect(await station.store.blobs.read([OTHER_SCOPE], sha256)).not.toBeNull();
    await station.putOfficers([{ ...officer, scopes: [SCOPE, OTHER_SCOPE] }]);
    const admin = await station.enrol('QT-1');
    const { value } = await station.ask(admin, '/v1/quarantine/retry', { scope: OTHER_SCOPE });
    expect((value as { results: { outcome: string }[] }).results).toContainEqual(
      expect.objectContaining({ outcome: 'accepted' }),
    );
    expect(await station.store.blobs.read([SCOPE], sha256)).not.toBeNull();
  });

  it('one photo in records of two communes is sent once, and asked about again', async () => {
    const { phone, vault, syncClient } = await station.phone(kind === 'sqlite' ? 905 : 906, 'QT-1');
    const { sha256 } = await vault.putPhoto(picture(7));
    for (const scope of [SCOPE, OTHER_SCOPE]) {
      expect((await vault.commit([evaluationWith(phone, scope, sha256)])).kind).toBe('saved');
      await syncClient.sync();
      expect(await vault.blobsWaiting()).toEqual([]);
      expect(await station.store.blobs.read([scope], sha256)).not.toBeNull();
    }
  });
});
