// @vitest-environment happy-dom
/**
 * Goal: whoever is evaluated, and whatever happens at the door, nothing is said to be saved or lost that is not. Method: the real
 * screens over a real vault, with a commune that evaluates households, a full disk and an app that is left.
 */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { finishedForm, publishedSet } from '../../../../tests/shared/finished-form.ts';
import { HOME_SCOPE, type OfficersPhone, officersPhone, tap } from '../../../../tests/shared/officers-phone.tsx';
import { makeSet, yesNo } from '../../../criteria/test-sets.ts';
import type { Subject } from '../../../programme/index.ts';
import { aCitizen, hrefs } from '../../hrefs.ts';
import ResultScreen from './result/result-screen.tsx';
import { agree } from './test-visit.ts';
import { SAVE_DELAY_MS } from './use-draft-saver.ts';
import VisitScreen from './visit-screen.tsx';

let officer: OfficersPhone;
beforeEach(async () => {
  // A screen may still read while its phone is put away.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  officer = await officersPhone(80);
});
afterEach(async () => {
  cleanup();
  vi.restoreAllMocks();
  await officer.vault.close();
});

const visit = ({ kind, id }: Subject = aCitizen(officer.hoa)) =>
  officer.show(<VisitScreen scope={HOME_SCOPE} kind={kind} id={id} />);
const oneQuestion = (kind: Subject['kind']) =>
  makeSet([{ id: 'A', indicators: [yesNo('1')] }], {
    subject: { kind, group: 'all', title: { vi: 'Học tập', en: 'Learning' } },
  });
const recordsOf = async (kind: string) =>
  (await officer.vault.unreceived()).revisions.filter((revision) => revision.kind === kind);
/** Answers the one question, and saves. */
async function saveForm(): Promise<void> {
  await agree();
  await tap('level-yes');
  await tap('finish');
  await tap('save-evaluation');
  await screen.findByTestId('saved');
}

it('a household that is evaluated itself has its form saved, and the result opens', async () => {
  const household: Subject = { kind: 'household', id: officer.home.id };
  await publishedSet(officer, oneQuestion('household'), 'household');
  visit(household);
  await saveForm();
  const [form] = await officer.vault.evaluationsOf(HOME_SCOPE, household);
  if (form === undefined) throw new Error('no form');
  expect(screen.getByRole('link', { name: 'Xem kết quả' }).getAttribute('href')).toBe(hrefs.result(form));
  cleanup();
  officer.show(<ResultScreen scope={form.scope} id={form.id} />);
  expect((await screen.findByTestId('verdict')).textContent).toContain('10');
  screen.getByRole('heading', { level: 1, name: '024' });
});

it('a subject that lives in no household is evaluated without a visit to one', async () => {
  const unit: Subject = { kind: 'unit', id: officer.home.id };
  const whom = { scope: HOME_SCOPE, subject: unit, name: 'Trường Vĩnh Bình', hamlet: null, unit: null, group: null };
  vi.spyOn(officer.vault, 'subject').mockResolvedValue({ ...whom, householdId: null });
  await publishedSet(officer, oneQuestion('unit'), 'unit');
  visit(unit);
  await saveForm();
  expect(screen.getByTestId('to-household').getAttribute('href')).toBe('/');
  expect(await recordsOf('evaluation')).toHaveLength(1);
  expect(await recordsOf('visit')).toEqual([]);
});

it('a form whose subject is not on this phone is shown all the same, without a name', async () => {
  const ref = await finishedForm(officer, { kind: 'clan', id: officer.home.id }, 'kha');
  officer.show(<ResultScreen {...ref} />);
  expect((await screen.findByTestId('verdict')).textContent).toContain('80');
  screen.getByRole('heading', { level: 1, name: 'Kết quả' });
});

it('a form of a colleague shows the beginning of their number in place of a name', async () => {
  await finishedForm(officer, aCitizen(officer.hoa), 'kha');
  const [form] = await officer.vault.evaluationsOf(HOME_SCOPE, aCitizen(officer.hoa));
  if (form === undefined) throw new Error('no form');
  const byColleague = { ...form, author: 'cb-2002-of-another-hamlet' };
  vi.spyOn(officer.vault, 'evaluationsOf').mockResolvedValue([byColleague]);
  visit();
  await screen.findByText(/Cán bộ cb-2002-,/);
  cleanup();
  vi.spyOn(officer.vault, 'evaluation').mockResolvedValue(byColleague);
  officer.show(<ResultScreen scope={form.scope} id={form.id} />);
  await screen.findByText(/Cán bộ cb-2002-,/);
});

it('a photo of a stored form is shown among its evidence', async () => {
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:1');
  const { sha256 } = await officer.vault.putPhoto(new Uint8Array(300));
  const answers = { '1': { level: 'kha', evidence: [{ kind: 'photo' as const, sha256 }] } };
  officer.show(<ResultScreen {...(await finishedForm(officer, aCitizen(officer.hoa), 'kha', { answers }))} />);
  await screen.findByRole('img', { name: 'Ảnh minh chứng 1' });
});

it('a decline that cannot be saved is not thanked for, and is saved at the next touch', async () => {
  visit();
  await tap('consent-decline');
  officer.disk.left = 0;
  await tap('consent-decline-confirm');
  await screen.findByTestId('not-saved');
  expect(screen.queryByTestId('declined')).toBeNull();
  expect(await recordsOf('visit')).toEqual([]);
  officer.disk.left = 1000;
  await tap('consent-decline-confirm');
  await screen.findByTestId('declined');
  expect(await recordsOf('visit')).toHaveLength(1);
});

it('an answer is kept at once when the app goes to the background, where no timer may ever run again', async () => {
  visit();
  await agree();
  await waitFor(async () => expect(await officer.vault.drafts()).toHaveLength(1));
  const later = globalThis.setTimeout;
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((act: () => void, ms?: number) =>
    ms === SAVE_DELAY_MS ? 0 : later(act, ms)) as typeof setTimeout);
  const kept = vi.spyOn(officer.vault, 'saveDraft');
  await tap('level-kha');
  fireEvent(document, new Event('visibilitychange'));
  // A save begins after the promises before it.
  await new Promise((resolve) => later(resolve, 0));
  expect(kept).not.toHaveBeenCalled();
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  fireEvent(document, new Event('visibilitychange'));
  await waitFor(async () =>
    expect((await officer.vault.drafts())[0]?.value).toMatchObject({ answers: { 1: { level: 'kha' } } }),
  );
});

it('the last card and its place in the overview name the skills of the shipped sets', async () => {
  visit();
  await agree();
  expect(screen.getByRole('navigation', { name: 'Các chỉ số' }).textContent).toContain('T4 T5');
  fireEvent.click(screen.getByRole('button', { name: /Kỹ năng số/ }));
  await screen.findByRole('heading', { level: 2, name: 'Kỹ năng số' });
});
