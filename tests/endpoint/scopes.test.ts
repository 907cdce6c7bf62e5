/**
 * Goal: a commune's ids are its own. Another commune's record under the same id is neither displaced nor told of, nor is a
 * photo that another commune's record names. Method: attacks over the real routes of both databases, by an officer who
 * knows ids and hashes of the commune next door.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashBytes, pullPage, quarantineList, withContentHash } from '../../src/protocol/index.ts';
import { itInDatabase, OTHER_SCOPE, SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

describe.each(STORES_AND_MEMORY)('ids within a scope, on %s', (kind) => {
  let station: Station;
  let officer: string;
  let neighbour: string;
  beforeAll(async () => {
    station = await Station.open(kind);
    await station.putOfficers([{ id: 'cb-2', role: 'officer', scopes: [OTHER_SCOPE], code: 'CB-2' }]);
    officer = await station.enrol('CB-1');
    neighbour = await station.enrol('CB-2');
  });
  afterAll(() => station?.dispose());

  const theirs = (number: string) => station.household(number, { scope: OTHER_SCOPE, author: 'cb-2' });
  const pulled = async (token: string, scope: string) => {
    const { value } = await station.ask(token, `/v1/pull?scope=${scope}`);
    return pullPage.parse(value).rows.map(({ revision }) => revision);
  };

  it('an id that another commune uses is as free as any other, and tells nothing of theirs', async () => {
    const held = theirs('1');
    await station.push(neighbour, [theirs('0'), held]);
    const unused = station.household('2');
    const same = station.household('3', { revId: held.revId, entityId: held.entityId });
    const [plain, asked] = (await station.push(officer, [unused, same])).receipts;
    expect({ ...asked, revId: '', contentHash: '', scopeSeq: 0 }).toEqual({
      ...plain,
      revId: '',
      contentHash: '',
      scopeSeq: 0,
    });
    expect(asked).toMatchObject({ status: 'created', contentHash: same.contentHash, scopeSeq: 2 });
    expect(await pulled(officer, SCOPE)).toEqual([unused, same]);
    expect((await pulled(neighbour, OTHER_SCOPE)).at(-1)).toEqual(held);
    expect((await station.push(neighbour, [held])).receipts).toMatchObject([{ status: 'duplicate', scopeSeq: 2 }]);
    expect((await station.push(officer, [same])).receipts).toMatchObject([{ status: 'duplicate', scopeSeq: 2 }]);
  });

  it('named in the other scope it is out of scope, whether they hold it or not', async () => {
    const held = theirs('4');
    await station.push(neighbour, [held]);
    const { contentHash: _, signature: __, ...content } = held;
    const forged = withContentHash({ ...content, author: 'cb-1', payload: { number: '5', hamlet: 'Bình Hòa' } });
    const unknown = station.household('6', { scope: OTHER_SCOPE });
    const { receipts } = await station.push(officer, [forged, unknown]);
    expect(receipts).toMatchObject(
      [forged, unknown].map(({ contentHash }) => ({
        status: 'quarantined',
        code: 'out-of-scope',
        contentHash,
        scopeSeq: null,
      })),
    );
  });

  it('what is accepted settles no open record of another commune under its id', async () => {
    const doubted = station.household('7', { scope: OTHER_SCOPE, author: 'nobody' });
    await station.push(neighbour, [doubted]);
    await station.push(officer, [station.household('8', { revId: doubted.revId })]);
    const desk = await station.enrol('GS-2');
    const { value } = await station.ask(desk, `/v1/quarantine?scope=${OTHER_SCOPE}`);
    expect(quarantineList.parse(value).rows.map(({ revId }) => revId)).toContain(doubted.revId);
  });

  itInDatabase(kind)('a photo that another commune has is not read by naming its hash', async () => {
    const bytes = new Uint8Array(500).fill(kind === 'sqlite' ? 3 : 4);
    const sha256 = hashBytes(bytes);
    await station.store.blobs.putPiece([{ scope: OTHER_SCOPE, readable: true }], sha256, {
      at: 0,
      of: bytes.length,
      bytes,
    });
    await station.sql(`insert into blob_refs (scope, sha256, officer_id) values ('${SCOPE}', '${sha256}', 'cb-1')`);
    expect(await station.ask(officer, `/v1/blobs/${sha256}`)).toMatchObject({ status: 404 });
    expect((await station.ask(officer, `/v1/blobs/${sha256}/held`)).value).toMatchObject({ complete: false, held: [] });
    expect(await station.store.blobs.read([OTHER_SCOPE], sha256)).toEqual(Buffer.from(bytes));
  });
});
