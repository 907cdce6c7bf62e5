// @vitest-environment happy-dom
/**
 * Goal: at the door nothing an officer typed is lost, and "Đã lưu" is shown for what is saved alone. Method: the real screens over
 * a real vault, whose disk can be full and whose drafts outlive the screen.
 */
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { laterVersion, pinned } from '../../../../tests/shared/criteria.ts';
import {
  HOME_SCOPE,
  type OfficersPhone,
  officersPhone,
  tap,
  tapNamed,
  type,
} from '../../../../tests/shared/officers-phone.tsx';
import { setHash } from '../../../criteria/index.ts';
import { canonicalText } from '../../../protocol/index.ts';
import { aCitizen } from '../../hrefs.ts';
import { setForToday } from './criteria-of.ts';
import { agree, answerAll } from './test-visit.ts';
import { SAVE_DELAY_MS } from './use-draft-saver.ts';
import VisitScreen from './visit-screen.tsx';

vi.mock('./criteria-of.ts', async (original) => {
  const real = await original<typeof import('./criteria-of.ts')>();
  return { ...real, setForToday: vi.fn(real.setForToday) };
});

// A screen may still read while its phone is put away.
vi.spyOn(console, 'error').mockImplementation(() => undefined);
vi.spyOn(console, 'warn').mockImplementation(() => undefined);

let officer: OfficersPhone;
beforeEach(async () => {
  officer = await officersPhone(71);
});
afterEach(async () => {
  cleanup();
  vi.mocked(setForToday).mockReset();
  await officer.vault.close();
});

const visit = () => officer.show(<VisitScreen scope={HOME_SCOPE} kind="citizen" id={officer.hoa.id} />);
const evaluations = () => officer.vault.evaluationsOf(HOME_SCOPE, aCitizen(officer.hoa));
const drafts = () => officer.vault.drafts();
const total = async () => (await screen.findByTestId('score-total')).textContent;
async function leave(): Promise<void> {
  cleanup();
  await waitFor(async () => expect(await drafts()).toHaveLength(1));
}

describe('the form', () => {
  it('shows the score at each answer, is explained, saved and gone as a draft', async () => {
    visit();
    await agree();
    await tap('level-kha');
    expect(await total()).toContain('8/100');
    expect(screen.queryByTestId('finish')).toBeNull();
    await answerAll();
    expect(await total()).toContain('80/100');
    await tap('finish');
    expect((await screen.findByTestId('verdict')).textContent).toContain('80');
    expect(await evaluations()).toEqual([]);
    await tap('save-evaluation');
    await screen.findByTestId('saved');
    expect(await evaluations()).toMatchObject([
      { evaluation: { clientResult: { total: 80 }, period: '2026', hamlet: 'Ấp 3' } },
    ]);
    await waitFor(async () => expect(await drafts()).toEqual([]));
  });

  it('goes on where the officer left it, with the answers and the card', async () => {
    visit();
    await agree();
    await tap('level-kha');
    await tap('next');
    await tap('level-dat');
    await leave();
    visit();
    expect((await screen.findByTestId('indicator')).textContent).toContain('2');
    expect(await total()).toContain('13/100');
    expect(screen.queryByTestId('consent-agree')).toBeNull();
  });

  it('adds the note that was typed and not added when the card is left', async () => {
    visit();
    await agree();
    await tap('level-kha');
    await type('evidence-note', 'Trưởng ấp xác nhận');
    await tap('next');
    await tap('previous');
    await screen.findByText('Trưởng ấp xác nhận');
    await leave();
    expect((await drafts())[0]?.value).toMatchObject({
      answers: { 1: { evidence: [{ kind: 'note', text: 'Trưởng ấp xác nhận' }] } },
    });
  });

  it('leads to what is still missing', async () => {
    visit();
    await agree();
    await tap('next');
    await tap('level-kha');
    await tap('next-missing');
    await waitFor(() => expect(screen.getByTestId('indicator').textContent).toContain('3'));
  });

  it('goes back from the result to an answer, and is scored anew', async () => {
    visit();
    await agree();
    await answerAll();
    await tap('finish');
    await tap('back-to-form');
    await tap('level-dat');
    expect(await total()).not.toContain('80/100');
  });

  it('shows the cheapest way to the mark where it is not reached', async () => {
    visit();
    await agree();
    await answerAll('level-chua');
    await tap('finish');
    expect((await screen.findByTestId('plan')).textContent).not.toBe('');
  });

  it('says within a moment that an answer is only on the screen, and keeps it once there is room', async () => {
    visit();
    await agree();
    officer.disk.left = 0;
    await tap('level-kha');
    await screen.findByTestId('draft-not-kept', undefined, { timeout: SAVE_DELAY_MS + 2000 });
    officer.disk.left = 1000;
    await tapNamed('Ghi lại');
    await waitFor(() => expect(screen.queryByTestId('draft-not-kept')).toBeNull());
    expect((await drafts())[0]?.value).toMatchObject({ answers: { 1: { level: 'kha' } } });
  });

  it('is not called saved where the phone is full, stays on the screen, and is saved at the next touch', async () => {
    visit();
    await agree();
    await answerAll();
    await tap('finish');
    officer.disk.left = 0;
    await tap('save-evaluation');
    await screen.findByTestId('not-saved');
    expect(screen.queryByTestId('saved')).toBeNull();
    expect(await evaluations()).toEqual([]);
    officer.disk.left = 1000;
    await tap('save-evaluation');
    await screen.findByTestId('saved');
    expect(await evaluations()).toHaveLength(1);
  });
});

it('a form begun with an older criteria set is finished with it, or begun again with what still fits', async () => {
  visit();
  await agree();
  await tap('level-kha');
  await tap('next');
  await tap('level-dat');
  await leave();
  const later = await laterVersion('cdht-1', '2027.1', 85);
  const sets = await officer.vault.criteriaSets();
  await sets.keep(setHash(later), canonicalText(later));
  vi.mocked(setForToday).mockResolvedValue(pinned(later));
  visit();
  await screen.findByTestId('newer-criteria');
  expect(await total()).toContain('cần từ 80');
  await tap('begin-again');
  await waitFor(() => expect(screen.queryByTestId('newer-criteria')).toBeNull());
  expect(await total()).toContain('13/100');
  expect(await total()).toContain('cần từ 85');
  await answerAll();
  await tap('finish');
  await tap('save-evaluation');
  await screen.findByTestId('saved');
  expect(await evaluations()).toMatchObject([{ evaluation: { criteriaSet: { version: '2027.1' } } }]);
  await waitFor(async () => expect(await drafts()).toEqual([]));
});
