/** Goal: no page is asked for ahead that nobody will want. Method: a reader over answers whose length is ours to say. */
import { describe, expect, it } from 'vitest';
import { PageReader } from './page-reader.ts';

describe('a reader of pages', () => {
  it('asks ahead while pages are full, not after one that was cut, and again after a full one', async () => {
    const asked: number[] = [];
    const ask = async (path: string) => {
      asked.push(Number(new URL(path, 'http://x').searchParams.get('after')));
      return { status: 200, contentType: 'application/json', body: new Uint8Array() };
    };
    const reader = new PageReader(
      { scope: 'scope-here', stream: 'records' },
      ask,
      { now: () => '', millis: () => 0 },
      true,
    );
    const askedBy = async (after: number) => {
      asked.length = 0;
      await reader.next({ epoch: 'e', after });
      return [...asked];
    };
    expect(await askedBy(0)).toEqual([0, 500, 1000]);
    expect(await askedBy(500), 'one further ahead').toEqual([1500]);
    expect(await askedBy(517), 'the page after 500 was cut').toEqual([517]);
    expect(await askedBy(534)).toEqual([534]);
    expect(await askedBy(1034), 'a full one').toEqual([1034, 1534, 2034]);
    expect(await askedBy(0), 'sent back to the start by a new epoch').toEqual([0, 500, 1000]);
  });
});
