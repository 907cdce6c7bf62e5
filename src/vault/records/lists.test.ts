/**
 * Goal: the lists show the same whatever the order in which records came, and after they were made anew. Method:
 * people, evaluations, visits and decisions in pages of any size and order, read by a vault that had its lists open all
 * the while, by one that opens them afterwards, and by one whose snapshot is of another version of the views.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Decision, reviewEvaluation } from '../../programme/index.ts';
import { PULL_PROTOCOL, type Revision, withContentHash } from '../../protocol/index.ts';
import type { Vault } from '../api.ts';
import { metaRow, openDatabase } from '../database/database.ts';
import { encryptJson } from '../database/encrypted-json.ts';
import { type TestPhone, testPhone } from '../testing/test-phone.ts';

const SCOPE = 'scope-here';
const HAMLET = 'Ấp 3';
const PERIOD = '2026';
const AT = '2026-11-24T09:00:00.000+07:00';
const id = (place: number) => `0190a000-0000-7000-8000-${String(place).padStart(12, '0')}`;
const HOME = id(1);
const PEOPLE = [id(2), id(3), id(4)];

interface Drawn {
  readonly person: number;
  readonly decisions: readonly Decision[];
  readonly visitDay: number;
  readonly movesOut: boolean;
}

function evaluationOf(person: string) {
  const zeros = '0'.repeat(64);
  return {
    subject: { kind: 'citizen', id: person },
    period: PERIOD,
    hamlet: HAMLET,
    criteriaSet: { id: 'cdht-1', version: '1', sha256: zeros },
    answers: {},
    clientResult: { total: 8, max: 100, verdict: 'fail', hash: zeros },
    finishedAt: AT,
  };
}

/** The revisions in the order of the endpoint. */
function recordsOf(drawn: readonly Drawn[]): Revision[] {
  const revisions: Revision[] = [];
  const add = (kind: string, entityId: string, payload: Revision['payload'], parents: readonly string[] = []) => {
    const number = revisions.length + 1;
    const revId = id(100 + number);
    const made = {
      revId,
      schema: 1,
      kind,
      entityId,
      parents: [...parents],
      scope: SCOPE,
      author: 'cb-1',
      device: id(9),
    };
    const chain = { deviceSeq: number, prevHash: '', deviceTime: AT, salt: 'A'.repeat(22) };
    revisions.push(withContentHash({ ...made, ...chain, payload }));
    return revId;
  };
  add('household', HOME, { number: '017', hamlet: HAMLET });
  const person = { householdId: HOME, birthYear: 1962, sex: 'nu', relation: 'con', group: '1' };
  const first = PEOPLE.map((citizen, at) => add('citizen', citizen, { ...person, name: `Người ${at}` }));
  for (const [at, { person: place, decisions, visitDay, movesOut }] of drawn.entries()) {
    const citizen = PEOPLE[place] ?? HOME;
    const evaluation = id(1000 + at);
    const revId = add('evaluation', evaluation, evaluationOf(citizen));
    const visited = { householdId: HOME, outcome: 'evaluated', at: `2026-11-${10 + visitDay}T09:00:00.000+07:00` };
    add('visit', id(2000 + at), { ...visited, nextDate: `2026-12-${10 + visitDay}` });
    for (const [step, decision] of decisions.entries()) {
      const reason = 'Lý do của xã';
      add('review', id(3000 + at * 10 + step), { evaluationId: evaluation, revId, decision, reason, at: AT });
    }
    const moved = { ...person, name: `Người ${place}`, movedOut: true };
    if (movesOut) add('citizen', citizen, moved, [first[place] ?? '']);
  }
  return revisions;
}

async function pull(
  vault: Vault,
  rows: readonly { readonly scopeSeq: number; readonly revision: Revision }[],
  size: number,
) {
  let after = 0;
  for (let from = 0; from < rows.length; from += size) {
    const page = rows.slice(from, from + size);
    after = page.at(-1)?.scopeSeq ?? after;
    const more = from + size < rows.length;
    const of = { proto: PULL_PROTOCOL, epoch: 'e', scope: SCOPE, stream: 'records' } as const;
    await vault.applyPull({ ...of, rows: page, next: after, more });
  }
}

const listsOf = async (vault: Vault) => ({
  hamlets: await vault.hamlets(PERIOD),
  households: await vault.households(SCOPE, HAMLET, PERIOD),
  roster: [...(await vault.roster())].sort((a, b) => (a.id < b.id ? -1 : 1)),
});

const anyDrawn = fc.array(
  fc.record({
    person: fc.nat(2),
    decisions: fc.array(fc.constantFrom<Decision>('returned', 'accepted', 'unaccepted', 'void', 'proposed'), {
      maxLength: 3,
    }),
    visitDay: fc.nat(9),
    movesOut: fc.boolean(),
  }),
  { maxLength: 4 },
);

