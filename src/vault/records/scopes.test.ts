/**
 * Goal: on the phone of a person of two communes the records of one never displace or mix with those of the other, even
 * where both have the same ids. Method: pages of a commune next door that repeat the ids of what was made here, pulled by
 * the real vault, before and after its database was deleted.
 */
import { describe, expect, it } from 'vitest';
import { addCitizen, addHousehold, type EntityRef, type NewRevision, newRevision } from '../../programme/index.ts';
import { contentHash, type PullPage, type Revision, withContentHash } from '../../protocol/index.ts';
import type { Vault } from '../api.ts';
import { uuidv7 } from '../keys/ids.ts';
import { type TestPhone, testPhone } from '../testing/test-phone.ts';

const HERE = 'scope-here';
const THERE = 'scope-there';
const PERIOD = '2026';

function family(phone: TestPhone): NewRevision[] {
  const id = () => uuidv7(phone.clock, phone.rng);
  const [householdId, citizenId, evaluationId] = [id(), id(), id()];
  const zeros = '0'.repeat(64);
  const person = {
    householdId,
    name: 'Đặng Thị Hòa',
    birthYear: 1962,
    sex: 'nu',
    relation: 'chu-ho',
    group: '1',
  } as const;
  return [
    ...addHousehold({ scope: HERE, id: householdId }, { number: '017', hamlet: 'Ấp 3' }),
    ...addCitizen({ scope: HERE, id: citizenId }, person),
    newRevision(
      'evaluation',
      { scope: HERE, id: evaluationId },
      {
        subject: { kind: 'citizen', id: citizenId },
        hamlet: 'Ấp 3',
        period: PERIOD,
        criteriaSet: { id: 'cdht-1', version: '1', sha256: zeros },
        answers: {},
        clientResult: { total: 8, max: 100, verdict: 'incomplete', hash: zeros },
        finishedAt: phone.clock.now(),
      },
    ),
  ];
}

/** The same ids, devices and numbers, with other content. */
function twin({ contentHash: _, signature: __, ...revision }: Revision): Revision {
  const { kind, payload } = revision;
  const other =
    kind === 'citizen' ? { name: 'Người Xã Khác' } : kind === 'household' ? { number: '999' } : { period: '2025' };
  return withContentHash({ ...revision, scope: THERE, payload: { ...payload, ...other } });
}

function pageOf(revisions: readonly Revision[], scope: string): PullPage {
  const rows = revisions.map((revision, at) => ({ scopeSeq: at + 1, revision }));
  return { proto: 'cdht.pull/1', stream: 'records', epoch: 'e', scope, rows, next: rows.length, more: false };
}

async function shown(vault: Vault, refs: Readonly<Record<'household' | 'citizen' | 'evaluation', EntityRef>>) {
  const view = await vault.household(refs.household);
  return {
    number: view?.home.household.number,
    members: view?.members.map(({ citizen }) => citizen.name),
    evaluations: view?.evaluations.map(({ evaluation, sync }) => [evaluation.period, sync?.kind ?? 'pulled']),
    person: (await vault.person(refs.citizen))?.citizen.name,
    period: (await vault.evaluation(refs.evaluation))?.evaluation.period,
  };
}

describe('a phone of two communes', () => {
  const begin = async (seed: number) => {
    const phone = testPhone(seed);
    const vault = await phone.open();
    const session = await vault.session();
    if (session === null) throw new Error('nobody is signed in');
    await vault.setSession({ ...session, scopes: [HERE, THERE] });
    const done = await vault.commit(family(phone));
    if (done.kind !== 'saved') throw new Error(done.reason);
    const own = done.revisions;
    const refs = (scope: string) => {
      const [household, citizen, evaluation] = own.map(({ entityId }) => ({ scope, id: entityId }));
      if (!household || !citizen || !evaluation) throw new Error('three were saved');
      return { household, citizen, evaluation };
    };
    return { phone, vault, own, refs };
  };
  const OWN = {
    number: '017',
    members: ['Đặng Thị Hòa'],
    evaluations: [[PERIOD, 'on-phone']],
    person: 'Đặng Thị Hòa',
    period: PERIOD,
  };
  const OTHERS = {
    number: '999',
    members: ['Người Xã Khác'],
    evaluations: [['2025', 'pulled']],
    person: 'Người Xã Khác',
    period: '2025',
  };

  it('shows each commune its own, whatever ids they share', async () => {
    const { phone, vault, own, refs } = await begin(701);
    await vault.applyPull(pageOf(own.map(twin), THERE));
    expect(await shown(vault, refs(HERE))).toEqual(OWN);
    expect(await shown(vault, refs(THERE))).toEqual(OTHERS);
    expect(
      (await vault.roster()).map(({ scope, name, householdNumber }) => [scope, name, householdNumber]).sort(),
    ).toEqual([
      [HERE, 'Đặng Thị Hòa', '017'],
      [THERE, 'Người Xã Khác', '999'],
    ]);
    expect(await vault.households(HERE, 'Ấp 3', PERIOD)).toMatchObject([{ number: '017', members: 1, evaluated: 1 }]);
    expect(await vault.households(THERE, 'Ấp 3', PERIOD)).toMatchObject([{ number: '999', members: 1, evaluated: 0 }]);
    expect((await vault.search('nguoi xa khac', 5)).map(({ scope }) => scope)).toEqual([THERE]);
    await vault.close();
    const again = await phone.open();
    expect(await shown(again, refs(HERE))).toEqual(OWN);
    expect(await again.roster()).toHaveLength(2);
    await again.close();
    phone.wipe();
    expect(await shown(await phone.open(), refs(HERE))).toEqual(OWN);
  });

  it('sends its own as it was made, and takes the other commune’s neither for its own nor for a receipt', async () => {
    const { vault, own } = await begin(702);
    await vault.applyPull(pageOf(own.map(twin), THERE));
    expect((await vault.pending(9)).map(contentHash)).toEqual(own.map(contentHash));
    expect(await vault.health()).toMatchObject({ pendingCount: 3, attentionCount: 0 });
    await vault.applyPull(pageOf(own, HERE));
    expect((await vault.outbox()).map(({ state }) => state.kind)).toEqual(['received', 'received', 'received']);
  });

  it('keeps nothing of a page with a record of another scope', async () => {
    const { vault, own } = await begin(703);
    await expect(vault.applyPull(pageOf(own.map(twin), HERE))).rejects.toThrow('scope of');
  });

  it('a household that nobody has evaluated asks for no row of another', async () => {
    const { vault, refs } = await begin(704);
    expect(await vault.household({ scope: THERE, id: refs(HERE).household.id })).toBeNull();
    expect(await vault.person({ scope: THERE, id: refs(HERE).citizen.id })).toBeNull();
  });
});
