/**
 * Goal: the simulator's own IndexedDB, and the direct database above it, do what Dexie does over fake-indexeddb. Method:
 * the same random work through each, transactions that fail in the middle and some at once included; answers and what is
 * left must be the same.
 */
import Dexie from 'dexie';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { beforeTransactions } from '../../../src/vault/testing/test-phone.ts';
import ChosenDatabase from './choice.ts';
import { DISKS } from './disks.ts';

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
  const said: unknown[] = [];
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
  // Which of several that run at once is told of its end first is nobody's promise.
  if (atOnce) said.push(...(await Promise.all(work.map(one))));
  else for (const each of work) said.push(await one(each));
  db.close();
  const again = await open();
  said.push(await again.table('rows').toArray());
  again.close();
  return JSON.stringify(said);
}

it.each([false, true])(
  'is fake-indexeddb in less time (transactions at once: %s)',
  async (atOnce) => {
    await fc.assert(
      fc.asyncProperty(fc.array(transaction, { maxLength: 5 }), async (work) => {
        const told = await story('fake', work, atOnce);
        expect(await story('memory', work, atOnce)).toBe(told);
        expect(await story('direct', work, atOnce)).toBe(told);
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

it.each(['memory', 'fake', 'direct'] as const)(
  '%s: who listens before Dexie is heard at every opening',
  async (kind) => {
    const { factory, keyRange } = DISKS[kind];
    const disk = factory();
    const refusing = beforeTransactions(disk, (mode) => {
      if (mode === 'readwrite') throw new DOMException('no room', 'QuotaExceededError');
    });
    for (const opening of ['with an upgrade', 'without']) {
      const db = opened(refusing, keyRange);
      db.version(1).stores({ rows: 'id' });
      await db.open();
      await expect(db.table('rows').put({ id: 'a' }), opening).rejects.toThrow('no room');
      db.close();
    }
  },
);

it('direct: what is changed after the put is not kept, and what it gives cannot be changed', async () => {
  const { factory, keyRange } = DISKS.direct;
  const db = opened(factory(), keyRange);
  db.version(1).stores({ rows: 'id' });
  await db.open();
  const given = { id: 'a', bytes: new Uint8Array([1, 2]), list: [{ n: 1 }] };
  await db.table('rows').put(given);
  given.bytes[0] = 9;
  given.list.push({ n: 2 });
  const held = await db.table('rows').get('a');
  expect(held).toEqual({ id: 'a', bytes: new Uint8Array([1, 2]), list: [{ n: 1 }] });
  expect(() => held.list.push({ n: 3 })).toThrow(TypeError);
  db.close();
});

it('keeps copies: what is changed after the put is not kept, nor what is changed after the get', async () => {
  const { factory, keyRange } = DISKS.memory;
  const db = new Dexie('test', { indexedDB: factory(), IDBKeyRange: keyRange });
  db.version(1).stores({ rows: 'id' });
  const given = { id: 'a', bytes: new Uint8Array([1, 2]), list: [{ n: 1 }] };
  await db.table('rows').put(given);
  given.bytes[0] = 9;
  given.list.push({ n: 2 });
  const held = await db.table('rows').get('a');
  held.bytes[1] = 9;
  expect(await db.table('rows').get('a')).toEqual({ id: 'a', bytes: new Uint8Array([1, 2]), list: [{ n: 1 }] });
  db.close();
});