it('whatever the order and the pages, with the lists open or not', async () => {
  await fc.assert(
    fc.asyncProperty(anyDrawn, fc.integer({ min: 1, max: 6 }), fc.func(fc.integer()), async (drawn, size, place) => {
      const records = recordsOf(drawn);
      const inOrder = records.map((revision, at) => ({ scopeSeq: at + 1, revision }));
      // After a restore records come back in another order, with other numbers.
      const shuffled = records
        .toSorted((a, b) => place(a.revId) - place(b.revId))
        .map((revision, at) => ({ scopeSeq: at + 1, revision }));
      for (const rows of [inOrder, shuffled]) {
        const phone = testPhone(1);
        const open = await phone.open();
        await open.roster();
        await pull(open, rows, size);
        const incremental = await listsOf(open);
        await open.close();
        const fresh = testPhone(2);
        const scratch = await fresh.open();
        await pull(scratch, rows, 100);
        expect(incremental).toEqual(await listsOf(scratch));
        await scratch.close();
        const again = await phone.open();
        expect(await listsOf(again)).toEqual(incremental);
        await again.close();
      }
    }),
    { numRuns: 60 },
  );
});

it('a void evaluation is none, and a snapshot of other views is made anew', async () => {
  const phone = testPhone(3);
  const vault = await phone.open();
  const records = recordsOf([
    { person: 0, decisions: ['void'], visitDay: 1, movesOut: false },
    { person: 1, decisions: ['accepted'], visitDay: 2, movesOut: false },
  ]);
  await pull(
    vault,
    records.map((revision, at) => ({ scopeSeq: at + 1, revision })),
    100,
  );
  const lists = await listsOf(vault);
  expect(lists.hamlets).toMatchObject([{ citizens: 3, evaluated: 1 }]);
  expect(lists.roster.map(({ evaluated }) => evaluated)).toEqual([false, true, false]);
  await vault.close();

  await otherSnapshot(phone);
  const again = await phone.open();
  expect(await listsOf(again)).toEqual(lists);
  await again.close();
});

it.each(['open all the while', 'opened afterwards', 'read by an app that starts afterwards'])(
  'receipts that put own decisions in another order change the lists at once, %s',
  async (lists) => {
    const phone = testPhone(5);
    let vault = await phone.open();
    const records = recordsOf([{ person: 0, decisions: [], visitDay: 1, movesOut: false }]);
    const rows = records.map((revision, at) => ({ scopeSeq: at + 1, revision }));
    await pull(vault, rows, 100);
    const evaluation = records.find(({ kind }) => kind === 'evaluation');
    if (evaluation === undefined) throw new Error('there is an evaluation');
    const { entityId: evaluationId, revId } = evaluation;
    const made: Revision[] = [];
    for (const decision of ['accepted', 'proposed', 'void'] as const) {
      const review = { evaluationId, revId, decision, at: AT, reason: 'Lý do của xã' };
      const ref = { scope: SCOPE, id: id(3000 + made.length) };
      const saved = await vault.commit(reviewEvaluation(ref, review));
      if (saved.kind !== 'saved') throw new Error(saved.detail);
      made.push(...saved.revisions);
    }
    if (lists === 'open all the while') expect((await listsOf(vault)).hamlets).toMatchObject([{ evaluated: 1 }]);
    // After a round that brought nothing, the snapshot on the disk has the decisions in the order in which they were
    // made.
    const of = { proto: PULL_PROTOCOL, epoch: 'e', scope: SCOPE, stream: 'records' } as const;
    await vault.applyPull({ ...of, rows: [], next: rows.length, more: false });
    // The first is not accepted: the others count without it, and the last of them is the first that counts.
    const results = made.map(({ revId: own, contentHash }, at) =>
      at === 0
        ? { revId: own, status: 'quarantined' as const, contentHash, scopeSeq: null, code: 'not-signed' as const }
        : { revId: own, status: 'created' as const, contentHash, scopeSeq: 10 + at },
    );
    await vault.applyReceipts(results, { serverTime: AT, epoch: 'e' });
    if (lists === 'read by an app that starts afterwards') {
      await vault.close();
      vault = await phone.open();
    }
    expect(await vault.evaluation({ scope: SCOPE, id: evaluationId })).toMatchObject({ status: 'void' });
    expect((await listsOf(vault)).hamlets).toMatchObject([{ evaluated: 0 }]);
    await vault.close();
  },
);

it('shows how far it is when many rows are made anew', async () => {
  const phone = testPhone(4);
  const vault = await phone.open();
  const [home] = recordsOf([]);
  if (home === undefined) throw new Error('there is a household');
  const { contentHash: _, ...content } = home;
  const rows = Array.from({ length: 1200 }, (__, at) => ({
    scopeSeq: at + 1,
    revision: withContentHash({ ...content, revId: id(10_000 + at), entityId: id(20_000 + at) }),
  }));
  await pull(vault, rows, 400);
  await vault.close();
  await otherSnapshot(phone);
  const again = await phone.open();
  const steps: ReturnType<Vault['rebuilding']>[] = [];
  again.subscribe((change) => {
    if (change === 'rebuilding') steps.push(again.rebuilding());
  });
  expect(await again.households(SCOPE, HAMLET, PERIOD)).toHaveLength(1200);
  expect(steps).toEqual([{ done: 0, total: 1200 }, { done: 500, total: 1200 }, { done: 1000, total: 1200 }, null]);
  await again.close();
});

/** The snapshot as an app with other views left it. */
async function otherSnapshot(phone: TestPhone): Promise<void> {
  const db = openDatabase(phone.platform(), () => undefined);
  const row = await metaRow(db, 'roster');
  if (row === undefined) throw new Error('there is no snapshot');
  await db.meta.put({ ...row, encrypted: await encryptJson(phone.platform().encryption, { madeBy: 'another app' }) });
  db.close();
}
