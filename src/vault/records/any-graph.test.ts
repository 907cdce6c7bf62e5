/**
 * Goal: whatever parents the revisions of a page name, every household and every person in it is in the lists, found by
 * id, and can be corrected. Method: pages with graphs drawn at random (itself as parent, circles, parents of other
 * entities, parents nobody has, one id under several kinds) pulled by a real vault in pieces of any size and in any
 * order; then the app is started anew and asked again.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changeCitizen, headsOf, PARENTS_MAX } from '../../programme/index.ts';
import { PULL_PROTOCOL, type Revision, withContentHash } from '../../protocol/index.ts';
import type { Vault } from '../api.ts';
import { testPhone } from '../testing/test-phone.ts';

const SCOPE = 'scope-here';
const HAMLET = 'Ấp 3';
const id = (place: number) => `0190a000-0000-7000-8000-${String(place).padStart(12, '0')}`;
const DEVICE = id(999_999);
const HOME = id(1);
const PEOPLE = [id(2), id(3), id(4)];
const UNKNOWN = id(999_998);

interface Drawn {
  /** The parent in the graph: 0 is the household, the others are the people. */
  readonly entity: number;
  readonly parents: readonly number[];
  /** A kind that is given to an id of a household or a person. */
  readonly asVisit: boolean;
}

/** The first four are the four entities themselves, whatever else is drawn. */
function revisionsOf(drawn: readonly Drawn[]): Revision[] {
  const all = [...[0, 1, 2, 3].map((entity) => ({ entity, parents: [] as number[], asVisit: false })), ...drawn];
  const revIds = all.map((_, place) => id(100 + place));
  return all.map(({ entity, parents, asVisit }, place) => {
    const content = contentOf(entity, place, asVisit);
    return withContentHash({
      revId: revIds[place] ?? '',
      schema: 1,
      ...content,
      // The first four may be named as anything's parent, and may name anything: 0 stands for one that nobody has.
      parents: parents.map((at) => (at === 0 ? UNKNOWN : (revIds[at % all.length] ?? UNKNOWN))),
      scope: SCOPE,
      author: 'cb-1001',
      device: DEVICE,
      deviceSeq: place + 1,
      prevHash: '',
      deviceTime: '2026-11-24T09:00:00.000+07:00',
      salt: 'A'.repeat(22),
    });
  });
}

function contentOf(entity: number, place: number, asVisit: boolean): Pick<Revision, 'kind' | 'entityId' | 'payload'> {
  const entityId = entity === 0 ? HOME : (PEOPLE[entity - 1] ?? HOME);
  if (asVisit) {
    const payload = { householdId: HOME, outcome: 'vang-nha', at: '2026-11-24T09:00:00.000+07:00' };
    return { kind: 'visit', entityId, payload };
  }
  if (entity === 0) {
    return { kind: 'household', entityId, payload: { number: String(place), hamlet: HAMLET, communeCode: '31064' } };
  }
  const payload = {
    householdId: HOME,
    name: `Người ${place}`,
    birthYear: 1962,
    sex: 'nu',
    relation: 'con',
    group: '1',
  };
  return { kind: 'citizen', entityId, payload };
}

async function pull(vault: Vault, revisions: readonly Revision[], pageSize: number): Promise<void> {
  for (let from = 0; from < revisions.length; from += pageSize) {
    const rows = revisions.slice(from, from + pageSize).map((revision, at) => ({ scopeSeq: from + at + 1, revision }));
    const next = from + rows.length;
    const more = next < revisions.length;
    await vault.applyPull({ proto: PULL_PROTOCOL, epoch: 'e', scope: SCOPE, stream: 'records', rows, next, more });
  }
}

async function expectEverybody(vault: Vault): Promise<void> {
  expect(await vault.hamlets('2026')).toMatchObject([{ hamlet: HAMLET, households: 1, citizens: PEOPLE.length }]);
  expect((await vault.households(SCOPE, HAMLET, '2026')).map(({ id }) => id)).toEqual([HOME]);
  expect((await vault.roster()).map(({ id }) => id).sort()).toEqual(PEOPLE);
  const view = await vault.household({ scope: SCOPE, id: HOME });
  expect(view?.members.map(({ id }) => id).sort()).toEqual(PEOPLE);
  for (const person of PEOPLE) expect(await vault.person({ scope: SCOPE, id: person })).not.toBeNull();
}

const anyDrawn = fc.array(
  fc.record({
    entity: fc.nat(3),
    parents: fc.array(fc.nat(20), { maxLength: 4 }),
    asVisit: fc.boolean(),
  }),
  { maxLength: 16 },
);

it('every household and person is shown, whatever the parents', async () => {
  await fc.assert(
    fc.asyncProperty(anyDrawn, fc.integer({ min: 1, max: 20 }), fc.func(fc.integer()), async (drawn, size, place) => {
      const revisions = revisionsOf(drawn).sort((a, b) => place(a.revId) - place(b.revId));
      const phone = testPhone(1);
      const vault = await phone.open();
      await vault.roster();
      await pull(vault, revisions, size);
      await expectEverybody(vault);
      await vault.close();
      const again = await phone.open();
      await expectEverybody(again);
      await again.close();
    }),
    { numRuns: 150 },
  );
}, 60_000);

it('two phones that pulled the same in another order show the same', async () => {
  await fc.assert(
    fc.asyncProperty(anyDrawn, fc.func(fc.integer()), async (drawn, place) => {
      const revisions = revisionsOf(drawn);
      const shuffled = [...revisions].sort((a, b) => place(a.revId) - place(b.revId));
      const shown = await Promise.all(
        [revisions, shuffled].map(async (order) => {
          const vault = await testPhone(1).open();
          await vault.roster();
          await pull(vault, order, 3);
          const people = await Promise.all(PEOPLE.map((person) => vault.person({ scope: SCOPE, id: person })));
          const summaries = await vault.households(SCOPE, HAMLET, '2026');
          await vault.close();
          return { people, summaries };
        }),
      );
      expect(shown[1]).toEqual(shown[0]);
    }),
    { numRuns: 50 },
  );
}, 60_000);

it('an entity of more heads than a revision can name is corrected step by step', async () => {
  const heads = Array.from({ length: 2 * PARENTS_MAX }, () => ({ entity: 1, parents: [], asVisit: false }));
  const vault = await testPhone(1).open();
  await pull(vault, revisionsOf(heads), 500);
  expect((await vault.person({ scope: SCOPE, id: id(2) }))?.conflict).toBe(true);
  const citizen = { householdId: HOME, name: 'Đúng', birthYear: 1962, sex: 'nu', relation: 'con', group: '1' } as const;
  const made: Revision[] = [];
  for (let step = 0; step < 3; step += 1) {
    const done = await vault.commit(changeCitizen({ scope: SCOPE, id: id(2) }, citizen));
    if (done.kind === 'saved') made.push(...done.revisions);
  }
  for (const { parents } of made) expect(parents.length).toBeLessThanOrEqual(PARENTS_MAX);
  expect(headsOf(made)).toHaveLength(1);
  expect(await vault.person({ scope: SCOPE, id: id(2) })).toMatchObject({ conflict: false, citizen: { name: 'Đúng' } });
});
