import { describe, expect, it } from 'vitest';
import { type Grant, postsOf } from './policy.ts';
import { mayDecideProposal } from './proposals.ts';

const COMMUNES = [
  { scope: 'a', province: 'An Giang' },
  { scope: 'b', province: 'An Giang' },
];
const person = (id: string, ...grants: Grant[]) => ({ id, posts: postsOf(grants, COMMUNES) });
const administrator = person('administrator', { role: 'administrator', on: 'commune', scope: 'a' });
const supervisor = person('supervisor', { role: 'supervisor', on: 'commune', scope: 'a' });
const officer = person('officer', { role: 'officer', on: 'commune', scope: 'a' });
const elsewhere = person('elsewhere', { role: 'administrator', on: 'commune', scope: 'b' });
const proposal = { kind: 'publish-criteria', scope: 'a', madeBy: 'administrator' } as const;

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
});
