/**
 * Goal: an officer's phone holds in full the identity numbers it made itself, and of all the others the last digits; a
 * supervisor's holds those it pulled. Method: the real vault, what others made coming in pages of either stream.
 */
import { describe, expect, it } from 'vitest';
import { addCitizen, addHousehold, type NewRevision } from '../../programme/index.ts';
import { type PullPage, type Revision, withContentHash } from '../../protocol/index.ts';
import type { Vault } from '../api.ts';
import { uuidv7 } from '../keys/ids.ts';
import { type TestPhone, testPhone } from '../testing/test-phone.ts';

const SCOPE = 'scope-here';
const NUMBER = '091062000019';
const HASH = 'h'.repeat(22);

function family(phone: TestPhone, name: string): { household: string; citizen: string; records: NewRevision[] } {
  const [household, citizen] = [uuidv7(phone.clock, phone.rng), uuidv7(phone.clock, phone.rng)];
  const person = {
    householdId: household,
    name,
    birthYear: 1962,
    sex: 'nam',
    relation: 'chu-ho',
    group: '1',
    cccdTail: '019',
    cccdHash: HASH,
  } as const;
  return {
    household,
    citizen,
    records: [
      ...addHousehold({ scope: SCOPE, id: household }, { number: '017', hamlet: 'Ấp 3' }),
      ...addCitizen({ scope: SCOPE, id: citizen }, person, NUMBER),
    ],
  };
}

async function made(vault: Vault, records: readonly NewRevision[]): Promise<readonly Revision[]> {
  const done = await vault.commit(records);
  if (done.kind !== 'saved') throw new Error(done.reason);
  return done.revisions;
}

function pageOf(revisions: readonly Revision[], stream: PullPage['stream']): PullPage {
  const rows = revisions.map((revision, at) => ({ scopeSeq: at + 1, revision }));
  return { proto: 'cdht.pull/1', epoch: 'e', scope: SCOPE, stream, rows, next: rows.length, more: false };
}

describe('identity numbers on a phone', () => {
  it('made here are read in full, after a deleted database too, and lie under one number of the chain each', async () => {
    const phone = testPhone(801);
    const vault = await phone.open();
    const { household, citizen, records } = family(phone, 'Trần Văn Bảy');
    const revisions = await made(vault, records);
    expect(revisions.map(({ deviceSeq, kind }) => `${deviceSeq} ${kind}`)).toEqual([
      '1 household',
      '2 citizen',
      '3 identity',
    ]);
    const number = async (of: Vault) => [
      (await of.person({ scope: SCOPE, id: citizen }))?.cccd,
      (await of.household({ scope: SCOPE, id: household }))?.members.map(({ cccd }) => cccd)[0],
      (await of.duplicatesOf({ name: 'Ai Đó', birthYear: 1900, cccd: NUMBER }))[0]?.reason,
    ];
    expect(await number(vault)).toEqual([NUMBER, NUMBER, 'same-cccd']);
    await vault.close();
    phone.wipe();
    expect(await number(await phone.open())).toEqual([NUMBER, NUMBER, 'same-cccd']);
  });

  it('of others are last digits and a hash on an officer’s phone, and numbers where their stream was pulled', async () => {
    const other = testPhone(802);
    const { citizen, records } = family(other, 'Trần Văn Bảy');
    const all = await made(await other.open(), records);
    const [officer, supervisor] = [await testPhone(803).open(), await testPhone(804).open()];
    for (const vault of [officer, supervisor]) await vault.applyPull(pageOf(all.slice(0, 2), 'records'));
    await supervisor.applyPull(pageOf(all.slice(2), 'identity'));
    const person = { scope: SCOPE, id: citizen };
    expect(await officer.person(person)).toMatchObject({ cccd: null, citizen: { cccdTail: '019' } });
    expect(await supervisor.person(person)).toMatchObject({ cccd: NUMBER });
    const candidate = { name: 'Ai Đó', birthYear: 1900, cccd: NUMBER };
    expect(await officer.duplicatesOf(candidate)).toEqual([]);
    expect(await officer.duplicatesOf({ ...candidate, cccdHash: HASH })).toMatchObject([{ reason: 'same-cccd' }]);
    expect(await supervisor.duplicatesOf(candidate)).toMatchObject([{ reason: 'same-cccd' }]);
    expect((await officer.search('bay 019', 5)).map(({ cccdTail }) => cccdTail)).toEqual(['019']);
    expect(await officer.cursor({ scope: SCOPE, stream: 'identity' })).toEqual({ epoch: null, after: 0 });
    expect(await supervisor.cursor({ scope: SCOPE, stream: 'identity' })).toEqual({ epoch: 'e', after: 1 });
  });

  it('of two different identities a person decides; an erased one takes no citizen along', async () => {
    const phone = testPhone(805);
    const vault = await phone.open();
    const { citizen, records } = family(phone, 'Trần Văn Bảy');
    const revisions = await made(vault, records);
    const [, , first] = revisions;
    if (first === undefined) throw new Error('three were saved');
    const { contentHash: _, signature: __, ...content } = first;
    const revId = uuidv7(phone.clock, phone.rng);
    const second = withContentHash({ ...content, revId, payload: { citizenId: citizen, cccd: '091062000027' } });
    await vault.applyPull(pageOf([second], 'identity'));
    expect((await vault.person({ scope: SCOPE, id: citizen }))?.conflict).toBe(true);
    expect(await vault.roster()).toHaveLength(1);
  });
});
