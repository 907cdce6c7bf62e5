/**
 * Goal: the crash command misses nothing that was promised. Method: its ledger beside looks from which one thing is gone;
 * what may be behind after a wiped database, and what was saved without the screen having shown it, is no loss.
 */
import { expect, it } from 'vitest';
import { newLedger } from '../crash/ledger.ts';
import type { Seen } from '../crash/look.ts';
import type { Promised } from '../crash/officer.ts';

const PROMISES: readonly Promised[] = [
  { kind: 'visit', token: 'k0-0' },
  { kind: 'household', token: 'k0-1' },
  { kind: 'head', token: 'k0-1h' },
  { kind: 'person', token: 'k0-2' },
  { kind: 'typed', token: 'k0-3' },
  { kind: 'form', token: 'k0-4c1', card: 1 },
  { kind: 'evaluation', id: 'e1', notes: ['k0-4c2'], width: 99 },
  { kind: 'form', token: 'k0-5c0', card: 0 },
];
const ALL: Seen = {
  household: 'history: k0-0.',
  members: ['k0-2. 1980'],
  history: ['e1'],
  hamlet: 'k0-1h. Hộ k0-1.',
  typed: 'k0-3.',
  form: 'k0-5c0.',
  evaluations: { e1: { text: 'k0-4c1. k0-4c2.', width: 99 } },
  storage: '',
};

function ledgerOf(at: (index: number) => number = (index) => index) {
  const ledger = newLedger();
  ledger.begin('k0');
  PROMISES.forEach((promised, index) => {
    ledger.note(promised, at(index));
  });
  ledger.begin('k1');
  return ledger;
}
const missing = (seen: Partial<Seen>, isHurt = false) => ledgerOf().compare({ ...ALL, ...seen }, isHurt);

it('finds nothing missing where all is there, also something newer in the place of what a later one replaces', () => {
  expect(missing({})).toEqual([]);
  expect(missing({ typed: 'k1-0.', members: ['k0-9. 1980'] })).toEqual([]);
});

it.each<[string, Partial<Seen>, string]>([
  ['a visit', { household: '' }, 'k0-0'],
  ['a household', { hamlet: 'k0-1h.' }, 'k0-1'],
  ['the head of a household', { hamlet: 'Hộ k0-1.' }, 'k0-1h'],
  ['a corrected name', { members: ['Đặng Thị Hòa', 'k0-1. 1980'] }, 'k0-2'],
  ['a person half typed', { typed: '' }, 'k0-3'],
  ['an older state of it', { typed: 'k0-1.' }, 'k0-3'],
  ['a note of a half-filled form', { form: '' }, 'k0-5c0'],
  ['an evaluation', { history: [] }, 'e1'],
  ['a note of an evaluation', { evaluations: { e1: { text: 'k0-4c2.', width: 99 } } }, 'k0-4c1'],
  ['its photo', { evaluations: { e1: { text: 'k0-4c1. k0-4c2.', width: 0 } } }, 'e1, its photo'],
  ['another photo in its place', { evaluations: { e1: { text: 'k0-4c1. k0-4c2.', width: 98 } } }, 'e1, its photo'],
])('misses %s', (_, seen, token) => {
  expect(missing(seen)).toEqual([token]);
});

it('takes a form that was saved before the screen could say so as kept, and wants it from then on', () => {
  const ledger = ledgerOf();
  const evaluations = { ...ALL.evaluations, e2: { text: 'k0-5c0.', width: 77 } };
  expect(ledger.compare({ ...ALL, form: '', history: ['e1', 'e2'], evaluations }, false)).toEqual([]);
  expect(ledger.compare({ ...ALL, form: '' }, false)).toEqual(['e2']);
});

it('allows a draft to be as old as its second copy where the database was hurt, and no older', () => {
  expect(missing({ form: '', typed: '' }, true)).toEqual([]);
  const ledger = ledgerOf();
  ledger.note({ kind: 'form', token: 'k1-0c1', card: 1 }, 20_000);
  expect(ledger.compare({ ...ALL, form: '' }, true)).toEqual(['k0-5c0']);
});
