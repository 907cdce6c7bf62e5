/**
 * Goal: on a phone whose storage was copied to another one, a record made here is never displaced by one that the other
 * phone made under the same number. Method: real vaults; the other phone's records come in a page, then the database goes.
 * (Found by the simulator.)
 */
import { expect, it } from 'vitest';
import { addHousehold } from '../../programme/index.ts';
import type { Revision } from '../../protocol/index.ts';
import type { Vault } from '../index.ts';
import { type TestPhone, testPhone } from '../testing/test-phone.ts';
import { uuidv7 } from './ids.ts';

const SCOPE = 'scope-here';

async function save(phone: TestPhone, vault: Vault, number: string): Promise<Revision[]> {
  const ref = { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) };
  const saved = await vault.commit(addHousehold(ref, { number, hamlet: 'Ấp 3' }));
  if (saved.kind !== 'saved') throw new Error(saved.reason);
  return [...saved.revisions];
}

it('keeps its own record beside that of a clone with the same number, also after the database is gone twice', async () => {
  const phone = testPhone(31);
  const clone = testPhone(32);
  const first = await phone.open();
  const shared = await save(phone, first, '1');
  await first.close();
  clone.disk.bytes = phone.disk.bytes.slice();
  const other = await clone.open();
  expect(other.deviceId).toBe(first.deviceId);
  const theirs = [...(await save(clone, other, '2')), ...(await save(clone, other, '3'))];

  const vault = await phone.open();
  const own = await save(phone, vault, '4');
  expect(own[0]?.deviceSeq).toBe(theirs[0]?.deviceSeq);
  const rows = [...shared, ...theirs].map((revision, at) => ({ scopeSeq: at + 1, revision }));
  await vault.applyPull({
    proto: 'cdht.pull/1',
    stream: 'records',
    epoch: 'e',
    scope: SCOPE,
    rows,
    next: 3,
    more: false,
  });
  await vault.close();
  // The first start writes what came back into the journal; the database is deleted twice after it.
  await (await phone.open()).close();
  for (const _ of ['once', 'twice']) {
    phone.wipe();
    const rebuilt = await phone.open();
    expect((await rebuilt.health()).opened).toBe('rebuilt');
    const held = (await rebuilt.outbox()).map(({ revision }) => revision.revId);
    expect(held.sort()).toEqual([...shared, ...theirs, ...own].map(({ revId }) => revId).sort());
    await rebuilt.close();
  }
});
