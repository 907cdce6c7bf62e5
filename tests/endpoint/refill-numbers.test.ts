/**
 * Goal: after an endpoint went back, every phone orders what it holds by the endpoint's new numbers, also the records that it
 * brought back for somebody else; and the second copy of its pages has them, so that a deleted database loses none. Method: two
 * real phones over the real routes of both databases, whose rows are read past the vault.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addHousehold } from '../../src/programme/index.ts';
import { openDatabase } from '../../src/vault/database/database.ts';
import { memoryJournal, uuidv7 } from '../../src/vault/index.ts';
import { SCOPE, STORES, Station } from './station.ts';

describe.each(STORES)('numbers after a restore on %s', (kind) => {
  let station: Station;
  beforeAll(async () => {
    station = await Station.open(kind);
  });
  afterAll(() => station?.dispose());

  it('are the endpoint’s of now, for records that were brought back too', async () => {
    const [lan, van] = [await station.phone(601), await station.phone(602, 'GS-1')];
    await van.vault.close();
    const pulled = memoryJournal({ bytes: new Uint8Array() });
    const again = () => station.reopened(van.phone, { pulled });
    let open = await again();
    for (const number of ['1', '2', '3', '4']) {
      const ref = { scope: SCOPE, id: uuidv7(lan.phone.clock, lan.phone.rng) };
      const saved = await lan.vault.commit(addHousehold(ref, { number, hamlet: 'Ấp 3' }));
      if (saved.kind !== 'saved') throw new Error(saved.detail);
    }
    await lan.syncClient.sync();
    await open.syncClient.sync();

    // It went back to before all but the first, and somebody else's record has come since.
    await station.sql(`delete from revisions where scope_seq > 1`);
    await station.sql(`update scopes set seq = 1`);
    await station.store.setMeta('epoch', 'another epoch');
    await station.push(await station.enrol('CB-1'), [station.household('9')]);
    expect(await open.syncClient.sync()).toMatchObject({ kind: 'done' });
    await open.syncClient.sync();
    await open.vault.close();

    const now = (await station.store.page({ scope: SCOPE, stream: 'records' }, 0, 100)).rows;
    expect(now).toHaveLength(5);
    const numbers = new Map(now.map(({ revId, scopeSeq }) => [revId, scopeSeq]));
    const db = openDatabase(van.phone.platform(), () => undefined);
    const rows = await db.revisions.toArray();
    db.close();
    expect(new Map(rows.map(({ revId, scopeSeq }) => [revId, scopeSeq]))).toEqual(numbers);

    van.phone.wipe();
    open = await again();
    await open.syncClient.sync();
    const households = await open.vault.households(SCOPE, 'Ấp 3', '2026');
    expect(households.map(({ number }) => number)).toEqual(['1', '2', '3', '4']);
    await open.vault.close();
  });
});
