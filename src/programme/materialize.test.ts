/**
 * Goal: no set of revisions, whatever parents they name, hides an entity, hangs, or is seen differently where it arrived
 * in another order; and what honest phones make merges as a person expects.
 * Method: graphs drawn at random (a revision that names itself, circles, parents nobody has, revisions doubled, payloads
 * erased) against a definition of heads by plain reachability; honest histories by hand; a clock on long ones.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headsOf, materialize } from './index.ts';

type Fields = Record<string, unknown>;
const revision = (revId: string, parents: string[], payload: Fields | null) => ({ revId, parents, payload });
type Made = ReturnType<typeof revision>;

const base = revision('1', [], { name: 'A', phone: '1', unit: 'x' });
const left = revision('2', ['1'], { name: 'B', phone: '1', unit: 'x' });

describe('what honest phones make', () => {
  it('a line of revisions is its last', () => {
    expect(materialize([base, revision('2', ['1'], { name: 'B' })])).toEqual({
      heads: ['2'],
      shownRevId: '2',
      current: { name: 'B' },
      conflict: false,
    });
  });
  it('two phones that changed different fields are merged', () => {
    const right = revision('3', ['1'], { name: 'A', phone: '2' });
    expect(materialize([base, left, right])).toEqual({
      heads: ['2', '3'],
      shownRevId: '2',
      current: { name: 'B', phone: '2' },
      conflict: false,
    });
  });
  it('a field changed two ways keeps both and waits for a person', () => {
    const right = revision('3', ['1'], { name: 'C', phone: '1', unit: 'x' });
    expect(materialize([right, base, left])).toEqual({
      heads: ['2', '3'],
      shownRevId: '2',
      current: left.payload,
      conflict: true,
    });
  });
  it('the nearest common ancestor is the one compared with, also at the end of a long line', () => {
    const renamed = revision('2', ['1'], { name: 'B', phone: '1', unit: 'x' });
    const phone = revision('3', ['2'], { name: 'B', phone: '2', unit: 'x' });
    const back = revision('4', ['2'], { name: 'A', phone: '1', unit: 'x' });
    expect(materialize([base, renamed, phone, back])).toMatchObject({
      current: { name: 'A', phone: '2', unit: 'x' },
      conflict: false,
    });
  });
  it('two merges that crossed and chose differently wait for a person: neither choice wins in silence', () => {
    const right = revision('3', ['1'], { name: 'C', phone: '1', unit: 'x' });
    const choseLeft = revision('4', ['2', '3'], { name: 'B', phone: '1', unit: 'x' });
    const choseRight = revision('5', ['2', '3'], { name: 'C', phone: '1', unit: 'x' });
    expect(materialize([base, left, right, choseLeft, choseRight])).toMatchObject({ conflict: true });
    const same = revision('5', ['2', '3'], { name: 'B', phone: '2', unit: 'x' });
    expect(materialize([base, left, right, choseLeft, same])).toMatchObject({
      current: { name: 'B', phone: '2', unit: 'x' },
      conflict: false,
    });
  });
  it('a merge made by a person is the only head, whatever it merges', () => {
    const right = revision('3', ['1'], { name: 'C', phone: '1', unit: 'x' });
    const merged = revision('4', ['2', '3'], { name: 'C', phone: '1', unit: 'x' });
    expect(materialize([merged, right, left, base])).toMatchObject({ heads: ['4'], conflict: false });
  });
});

describe('an erased payload', () => {
  it('of the only head: the entity is shown nowhere, and a next revision is still made on it', () => {
    const erased = revision('2', ['1'], null);
    const nothing = { shownRevId: null, current: null, conflict: false };
    expect(materialize([erased])).toEqual({ heads: ['2'], ...nothing });
    expect(materialize([base, erased])).toEqual({ heads: ['2'], ...nothing });
  });
  it('beside a living head says nothing and contradicts nobody', () => {
    expect(materialize([base, left, revision('0', ['1'], null)])).toEqual({
      heads: ['0', '2'],
      shownRevId: '2',
      current: left.payload,
      conflict: false,
    });
  });
  it('of what both heads were made on: who changed a field is not known any more', () => {
    const gone = { ...base, payload: null };
    expect(materialize([gone, left, revision('3', ['1'], { ...left.payload })])).toMatchObject({ conflict: false });
    expect(materialize([gone, left, revision('3', ['1'], { name: 'B', phone: '2' })])).toMatchObject({
      conflict: true,
      current: left.payload,
    });
  });
});

describe('what nobody honest makes', () => {
  it.each<[string, Made[], string[]]>([
    ['itself as parent', [revision('1', ['1'], { a: 1 })], ['1']],
    ['itself and what is there', [base, revision('2', ['1', '2'], { a: 1 })], ['2']],
    ['a circle of two', [revision('1', ['2'], { a: 1 }), revision('2', ['1'], { a: 2 })], ['1', '2']],
    ['a circle of two on an honest one', [base, revision('2', ['1', '3'], {}), revision('3', ['2'], {})], ['2', '3']],
    [
      'a circle that an honest one was made on',
      [revision('1', ['2'], {}), revision('2', ['1'], {}), revision('3', ['2'], {})],
      ['3'],
    ],
    ['only parents that nobody has', [revision('1', ['9'], {}), revision('2', ['8', '9'], {})], ['1', '2']],
    ['one parent named twice', [base, revision('2', ['1', '1'], {})], ['2']],
    ['the same revision twice', [base, left, left, base], ['2']],
  ])('%s', (_name, revisions, heads) => {
    expect(headsOf(revisions)).toEqual(heads);
    expect(materialize(revisions)).toMatchObject({ heads });
    expect(materialize(revisions).current).not.toBeNull();
  });

  const IDS = Array.from({ length: 9 }, (_, at) => String(at));
  const anyRevision = fc.record({
    revId: fc.constantFrom(...IDS),
    parents: fc.array(fc.constantFrom(...IDS, 'unknown'), { maxLength: 4 }),
    payload: fc.option(fc.dictionary(fc.constantFrom('a', 'b'), fc.nat(1)), { freq: 4 }),
  });
  const anyRevisions = fc.array(anyRevision, { minLength: 1, maxLength: 14 });
  const once = (all: readonly Made[]) => [...new Map(all.map((each) => [each.revId, each])).values()];

  /** By definition: a head is a revision that everything made on it, directly or not, was in turn part of. */
  function headsByDefinition(all: readonly Made[]): string[] {
    const above = new Map(all.map(({ revId }) => [revId, new Set<string>()]));
    for (const { revId } of all) {
      const open = [revId];
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        for (const parent of all.find((each) => each.revId === next)?.parents ?? []) {
          if (!above.has(parent) || above.get(revId)?.has(parent)) continue;
          above.get(revId)?.add(parent);
          open.push(parent);
        }
      }
    }
    const isAbove = (parent: string, child: string) => above.get(child)?.has(parent) === true;
    return all
      .map(({ revId }) => revId)
      .filter((head) => all.every(({ revId }) => !isAbove(head, revId) || isAbove(revId, head) || revId === head))
      .sort();
  }

  it('any graph has the heads that the definition gives, and shows an entity unless all of them are erased', () => {
    fc.assert(
      fc.property(anyRevisions, (drawn) => {
        const all = once(drawn);
        const { heads, current, shownRevId, conflict } = materialize(all);
        expect(heads).toEqual(headsByDefinition(all));
        expect(heads.length).toBeGreaterThan(0);
        const living = heads.filter((head) => all.find(({ revId }) => revId === head)?.payload !== null);
        expect(shownRevId).toBe(living[0] ?? null);
        expect(current === null).toBe(living.length === 0);
        if (living.length < 2) expect(conflict).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  it('the order of arrival, and what arrives twice, change nothing', () => {
    fc.assert(
      fc.property(anyRevisions, fc.func(fc.integer()), (all, place) => {
        const shuffled = [...all].sort((a, b) => place(a) - place(b));
        expect(materialize(shuffled)).toEqual(materialize(all));
        expect(materialize([...all, ...shuffled])).toEqual(materialize(all));
      }),
      { numRuns: 2000 },
    );
  });

  it('a merged value comes from a head or from what all heads were made on', () => {
    fc.assert(
      fc.property(anyRevisions, (drawn) => {
        const all = once(drawn);
        const { current, conflict } = materialize(all);
        for (const [field, value] of Object.entries(current ?? {})) {
          expect(all.some(({ payload }) => payload?.[field] === value)).toBe(true);
        }
        if (!conflict) return;
        const held = all.filter(({ payload }) => payload !== null).map(({ payload }) => JSON.stringify(payload));
        expect(held).toContain(JSON.stringify(current));
      }),
    );
  });
});

describe('long histories', () => {
  const COUNT = 10_000;
  const id = (at: number) => String(at).padStart(6, '0');
  const made = (parentsOf: (at: number) => number[]) =>
    Array.from({ length: COUNT }, (_, at) => revision(id(at), parentsOf(at).map(id), { name: 'A', at }));
  /** Quadratic work would take minutes; the rest is room for a slow machine. */
  const secondsMax = 3;
  it.each<[string, (at: number) => number[], number]>([
    ['one line', (at) => (at === 0 ? [] : [at - 1]), 1],
    ['a fork at the end of a long line', (at) => (at === 0 ? [] : [at === COUNT - 1 ? at - 2 : at - 1]), 2],
    ['two lines from one beginning', (at) => (at === 0 ? [] : [Math.max(0, at - 2)]), 2],
    ['nothing but heads', () => [], COUNT],
    ['all made on one', (at) => (at === 0 ? [] : [0]), COUNT - 1],
    ['one circle', (at) => [(at + 1) % COUNT], COUNT],
    ['twenty parents each', (at) => Array.from({ length: Math.min(at, 20) }, (_, n) => at - 1 - n), 1],
    [
      'twenty parents ahead, in circles',
      (at) => Array.from({ length: 20 }, (_, n) => (at + 1 + n * 487) % COUNT),
      COUNT,
    ],
  ])('10,000 revisions: %s', (_name, parentsOf, heads) => {
    const all = made(parentsOf);
    const start = performance.now();
    expect(materialize(all).heads).toHaveLength(heads);
    expect((performance.now() - start) / 1000).toBeLessThan(secondsMax);
  });
});
