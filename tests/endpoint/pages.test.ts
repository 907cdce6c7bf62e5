/**
 * Goal: a page of large records is not larger than a phone on a thin link can take, and no cursor skips one. Method: real
 * routes over both databases, records of 60 KB in letters of three bytes.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS, type PullPage, pullPage } from '../../src/protocol/index.ts';
import { SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

const LARGE = 45;
const SMALL = 30;

describe.each(STORES_AND_MEMORY)('pages on %s', (kind) => {
  let station: Station;
  let token: string;
  beforeAll(async () => {
    station = await Station.open(kind);
    token = await station.enrol('CB-1');
    const note = 'ế'.repeat(20_000);
    for (let at = 0; at < LARGE; at += 15) {
      const records = Array.from({ length: 15 }, (_, n) => {
        const payload = { number: `L${at + n}`, hamlet: 'Bình Hòa', note };
        return station.household('', { payload });
      });
      const { receipts } = await station.push(token, records);
      expect(receipts.every(({ status }) => status === 'created')).toBe(true);
    }
    await station.push(
      token,
      Array.from({ length: SMALL }, (_, n) => station.household(`S${n}`)),
    );
  });
  afterAll(() => station?.dispose());

  const bytesOf = (page: PullPage) =>
    page.rows.reduce((sum, { revision }) => sum + Buffer.byteLength(JSON.stringify(revision)), 0);

  it('are cut by their bytes; every row comes once, in order', async () => {
    const pages: PullPage[] = [];
    for (let after = 0; pages.at(-1)?.more ?? true; after = pages.at(-1)?.next ?? 0) {
      const { value } = await station.ask(token, `/v1/pull?scope=${SCOPE}&after=${after}`);
      pages.push(pullPage.parse(value));
    }
    expect(pages.map(({ rows }) => rows.length)).toEqual([17, 17, 41]);
    for (const page of pages) expect(bytesOf(page)).toBeLessThanOrEqual(LIMITS.pullBytesMax);
    const seqs = pages.flatMap(({ rows }) => rows.map(({ scopeSeq }) => scopeSeq));
    expect(seqs).toEqual(Array.from({ length: LARGE + SMALL }, (_, n) => n + 1));
    expect(pages.map(({ more }) => more)).toEqual([true, true, false]);
  });

  it('that answer a push are cut, too, and say that there is more', async () => {
    const { pulled } = await station.push(token, [], {
      pull: [{ scope: SCOPE, stream: 'records', epoch: null, after: 0 }],
    });
    expect(pulled).toMatchObject([{ next: 17, more: true }]);
  });

  it('have one row at least, however large; none where there is none', async () => {
    const { store } = station;
    const first = await store.page({ scope: SCOPE, stream: 'records' }, 0, 500, 100);
    expect(first).toMatchObject({ more: true, rows: [{ scopeSeq: 1 }] });
    const end = LARGE + SMALL;
    expect(await store.page({ scope: SCOPE, stream: 'records' }, end - 1, 500, 100)).toMatchObject({
      more: false,
      rows: [{ scopeSeq: end }],
    });
    expect(await store.page({ scope: SCOPE, stream: 'records' }, end, 500, 100)).toMatchObject({
      more: false,
      rows: [],
    });
    const two = (await store.page({ scope: SCOPE, stream: 'records' }, 0, 2)).rows;
    const exactly = two.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
    expect((await store.page({ scope: SCOPE, stream: 'records' }, 0, 500, exactly)).rows, 'to the byte').toEqual(two);
    expect((await store.page({ scope: SCOPE, stream: 'records' }, 0, 500, exactly - 1)).rows).toEqual(first.rows);
    expect(
      (await store.page({ scope: SCOPE, stream: 'records' }, 0, 1, exactly)).rows,
      'whichever limit is nearer',
    ).toEqual(first.rows);
    expect(
      (await store.page({ scope: SCOPE, stream: 'records' }, LARGE, 10)).rows,
      'without a limit of bytes',
    ).toHaveLength(10);
  });
});
