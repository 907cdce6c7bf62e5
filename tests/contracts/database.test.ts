/**
 * Goal: whatever lies under the vault's tables, a transaction is whole or nothing, an index finds in order, and a row is kept
 * as it was when it was put: Dexie over fake-indexeddb, Dexie over the simulator's IndexedDB, and the simulator's direct
 * database. Method: named steps of what the vault relies on through each, then the same random work through all of them,
 * transactions that fail in the middle and some at once included; answers and what is left must be the same.
 */
import type Dexie from 'dexie';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beforeTransactions } from '../../src/vault/testing/test-phone.ts';
import ChosenDatabase from '../simulation/database/choice.ts';
import { DISKS } from '../simulation/database/disks.ts';

interface Row {
  readonly id: string;
  readonly owner: string;
  readonly state: string;
  readonly n: number;
}

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const state = fc.constantFrom('waiting', 'received');
const row: fc.Arbitrary<Row> = fc.record({ id, owner: fc.constantFrom('x', 'y', ''), state, n: fc.nat(9) });
const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('add', 'put'), row }),
  fc.record({ kind: fc.constantFrom('bulkAdd', 'bulkPut'), rows: fc.array(row, { maxLength: 4 }) }),
  fc.record({ kind: fc.constantFrom('get', 'delete'), id }),
  fc.record({ kind: fc.constant('between'), state, from: fc.nat(9), to: fc.nat(9), limit: fc.nat(4) }),
  fc.record({
    kind: fc.constantFrom('each', 'reverse', 'keys', 'count', 'modify', 'first', 'limit', 'offset', 'clear'),
  }),
  fc.record({ kind: fc.constant('anyOf'), ids: fc.array(id, { maxLength: 4 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
const transaction = fc.record({ steps: fc.array(step, { maxLength: 6 }), fails: fc.boolean() });

async function act(table: Dexie.Table<Row, string>, done: Step): Promise<unknown> {
  switch (done.kind) {
    case 'add':
    case 'put':
      return 'row' in done && (await table[done.kind](done.row));
    case 'bulkAdd':
    case 'bulkPut':
      return 'rows' in done && (await table[done.kind](done.rows));
    case 'get':
    case 'delete':
      return 'id' in done && (await table[done.kind](done.id));
    case 'between': {
      if (!('from' in done)) return;
      const [low, high] = [Math.min(done.from, done.to), Math.max(done.from, done.to)];
      const found = table.where('[state+n]').between([done.state, low], [done.state, high]);
      return await found.limit(done.limit).toArray();
    }
    case 'anyOf':
      return 'ids' in done && (await table.where('id').anyOf(done.ids).toArray());
    case 'each': {
      const seen: string[] = [];
      await table.orderBy('n').each((each) => void seen.push(each.id));
      return seen;
    }
    case 'reverse':
      return await table.orderBy('n').reverse().toArray();
    case 'keys':
      return [await table.where('owner').equals('x').primaryKeys(), await table.orderBy('n').keys()];
    case 'count':
      return await table.where('owner').above('').count();
    case 'first':
      return await table.where('state').equals('waiting').first();
    case 'limit':
      return [await table.limit(1).count(), await table.offset(2).primaryKeys(), await table.reverse().toArray()];
    case 'offset':
      return await table.orderBy('id').offset(1).limit(2).toArray();
    case 'modify':
      return await table.where('state').equals('waiting').modify({ state: 'received' });
    case 'clear':
      return await table.clear();
  }
}

/** The direct database has Dexie's front, as far as the vault needs it. */
function opened(indexedDB: IDBFactory, keyRange: typeof IDBKeyRange): Dexie {
  return new (ChosenDatabase as unknown as typeof Dexie)('test', { indexedDB, IDBKeyRange: keyRange });
}

async function story(
  kind: keyof typeof DISKS,
  work: readonly { steps: readonly Step[]; fails: boolean }[],
  atOnce: boolean,
): Promise<string> {
  const { factory, keyRange } = DISKS[kind];
  const disk = factory();
  const open = async () => {
    const db = opened(disk, keyRange);
    db.version(1).stores({ rows: 'id, owner, state, n, [state+n]', other: 'id' });
    await db.open();
    return db;
  };
  const db = await open();
  const table = db.table<Row, string>('rows');
  const all: unknown[] = [];
  const one = ({ steps, fails }: (typeof work)[number]) =>
    db
      .transaction('rw', [table, db.table('other')], async () => {
        const answers: unknown[] = [];
        for (const each of steps) answers.push(await act(table, each));
        if (fails) throw new Error('given up');
        return answers;
      })
      .then(
        (answers): unknown => answers,
        (error: Error): unknown => error.name,
      );
  // Which of several that run at once ends first is nobody's promise.
  if (atOnce) all.push(...(await Promise.all(work.map(one))));
  else for (const each of work) all.push(await one(each));
  db.close();
  const again = await open();
  all.push(await again.table('rows').toArray());
  again.close();
  return JSON.stringify(all);
}

const KINDS = ['fake', 'memory', 'direct'] as const satisfies readonly (keyof typeof DISKS)[];

describe.each(KINDS)('database over %s', (kind) => {
  const { factory, keyRange } = DISKS[kind];
  let disk: IDBFactory;
  let db: Dexie;
  const reopen = async () => {
    db = opened(disk, keyRange);
    db.version(1).stores({ rows: 'id, owner, state, n, [state+n]', keyed: '[scope+id]', other: 'id' });
    await db.open();
  };
  beforeEach(async () => {
    disk = factory();
    await reopen();
  });
  afterEach(() => db.close());
  const rows = () => db.table<Row, string>('rows');
  const waiting = (id_: string, n: number): Row => ({ id: id_, owner: 'x', state: 'waiting', n });

  it('keeps rows and their bytes over a restart', async () => {
    await rows().bulkPut([waiting('a', 1), waiting('b', 2)]);
    await db.table('other').put({ id: 'bytes', encrypted: new Uint8Array([1, 2, 3]) });
    db.close();
    await reopen();
    expect(await rows().toArray()).toEqual([waiting('a', 1), waiting('b', 2)]);
    expect(await db.table('other').get('bytes')).toEqual({ id: 'bytes', encrypted: new Uint8Array([1, 2, 3]) });
    expect(await rows().get('c')).toBeUndefined();
  });

  it('keeps a transaction whole, over all its tables', async () => {
    await db.transaction('rw', [rows(), db.table('other')], async () => {
      await rows().put(waiting('a', 1));
      await db.table('other').put({ id: 'a' });
    });
    expect([await rows().count(), await db.table('other').count()]).toEqual([1, 1]);
  });

  it('keeps nothing of a transaction that fails, and goes on', async () => {
    const failing = db.transaction('rw', [rows(), db.table('other')], async () => {
      await rows().put(waiting('a', 1));
      await db.table('other').put({ id: 'a' });
      throw new Error('given up');
    });
    await expect(failing).rejects.toThrow('given up');
    expect([await rows().count(), await db.table('other').count()]).toEqual([0, 0]);
    await rows().put(waiting('b', 2));
    expect(await rows().count()).toBe(1);
  });

  it('never adds over a row that is there', async () => {
    await rows().add(waiting('a', 1));
    await expect(rows().add(waiting('a', 2))).rejects.toMatchObject({ name: 'ConstraintError' });
    expect(await rows().get('a')).toEqual(waiting('a', 1));
  });

  it('finds by a key of several members, in the scope that is asked alone', async () => {
    const keyed = db.table<{ scope: string; id: string }>('keyed');
    await keyed.bulkPut([
      { scope: 'here', id: 'a' },
      { scope: 'there', id: 'a' },
    ]);
    expect(await keyed.get(['there', 'a'])).toEqual({ scope: 'there', id: 'a' });
    await keyed.delete(['there', 'a']);
    expect(await keyed.toArray()).toEqual([{ scope: 'here', id: 'a' }]);
  });

  it('gives the rows of a state by their number, as many as are asked', async () => {
    await rows().bulkPut([
      waiting('a', 9),
      waiting('b', 2),
      { ...waiting('c', 1), state: 'received' },
      waiting('d', 4),
    ]);
    const found = rows().where('[state+n]').between(['waiting', 0], ['waiting', 9]).limit(2);
    expect((await found.toArray()).map(({ id: found_ }) => found_)).toEqual(['b', 'd']);
  });

  it('leaves out of an index what has not its member', async () => {
    await rows().put({ id: 'a', owner: 'x', n: 1 } as Row);
    expect(await rows().where('state').equals('waiting').count()).toBe(0);
    expect(await rows().where('owner').equals('x').count()).toBe(1);
  });

  it('keeps a row as it was when it was put', async () => {
    const given = { id: 'a', bytes: new Uint8Array([1, 2]), list: [{ n: 1 }] };
    await db.table('other').put(given);
    given.bytes[0] = 9;
    given.list.push({ n: 2 });
    expect(await db.table('other').get('a')).toEqual({ id: 'a', bytes: new Uint8Array([1, 2]), list: [{ n: 1 }] });
  });

  it('shows whoever listens before the database each opening, with an upgrade and without', async () => {
    const withoutRoom = beforeTransactions(factory(), (mode) => {
      if (mode === 'readwrite') throw new DOMException('no room', 'QuotaExceededError');
    });
    for (const opening of ['with an upgrade', 'without']) {
      const there = opened(withoutRoom, keyRange);
      there.version(1).stores({ rows: 'id' });
      await there.open();
      await expect(there.table('rows').put({ id: 'a' }), opening).rejects.toThrow('no room');
      there.close();
    }
  });
});

it.each([false, true])(
  'is fake-indexeddb in less time (transactions at once: %s)',
  async (atOnce) => {
    await fc.assert(
      fc.asyncProperty(fc.array(transaction, { maxLength: 5 }), async (work) => {
        const expected = await story('fake', work, atOnce);
        expect(await story('memory', work, atOnce)).toBe(expected);
        expect(await story('direct', work, atOnce)).toBe(expected);
      }),
      { numRuns: 150 },
    );
  },
  60_000,
);

it.each(['memory', 'direct'] as const)('%s ends a transaction in which something else was awaited', async (kind) => {
  const { factory, keyRange } = DISKS[kind];
  const db = opened(factory(), keyRange);
  db.version(1).stores({ rows: 'id' });
  await db.open();
  const late = db.transaction('rw', 'rows', async () => {
    await db.table('rows').put({ id: 'a' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await db.table('rows').put({ id: 'b' });
  });
  await expect(late).rejects.toThrow();
  db.close();
});

it.each(['fake', 'memory'] as const)('%s gives copies: what is changed after a reading is not kept', async (kind) => {
  const { factory, keyRange } = DISKS[kind];
  const db = opened(factory(), keyRange);
  db.version(1).stores({ rows: 'id' });
  await db.table('rows').put({ id: 'a', bytes: new Uint8Array([1, 2]) });
  const held = await db.table('rows').get('a');
  held.bytes[1] = 9;
  expect(await db.table('rows').get('a')).toEqual({ id: 'a', bytes: new Uint8Array([1, 2]) });
  db.close();
});

it('direct gives what cannot be changed, instead of a copy', async () => {
  const { factory, keyRange } = DISKS.direct;
  const db = opened(factory(), keyRange);
  db.version(1).stores({ rows: 'id' });
  await db.open();
  await db.table('rows').put({ id: 'a', list: [{ n: 1 }] });
  const held = await db.table('rows').get('a');
  expect(() => held.list.push({ n: 2 })).toThrow(TypeError);
  db.close();
});
