import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTIONS, type Grant, grantsOn, highestRole, may, postsOf, ROLES, scopesFor, streamsOf } from './policy.ts';

const COMMUNES = [
  { scope: 'a', province: 'An Giang' },
  { scope: 'b', province: 'An Giang' },
  { scope: 'c', province: 'Cà Mau' },
];
const role = fc.constantFrom(...ROLES);
const grant: fc.Arbitrary<Grant> = fc.oneof(
  fc.record({ role, on: fc.constant('commune' as const), scope: fc.constantFrom('a', 'b', 'c', 'not there') }),
  fc.record({ role, on: fc.constant('province' as const), province: fc.constantFrom('An Giang', 'Cà Mau', 'Huế') }),
  fc.record({ role, on: fc.constant('instance' as const) }),
);
const grants = fc.array(grant, { maxLength: 5 });

describe('who may do what', () => {
  it('a grant gives nothing outside of the place it was given on', () => {
    fc.assert(
      fc.property(grants, fc.constantFrom(...ACTIONS), (given, action) => {
        const posts = postsOf(given, COMMUNES);
        for (const { scope, province } of COMMUNES) {
          const reaching = given.filter(
            (each) =>
              each.on === 'instance' ||
              (each.on === 'commune' && each.scope === scope) ||
              (each.on === 'province' && each.province === province),
          );
          const alone = reaching.some((each) => may(postsOf([each], COMMUNES), action, scope));
          expect(may(posts, action, scope)).toBe(alone);
        }
        expect(may(posts, action, 'not there')).toBe(false);
        const onInstance = given.filter(({ on }) => on === 'instance');
        expect(may(posts, action, null)).toBe(may(postsOf(onInstance, []), action, null));
      }),
    );
  });

  it('names each commune once, and pulls identity numbers only for those who decide', () => {
    fc.assert(
      fc.property(grants, (given) => {
        const posts = postsOf(given, COMMUNES);
        for (const action of ACTIONS) {
          const scopes = scopesFor(posts, action);
          expect(new Set(scopes).size).toBe(scopes.length);
          for (const { scope } of COMMUNES) expect(scopes.includes(scope)).toBe(may(posts, action, scope));
        }
        for (const { scope, stream } of streamsOf(posts)) {
          expect(may(posts, stream === 'identity' ? 'read-identity' : 'read-records', scope)).toBe(true);
        }
      }),
    );
  });

  it.each([
    ['officer', ['read-records', 'look-up-identity', 'collect']],
    ['viewer', ['read-figures']],
  ] as const)('an %s may do so much and no more', (asRole, actions) => {
    const posts = postsOf([{ role: asRole, on: 'commune', scope: 'a' }], COMMUNES);
    expect(ACTIONS.filter((action) => may(posts, action, 'a'))).toEqual(actions);
  });

  it('who has several roles is called by the highest', () => {
    const of = (...roles: readonly (typeof ROLES)[number][]) =>
      highestRole(roles.map((asRole) => ({ role: asRole, scope: 'a' })));
    expect(of('officer', 'supervisor')).toBe('supervisor');
    expect(of('viewer', 'administrator', 'officer')).toBe('administrator');
    expect(of()).toBe('viewer');
    expect(grantsOn('officer', ['a', 'b'])).toEqual([
      { role: 'officer', on: 'commune', scope: 'a' },
      { role: 'officer', on: 'commune', scope: 'b' },
    ]);
  });

  it('only who administers the instance adds a criteria set; a commune’s administrator publishes one for it', () => {
    const everywhere = postsOf([{ role: 'administrator', on: 'instance' }], COMMUNES);
    const inOne = postsOf([{ role: 'administrator', on: 'commune', scope: 'a' }], COMMUNES);
    expect(may(everywhere, 'add-criteria', null)).toBe(true);
    expect(may(inOne, 'add-criteria', null)).toBe(false);
    expect(scopesFor(everywhere, 'publish-criteria')).toEqual(['a', 'b', 'c']);
    expect(scopesFor(inOne, 'publish-criteria')).toEqual(['a']);
    const supervisor = postsOf([{ role: 'supervisor', on: 'instance' }], COMMUNES);
    expect(scopesFor(supervisor, 'publish-criteria')).toEqual([]);
  });
});
