/**
 * Goal: the endpoint in memory dies and comes back as one with a database does: of a transaction that is cut nothing stays,
 * wherever it is cut, and a backup is not changed by what came after it. What the store answers is held against the databases
 * by the tests of the endpoint. Method: an endpoint of one commune, killed at each step of one push.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { deterministicId } from '../../../src/endpoint/deterministic-id.ts';
import type { Store } from '../../../src/endpoint/store/api.ts';
import { signedRevision } from '../../devices.ts';
import { SCOPE } from '../scopes.ts';
import { endpointCrash } from './crash.ts';
import type { EndpointDisk } from './disk.ts';
import { memoryDisk } from './memory.ts';

const AT = '2026-11-24T02:00:00.000Z';
const record = (number: number) =>
  signedRevision({
    revId: deterministicId(`record ${number}`),
    schema: 1,
    kind: 'household',
    entityId: deterministicId(`household ${number}`),
    parents: [],
    scope: SCOPE,
    author: 'cb-1',
    device: deterministicId('device'),
    deviceSeq: number,
    prevHash: '',
    deviceTime: AT,
    payload: { number: String(number), hamlet: 'Bình Hòa' },
  });

const push = (store: Store, numbers: readonly number[]) =>
  store.append({
    accepted: numbers.map((number) => {
      const revision = record(number);
      return { revision, body: JSON.stringify(revision), score: null, blobs: ['0'.repeat(64)] };
    }),
    quarantined: [
      {
        scope: SCOPE,
        bodyHash: `${numbers}`,
        revId: null,
        device: null,
        contentHash: null,
        code: 'unreadable',
        body: '',
        blobs: [],
      },
    ],
    submittedBy: 'cb-1',
    receivedAt: AT,
  });

const seen = async (store: Store) => ({
  page: await store.page({ scope: SCOPE, stream: 'records' }, 0, 100),
  open: await store.quarantined(SCOPE, { open: true, limit: 100 }),
  naming: await store.blobs.naming([SCOPE], '0'.repeat(64)),
});

describe('the endpoint in memory', () => {
  let disk: EndpointDisk;
  let store: Store;
  beforeEach(async () => {
    disk = memoryDisk();
    store = await disk.open();
    await push(store, [1, 2]);
  });

  it('keeps nothing of a push that is cut, at whatever step', async () => {
    const before = await seen(store);
    let steps = 0;
    for (let isCut = true; isCut; steps += 1) {
      endpointCrash.after(steps + 1);
      await push(store, [3, 4]).catch(() => undefined);
      isCut = endpointCrash.happened;
      endpointCrash.restart();
      if (isCut) expect(await seen(store)).toEqual(before);
    }
    expect(steps).toBeGreaterThan(15);
    const { page } = await seen(store);
    expect(page.rows.map(({ scopeSeq }) => scopeSeq)).toEqual([1, 2, 3, 4]);
  });

  it('has what was there when the backup was made, after a restore as well as after a second one', async () => {
    const before = await seen(store);
    disk.backUp();
    for (let times = 0; times < 2; times += 1) {
      await push(store, [3]);
      await store.close();
      disk.restore();
      store = await disk.open();
      expect(await seen(store)).toEqual(before);
    }
  });

  it('does nothing more for a process that is gone', async () => {
    await store.close();
    await expect(push(store, [3])).rejects.toThrow();
    await expect(store.epoch()).rejects.toThrow();
    expect((await seen(await disk.open())).page.rows).toHaveLength(2);
  });

  it('loses a row behind the endpoint’s back, and its number stays empty', async () => {
    expect(disk.lose(record(1).revId)).toBe(1);
    await push(store, [3]);
    const { page } = await seen(store);
    expect(page.rows.map(({ scopeSeq }) => scopeSeq)).toEqual([2, 3]);
  });
});
