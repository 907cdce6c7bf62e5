/**
 * Goal: an officer who is given another commune while work waits loses nothing and blocks nothing. Method: the real
 * sync client over the real routes of both databases.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile, loadBuiltIn, score, setHash } from '../../src/criteria/index.ts';
import { addHousehold, newRevision } from '../../src/programme/index.ts';
import { uuidv7 } from '../../src/vault/index.ts';
import { OTHER_SCOPE, SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

describe.each(STORES_AND_MEMORY)('an officer who is moved, on %s', (kind) => {
  let station: Station;
  beforeAll(async () => {
    station = await Station.open(kind);
  });
  afterAll(() => station?.dispose());

  it('hands in what waited, works in the new commune, and is not stuck on the old one', async () => {
    const officer = { id: 'cb-9', role: 'officer', code: 'CB-9' } as const;
    await station.putOfficers([{ ...officer, scopes: [SCOPE] }]);
    const { phone, vault, syncClient } = await station.phone(kind === 'sqlite' ? 201 : 202, 'CB-9');
    const id = () => uuidv7(phone.clock, phone.rng);
    const save = (scope: string) => vault.commit(addHousehold({ scope, id: id() }, { number: '1', hamlet: 'Ấp 3' }));
    expect((await syncClient.sync()).kind).toBe('done');
    await save(SCOPE);
    const bytes = new Uint8Array(700).fill(kind === 'sqlite' ? 9 : 10);
    const { sha256 } = await vault.putPhoto(bytes);
    const set = await loadBuiltIn('cdht-1');
    const answers = { '1': { level: 'kha', evidence: [{ kind: 'photo' as const, sha256 }] } };
    const { total, max, verdict, hash } = score(compile(set), { indicators: { '1': { level: 'kha' } } });
    await vault.commit([
      newRevision(
        'evaluation',
        { scope: SCOPE, id: id() },
        {
          subject: { kind: 'citizen', id: id() },
          hamlet: 'Ấp 3',
          period: '2026',
          criteriaSet: { id: set.id, version: set.version, sha256: setHash(set) },
          answers,
          clientResult: { total, max, verdict, hash },
          finishedAt: phone.clock.now(),
        },
      ),
    ]);
    await station.putOfficers([{ ...officer, scopes: [OTHER_SCOPE] }]);

    // Not theirs to judge any more: kept in quarantine, shown to the officer, and the queue goes on.
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', attention: 2 });
    expect((await vault.session())?.scopes).toEqual([OTHER_SCOPE]);
    expect((await vault.health()).pendingCount).toBe(0);
    await save(OTHER_SCOPE);
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 1 });

    // A photo that travelled meanwhile is where its record is kept, and goes with it.
    expect(await station.store.blobs.read([OTHER_SCOPE], sha256)).toEqual(Buffer.from(bytes));
    expect(await station.store.blobs.read([SCOPE], sha256)).toBeNull();

    // Given back, it is judged again and received.
    await station.putOfficers([{ ...officer, scopes: [SCOPE, OTHER_SCOPE] }]);
    const admin = await station.enrol('QT-1');
    for (const scope of [SCOPE, OTHER_SCOPE]) {
      await station.ask(admin, '/v1/quarantine/retry', { scope: scope });
    }
    expect((await syncClient.sync()).kind).toBe('done');
    expect((await vault.outbox()).map(({ state }) => state.kind)).toEqual(['received', 'received', 'received']);
    expect(await station.store.blobs.read([SCOPE], sha256)).toEqual(Buffer.from(bytes));
  });
});
