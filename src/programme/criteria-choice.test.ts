/**
 * Goal: every phone of a commune begins a form with the same set on the same day, whatever came in which order.
 * Method: publications by hand, and any publications in any order.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CriteriaQuestion, criteriaFor, type HeldPublication, setsFrom } from './criteria-choice.ts';
import { vietnamDay } from './vietnamese/vietnam-day.ts';

const pinned = (name: string) => ({ id: name, version: '1', sha256: name.padEnd(64, '0') });
const BUILT_IN = { criteriaSet: pinned('built-in'), variants: { '70': pinned('built-in-70') } };
const CITIZEN = { kind: 'citizen', group: '1' } as const;

function held(name: string, from: string, scopeSeq: number | null, more: object = {}): HeldPublication {
  return { revId: name, scopeSeq, publication: { subject: CITIZEN, criteriaSet: pinned(name), from, ...more } };
}

function chosen(published: readonly HeldPublication[], day: string, more: Partial<CriteriaQuestion> = {}) {
  return criteriaFor({ subject: CITIZEN, variant: '80', day, published, builtIn: BUILT_IN, ...more })?.id ?? null;
}

describe('which criteria set a form is begun with', () => {
  it('the shipped one before anything is published, with the commune’s variant', () => {
    expect(chosen([], '2026-11-28')).toBe('built-in');
    expect(chosen([], '2026-11-28', { variant: '70' })).toBe('built-in-70');
    expect(chosen([], '2026-11-28', { builtIn: null })).toBeNull();
  });

  it('the published one from its day on, and the shipped one before', () => {
    const published = [held('new', '2027-01-01', 5)];
    expect(chosen(published, '2026-12-31')).toBe('built-in');
    expect(chosen(published, '2027-01-01')).toBe('new');
  });

  it('of several the later day; of the same day what was received later; what ended gives way again', () => {
    const first = held('first', '2027-01-01', 9);
    const second = held('second', '2027-06-01', 5);
    expect(chosen([first, second], '2027-07-01')).toBe('second');
    expect(chosen([first, held('replacing', '2027-01-01', 10)], '2027-02-01')).toBe('replacing');
    expect(chosen([first, held('unsent', '2027-01-01', null)], '2027-02-01')).toBe('unsent');
    const trial = held('trial', '2027-06-01', 12, { to: '2027-06-30' });
    expect(chosen([trial, first], '2027-06-30')).toBe('trial');
    expect(chosen([trial, first], '2027-07-01')).toBe('first');
  });

  it('a commune with a variant takes that of the published base, and the base where it has none', () => {
    const withVariant = held('new', '2027-01-01', 5, { variants: { '70': pinned('new-70') } });
    expect(chosen([withVariant], '2027-01-01', { variant: '70' })).toBe('new-70');
    expect(chosen([withVariant], '2027-01-01')).toBe('new');
    expect(chosen([held('new', '2027-01-01', 5)], '2027-01-01', { variant: '70' })).toBe('new');
  });

  it('is for one kind of subject and one group; who has no group takes what is for their kind', () => {
    const published = [held('new', '2027-01-01', 5)];
    expect(chosen(published, '2027-01-01', { subject: { kind: 'citizen', group: '2' } })).toBe('built-in');
    expect(chosen(published, '2027-01-01', { subject: { kind: 'household', group: '1' } })).toBe('built-in');
    const home = held('home', '2027-01-01', 6, { subject: { kind: 'household', group: 'gdht' } });
    expect(chosen([home], '2027-01-01', { subject: { kind: 'household', group: null } })).toBe('home');
  });

  it('what may be chosen from today on is known beforehand', () => {
    const published = [
      held('ended', '2026-01-01', 1, { to: '2026-11-27' }),
      held('now', '2026-06-01', 2, { variants: { '70': pinned('now-70') } }),
      held('coming', '2027-01-01', 3),
    ];
    expect(setsFrom('2026-11-28', published).map(({ id }) => id)).toEqual(['now', 'now-70', 'coming']);
  });

  it('the same in whatever order they came, and the shipped one on a day before all of them', () => {
    const day = fc.integer({ min: 1, max: 20 }).map((n) => `2027-01-${String(n).padStart(2, '0')}`);
    const publication = fc.record({
      from: day,
      to: fc.option(day, { nil: undefined }),
      scopeSeq: fc.option(fc.nat(5)),
      group: fc.constantFrom('1', '2'),
    });
    fc.assert(
      fc.property(
        fc.array(publication, { maxLength: 8 }).chain((list) => {
          const all = list.map(({ from, to, scopeSeq, group }, at) =>
            held(`p${at}`, from, scopeSeq, {
              subject: { kind: 'citizen', group },
              ...(to !== undefined && { to }),
            }),
          );
          return fc.record({
            all: fc.constant(all),
            shuffled: fc.shuffledSubarray(all, { minLength: all.length }),
          });
        }),
        day,
        ({ all, shuffled }, today) => {
          expect(chosen(shuffled, today)).toBe(chosen(all, today));
          expect(chosen(all, '2026-12-31')).toBe('built-in');
          const coming = setsFrom(today, all).map(({ id }) => id);
          const now = chosen(all, today);
          expect(now === 'built-in' || coming.includes(now ?? '')).toBe(true);
        },
      ),
    );
  });

  it('days begin at midnight in Vietnam', () => {
    expect(vietnamDay(Date.parse('2026-12-31T16:59:59Z'))).toBe('2026-12-31');
    expect(vietnamDay(Date.parse('2026-12-31T17:00:00Z'))).toBe('2027-01-01');
  });
});
