/**
 * Goal: an officer who is given another commune while work waits loses nothing and blocks nothing. Method: the real
 * courier over the real routes of both databases.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashBytes } from '../../src/protocol/index.ts';
import { uuidv7 } from '../../src/vault/index.ts';
import { OTHER_SCOPE, SCOPE, STORES, Station } from './station.ts';

describe.each(STORES)('an officer who is moved, on %s', (kind) => {
  let station: Station;
  beforeAll(async () => {
    station = await Station.open(kind);
  });
  afterAll(() => station?.dispose());

  it('hands in what waited, works in the new commune, and is not stuck on the old one', async () => {
    const officer = { id: 'cb-9', role: 'officer', code: 'CB-9' } as const;
    await station.putOfficers([{ ...officer, scopes: [SCOPE] }]);
    const { phone, vault, courier } = await station.phone(kind === 'sqlite' ? 201 : 202, 'CB-9');
    const save = (scope: string) =>
      vault.commit([
        {
          kind: 'household',
          entityId: uuidv7(phone.clock, phone.rng),
          scope,
          payload: { number: '1', hamlet: 'Ấp 3' },
        },
      ]);
    expect((await courier.sync()).kind).toBe('done');
    await save(SCOPE);
    await station.putOfficers([{ ...officer, scopes: [OTHER_SCOPE] }]);

    // Not theirs to judge any more: kept in quarantine, told to the officer, and the queue goes on.
    expect(await courier.sync()).toMatchObject({ kind: 'done', attention: 1 });
    expect((await vault.session())?.scopes).toEqual([OTHER_SCOPE]);
    expect((await vault.health()).pendingCount).toBe(0);
    await save(OTHER_SCOPE);
    expect(await courier.sync()).toMatchObject({ kind: 'done', pushed: 1 });

    // A photo that travelled meanwhile is found by those who may see its record.
    const bytes = new Uint8Array(700).fill(9);
    const sha256 = hashBytes(bytes);
    await station.store.blobs.putPiece(OTHER_SCOPE, sha256, { at: 0, of: bytes.length, bytes });
    expect(await station.store.blobs.read([SCOPE], sha256)).toBeNull();
    await station.sql(`insert into blob_refs (scope, sha256) values ('${SCOPE}', '${sha256}')`);
    expect(hashBytes((await station.store.blobs.read([SCOPE], sha256)) ?? new Uint8Array())).toBe(sha256);

    // Given back, it is judged again and received.
    await station.putOfficers([{ ...officer, scopes: [SCOPE, OTHER_SCOPE] }]);
    const admin = await station.enrol('QT-1');
    for (const scope of [SCOPE, OTHER_SCOPE]) {
      await station.ask(admin, '/v1/quarantine/retry', { scope: scope });
    }
    expect((await courier.sync()).kind).toBe('done');
    expect((await vault.outbox()).map(({ state }) => state.kind)).toEqual(['received', 'received']);
  });
});
