import { describe, expect, it } from 'vitest';
import { closeFault, contactsOf, grantsFault, mayManage } from './accounts.ts';
import { type Grant, mayEnrol, postsOf } from './policy.ts';

const COMMUNES = [
  { scope: 'a', province: 'An Giang' },
  { scope: 'b', province: 'An Giang' },
];
const on = (role: Grant['role'], scope: string): Grant => ({ role, on: 'commune', scope });
const EVERYWHERE: Grant = { role: 'administrator', on: 'instance' };
const person = (id: string, ...grants: Grant[]) => ({ id, grants, posts: postsOf(grants, COMMUNES), closedAt: null });

const root = person('root', EVERYWHERE);
const ofA = person('of a', on('administrator', 'a'));
const supervisor = person('supervisor', on('supervisor', 'a'));
const officer = person('officer', on('officer', 'a'));

describe('who may give whom which grants', () => {
  it('gives grants only where the giver administers', () => {
    expect(grantsFault(ofA, null, [on('officer', 'a')], [root])).toBeNull();
    expect(grantsFault(ofA, null, [on('officer', 'b')], [root])).toBe('not-allowed');
    expect(grantsFault(ofA, null, [EVERYWHERE], [root])).toBe('not-allowed');
    expect(grantsFault(ofA, null, [{ role: 'viewer', on: 'province', province: 'An Giang' }], [root])).toBe(
      'not-allowed',
    );
    expect(grantsFault(supervisor, null, [on('officer', 'a')], [root])).toBe('not-allowed');
    expect(grantsFault(root, null, [EVERYWHERE, on('officer', 'b')], [root])).toBeNull();
  });

  it('takes only such grants, and leaves those elsewhere as they are', () => {
    const both = person('both', on('officer', 'a'), on('officer', 'b'));
    expect(grantsFault(ofA, both, [on('officer', 'b'), on('supervisor', 'a')], [root])).toBeNull();
    expect(grantsFault(ofA, both, [on('officer', 'a')], [root])).toBe('not-allowed');
    expect(mayManage(ofA, both)).toBe(false);
    expect(mayManage(ofA, officer)).toBe(true);
  });

  it('nobody raises or lowers themselves', () => {
    expect(grantsFault(ofA, ofA, [on('supervisor', 'a')], [root])).toBe('not-yourself');
    expect(grantsFault(root, root, [on('officer', 'a')], [root])).toBe('not-yourself');
    expect(closeFault(ofA, ofA, [root])).toBe('not-yourself');
  });

  it('one administrator of the whole endpoint stays', () => {
    const second = person('second', EVERYWHERE);
    expect(grantsFault(second, root, [on('officer', 'a')], [root, second])).toBeNull();
    expect(grantsFault(second, root, [on('officer', 'a')], [root, { ...second, closedAt: '2026-11-01' }])).toBe(
      'last-administrator',
    );
    expect(closeFault(second, root, [root])).toBe('last-administrator');
    expect(closeFault(second, root, [root, second])).toBeNull();
  });

  it('an account without a grant is closed, not emptied', () => {
    expect(grantsFault(root, officer, [], [root])).toBe('no-grant');
  });
});

describe('who may make a code for whom', () => {
  it('a supervisor for officers of the commune, not for other supervisors or administrators', () => {
    expect(mayEnrol(supervisor, officer)).toBe(true);
    expect(mayEnrol(supervisor, person('viewer', on('viewer', 'a')))).toBe(true);
    expect(mayEnrol(supervisor, person('other', on('supervisor', 'a')))).toBe(false);
    expect(mayEnrol(supervisor, ofA)).toBe(false);
    expect(mayEnrol(supervisor, root)).toBe(false);
    expect(mayEnrol(supervisor, person('there', on('officer', 'b')))).toBe(false);
    expect(mayEnrol(supervisor, person('both', on('officer', 'a'), on('officer', 'b')))).toBe(false);
  });

  it('an administrator for everybody in their communes; everybody for themselves', () => {
    expect(mayEnrol(ofA, supervisor)).toBe(true);
    expect(mayEnrol(ofA, root)).toBe(false);
    expect(mayEnrol(root, root)).toBe(true);
    expect(mayEnrol(officer, officer)).toBe(true);
    expect(mayEnrol(officer, person('other', on('officer', 'a')))).toBe(false);
    expect(mayEnrol(root, person('nobody'))).toBe(false);
  });
});

describe('whom an officer asks', () => {
  const withPhone = (account: typeof officer, phone: string | null, closedAt: string | null = null) => ({
    ...account,
    name: account.id,
    phone,
    closedAt,
  });

  it('is who makes codes in the commune and has a number, those of the commune first, never oneself', () => {
    const accounts = [
      withPhone(root, '0900'),
      withPhone(officer, '0901'),
      withPhone(supervisor, '0902'),
      withPhone(ofA, null),
      withPhone(person('left', on('supervisor', 'a')), '0903', '2026-11-01'),
      withPhone(person('there', on('supervisor', 'b')), '0904'),
    ];
    expect(contactsOf(accounts, 'a', officer.id).map(({ phone }) => phone)).toEqual(['0902', '0900']);
    expect(contactsOf(accounts, 'a', supervisor.id).map(({ phone }) => phone)).toEqual(['0900']);
  });
});
