/**
 * Goal: a form begins with the set that its commune uses, and goes on with the very set that it names or not at all. Method: the
 * shipped sets and texts of others, over a real vault.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { laterVersion, pinned } from '../../../../tests/shared/criteria.ts';
import { publishedSet } from '../../../../tests/shared/finished-form.ts';
import { HOME_SCOPE, type OfficersPhone, officersPhone } from '../../../../tests/shared/officers-phone.tsx';
import { loadBuiltIn, SET_IDS, sha256Hex } from '../../../criteria/index.ts';
import { testSession } from '../../../sync/test-endpoint.ts';
import { criteriaOf, type FormSubject, setForToday } from './criteria-of.ts';

vi.spyOn(console, 'warn').mockImplementation(() => undefined);

let officer: OfficersPhone;
beforeEach(async () => {
  officer = await officersPhone(79);
});
afterEach(() => officer.vault.close());

const aPerson: FormSubject = { scope: HOME_SCOPE, kind: 'citizen', group: '2' };
const today = (subject = aPerson, session: Parameters<typeof setForToday>[2] = testSession) =>
  setForToday(officer.vault, officer.phone.clock, session, subject);
const inCommune = (criteriaVariant: '70' | '80') => ({
  ...testSession,
  communes: testSession.communes.map((commune) => ({ ...commune, criteriaVariant })),
});

describe('the set of today', () => {
  it.each([
    ['80', 'cdht-2'],
    ['70', 'cdht-2-70'],
  ] as const)('is the shipped one for the group, with the mark of the commune: %s', async (variant, id) => {
    expect(SET_IDS).toContain(id);
    expect(await today(aPerson, inCommune(variant))).toEqual(pinned(await loadBuiltIn(id)));
  });

  it('has the usual mark where the session does not name the commune', async () => {
    expect(await today(aPerson, { ...testSession, communes: [] })).toMatchObject({ id: 'cdht-2' });
  });

  it('is the one that the commune published, for its group alone', async () => {
    const later = await laterVersion('cdht-2', '2027.1', 85);
    await publishedSet(officer, later);
    expect(await today()).toEqual(pinned(later));
    expect(await today({ ...aPerson, group: '1' })).toMatchObject({ id: 'cdht-1' });
  });

  it('is none for whom none ships and none was published', async () => {
    expect(await today({ ...aPerson, kind: 'household', group: null })).toBeNull();
  });
});

describe('the set that a record names', () => {
  it('is kept on the phone once it was used, because a later version of the app may bring another', async () => {
    const set = pinned(await loadBuiltIn('cdht-1'));
    const sets = await officer.vault.criteriaSets();
    expect(await sets.text(set.sha256)).toBeNull();
    expect(await criteriaOf(officer.vault, set)).toMatchObject({ pinned: set });
    expect(await sets.text(set.sha256)).not.toBeNull();
  });

  it('is ready on a full phone, too', async () => {
    officer.disk.left = 0;
    const set = pinned(await loadBuiltIn('cdht-3'));
    expect(await criteriaOf(officer.vault, set)).toMatchObject({ pinned: set });
  });

  it('is never another version of the same id', async () => {
    const set = pinned(await laterVersion('cdht-1', '2027.1', 85));
    expect(await criteriaOf(officer.vault, set)).toBeNull();
  });

  it('is not there where this version of the app cannot read its form', async () => {
    const text = '{"id":"cdht-1","version":"2030.1","of":"another form"}';
    const sets = await officer.vault.criteriaSets();
    await sets.keep(sha256Hex(text), text);
    expect(await criteriaOf(officer.vault, { id: 'cdht-1', version: '2030.1', sha256: sha256Hex(text) })).toBeNull();
  });
});
