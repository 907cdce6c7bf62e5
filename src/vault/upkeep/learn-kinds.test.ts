/**
 * Goal: a record that an app pulled before it knew its kind is in the lists once it does. Method: one store, opened by
 * an app that does not know reading corners, which pulls one, and then by one that does.
 */
import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { KindDefinition } from '../../programme/index.ts';
import { PULL_PROTOCOL, withContentHash } from '../../protocol/index.ts';
import { metaRow, openDatabase } from '../database/database.ts';
import { testPhone } from '../testing/test-phone.ts';

const SCOPE = 'scope-here';
const id = (place: number) => `0190a000-0000-7000-8000-${String(place).padStart(12, '0')}`;
const SET = 'c'.repeat(64);
const corner: KindDefinition = {
  payload: z.looseObject({ householdId: z.uuid(), books: z.int() }),
  label: { vi: 'Góc đọc sách', en: 'Reading corner' },
  stream: 'records',
  writtenBy: 'collect',
  ownerId: (payload) => (payload as { householdId?: unknown } | null)?.householdId,
  titledBy: (payload) => (payload as { householdId?: unknown } | null)?.householdId,
  title: () => undefined,
  photos: () => [],
  criteriaSets: (payload) => [(payload as { set?: unknown } | null)?.set],
  example: { householdId: id(1), books: 12 },
};

async function open(kinds: readonly string[]) {
  vi.resetModules();
  vi.doMock('../../programme/kinds/all.ts', async (original) => {
    const { DEFINITIONS } = await original<typeof import('../../programme/kinds/all.ts')>();
    return { DEFINITIONS: { ...DEFINITIONS, ...(kinds.includes('corner') && { corner }) } };
  });
  return await import('../index.ts');
}

it('an app that learns a kind finds what hangs from a household, and wants the criteria sets it names', async () => {
  const phone = testPhone(1);
  const before = await (await open([])).openVault(phone.platform());
  const of = { scope: SCOPE, author: 'cb-1', device: id(9), deviceTime: '2026-11-24T09:00:00.000+07:00' };
  const revision = withContentHash({
    ...of,
    revId: id(3),
    schema: 1,
    kind: 'corner',
    entityId: id(2),
    parents: [],
    deviceSeq: 1,
    prevHash: '',
    salt: 'A'.repeat(22),
    payload: { householdId: id(1), books: 12, set: SET },
  });
  const page = { proto: PULL_PROTOCOL, epoch: 'e', scope: SCOPE, stream: 'records', more: false, next: 1 } as const;
  await before.applyPull({ ...page, rows: [{ scopeSeq: 1, revision }] });
  await before.close();
  const learned = async () => {
    const db = openDatabase(phone.platform(), () => undefined);
    const [row] = await db.revisions.toArray();
    const noted = (await metaRow(db, 'kinds'))?.kinds;
    const sets = await db.sets.toArray();
    db.close();
    return { owner: row?.ownerId, knows: noted?.includes('corner'), sets };
  };
  expect(await learned()).toEqual({ owner: '', knows: false, sets: [] });

  const after = await (await open(['corner'])).openVault(phone.platform());
  expect(await after.wantsSets()).toBe(true);
  await after.close();
  expect(await learned()).toEqual({ owner: id(1), knows: true, sets: [{ sha256: SET, state: 'wanted' }] });

  // A set that is here by then is not wanted again, and is kept.
  const db = openDatabase(phone.platform(), () => undefined);
  const held = { sha256: SET, state: 'held' as const, encrypted: new Uint8Array([1]) };
  await db.sets.put(held);
  await db.meta.put({ key: 'kinds', kinds: [] });
  db.close();
  await (await (await open(['corner'])).openVault(phone.platform())).close();
  expect((await learned()).sets).toMatchObject([{ sha256: SET, state: 'held' }]);
});
