import { describe, expect, it } from 'vitest';
import { type Grant, postsOf } from './policy.ts';
import { confirmersOf, mayDecideProposal } from './proposals.ts';

const COMMUNES = [
  { scope: 'a', province: 'An Giang' },
  { scope: 'b', province: 'An Giang' },
];
const person = (id: string, ...grants: Grant[]) => ({ id, posts: postsOf(grants, COMMUNES) });
const administrator = person('administrator', { role: 'administrator', on: 'commune', scope: 'a' });
const supervisor = person('supervisor', { role: 'supervisor', on: 'commune', scope: 'a' });
const officer = person('officer', { role: 'officer', on: 'commune', scope: 'a' });
const elsewhere = person('elsewhere', { role: 'administrator', on: 'commune', scope: 'b' });
const proposal = { kind: 'publish-criteria', communes: ['a'], madeBy: 'administrator' } as const;

describe('four eyes', () => {
  it('the maker never confirms what they proposed, and only the maker takes it back', () => {
    expect(mayDecideProposal(administrator, proposal, 'confirmed')).toBe(false);
    expect(mayDecideProposal(administrator, proposal, 'declined')).toBe(false);
    expect(mayDecideProposal(administrator, proposal, 'withdrawn')).toBe(true);
    expect(mayDecideProposal(supervisor, proposal, 'withdrawn')).toBe(false);
  });

  it('a second person of the commune who decides or administers confirms; nobody else does', () => {
    expect(mayDecideProposal(supervisor, proposal, 'confirmed')).toBe(true);
    expect(mayDecideProposal(officer, proposal, 'confirmed')).toBe(false);
    expect(mayDecideProposal(elsewhere, proposal, 'confirmed')).toBe(false);
  });

  it('a merger is confirmed by somebody else who administers every commune that it concerns', () => {
    const merger = { kind: 'merge-communes', communes: ['a', 'b'], madeBy: 'maker' } as const;
    const ofProvince = person('province', { role: 'administrator', on: 'province', province: 'An Giang' });
    expect(mayDecideProposal(administrator, merger, 'confirmed')).toBe(false);
    expect(mayDecideProposal(supervisor, merger, 'confirmed')).toBe(false);
    expect(mayDecideProposal(ofProvince, merger, 'confirmed')).toBe(true);
    expect(mayDecideProposal({ ...ofProvince, id: 'maker' }, merger, 'confirmed')).toBe(false);
  });

  it('those who could confirm are others with an open account; of a maker who is alone there is nobody', () => {
    const open = { closedAt: null };
    const left = { ...supervisor, id: 'left', closedAt: '2026-11-01T00:00:00.000Z' };
    const people = [administrator, supervisor, officer].map((each) => ({ ...each, ...open }));
    expect(confirmersOf([...people, left], proposal).map(({ id }) => id)).toEqual(['supervisor']);
    expect(confirmersOf([{ ...administrator, ...open }, left], proposal)).toEqual([]);
  });
});
