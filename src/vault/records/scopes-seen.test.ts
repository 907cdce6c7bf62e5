/**
 * Goal: an officer who was moved sees nobody of the former commune, and loses nothing made there. Method: a session
 * with other scopes.
 */
import { expect, it } from 'vitest';
import { addCitizen, addHousehold } from '../../programme/index.ts';
import type { NewRevision } from '../index.ts';
import { uuidv7 } from '../keys/ids.ts';
import type { Tabs, VaultChange } from '../platform.ts';
import { evaluationWith, testPhone } from '../testing/test-phone.ts';

const FORMER = 'scope-here';
const LATER = 'scope-elsewhere';

it('shows the people of the session’s scopes only, and still offers what was made in the former one', async () => {
  const phone = testPhone(71);
  const vault = await phone.open();
  const familyIn = async (scope: string, name: string) => {
    const [home, person] = [uuidv7(phone.clock, phone.rng), uuidv7(phone.clock, phone.rng)];
    const member = { householdId: home, name, birthYear: 1980, sex: 'nu', relation: 'chu-ho', group: '1' } as const;
    const { payload, ...evaluation } = evaluationWith(phone, scope, 'a'.repeat(64));
    const family: NewRevision[] = [
      ...addHousehold({ scope, id: home }, { number: '7', hamlet: 'Ấp 3' }),
      ...addCitizen({ scope, id: person }, member),
      { ...evaluation, payload: { ...payload, subject: { kind: 'citizen', id: person } } },
    ];
    expect((await vault.commit(family)).kind).toBe('saved');
    return {
      home: { scope, id: home },
      person: { scope, id: person },
      evaluation: { scope, id: evaluation.entityId },
    };
  };
  const former = await familyIn(FORMER, 'Đặng Thị Hòa');
  const session = await vault.session();
  if (session === null) throw new Error('nobody is signed in');
  await vault.setSession({ ...session, scopes: [LATER] });
  const later = await familyIn(LATER, 'Đặng Thị Hoa');

  const seen = async () => ({
    hamlets: (await vault.hamlets('2026')).map(({ scope }) => scope),
    formerHomes: (await vault.households(FORMER, 'Ấp 3', '2026')).length,
    people: (await vault.roster()).map(({ name }) => name),
    found: (await vault.search('dang thi hoa', 9)).map(({ name }) => name),
    alike: (await vault.duplicatesOf({ name: 'Đặng Thị Hoà', birthYear: 1980 })).map(({ row }) => row.name),
  });
  const ofLater = ['Đặng Thị Hoa'];
  expect(await seen()).toEqual({ hamlets: [LATER], formerHomes: 0, people: ofLater, found: ofLater, alike: ofLater });
  expect(await vault.household(former.home)).toBeNull();
  expect(await vault.person(former.person)).toBeNull();
  expect(await vault.evaluation(former.evaluation)).toBeNull();
  expect((await vault.household(later.home))?.members).toHaveLength(1);
  expect(await vault.evaluation(later.evaluation)).not.toBeNull();
  expect((await vault.pending(99)).map(({ scope }) => scope)).toEqual([FORMER, FORMER, FORMER, LATER, LATER, LATER]);

  await vault.setSession(null);
  expect(await seen()).toEqual({ hamlets: [], formerHomes: 0, people: [], found: [], alike: [] });
});

it('learns from another tab that the session is another one, and shows its people from then on', async () => {
  const phone = testPhone(72);
  const listeners = new Set<(changes: readonly VaultChange[]) => void>();
  /** An announcement of one tab reaches all the others. */
  const tab = (): Tabs => {
    let own: ((changes: readonly VaultChange[]) => void) | null = null;
    return {
      announce: (changes) => {
        for (const listener of listeners) if (listener !== own) listener(changes);
      },
      listen: (onChange) => {
        own = onChange;
        listeners.add(onChange);
        return () => listeners.delete(onChange);
      },
    };
  };
  const here = await phone.open({ tabs: tab() });
  const there = await phone.open({ tabs: tab() });
  await here.commit(
    addHousehold({ scope: FORMER, id: uuidv7(phone.clock, phone.rng) }, { number: '7', hamlet: 'Ấp 3' }),
  );
  const scopesShown = async () => (await here.hamlets('2026')).map(({ scope }) => scope);
  expect(await scopesShown()).toEqual([FORMER]);
  const session = await there.session();
  if (session === null) throw new Error('nobody is signed in');
  await there.setSession({ ...session, scopes: [LATER] });
  expect(await scopesShown()).toEqual([]);
});
