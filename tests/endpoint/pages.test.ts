/**
 * Goal: a page of a commune's long records is never more than a thin link brings in one go, and nobody misses a row of it.
 * Method: records near the size limit on both databases, read page by page over the real route.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS, pullPage } from '../../src/protocol/index.ts';
import { SCOPE, STORES, Station } from './station.ts';

const LONG = 'Nhà ở cuối xóm. '.repeat(2_400);

describe.each(STORES)('pages on %s', (kind) => {
  let station: Station;
  let token: string;
  beforeAll(async () => {
    station = await Station.open(kind);
    token = await station.enrol('CB-1');
  });
  afterAll(() => station?.dispose());

  it('have a limit in bytes, and every row is in one of them', async () => {
    const made = Array.from({ length: 50 }, (_, at) =>
      station.household(String(at), {
        payload: { number: String(at), hamlet: 'Bình Hòa', communeCode: SCOPE, note: LONG },
      }),
    );
    for (let from = 0; from < made.length; from += 15) {
      const { results } = await station.push(token, made.slice(from, from + 15));
      expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['created']));
    }
    const seen: string[] = [];
    let after = 0;
    let pages = 0;
    for (let more = true; more; pages += 1) {
      const { value } = await station.ask(token, `/v1/pull?scope=${SCOPE}&after=${after}`);
      const page = pullPage.parse(value);
      expect(page.rows.length).toBeGreaterThan(0);
      expect(Buffer.byteLength(JSON.stringify(page.rows))).toBeLessThan(LIMITS.pullBytesMax + 64 * 1024);
      seen.push(...page.rows.map(({ revision }) => revision.revId));
      ({ next: after, more } = page);
    }
    expect(pages).toBeGreaterThan(2);
    expect(seen).toEqual(made.map(({ revId }) => revId));
  });
});
