// @vitest-environment happy-dom
/**
 * Goal: whatever set a commune uses, its form is filled in, explained and saved; the screens assume nothing that only the
 * shipped sets have. Method: the real visit over a real vault, in a commune that published a small set.
 */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { publishedSet } from '../../../../tests/shared/finished-form.ts';
import {
  HOME_SCOPE,
  type OfficersPhone,
  officersPhone,
  tap,
  tapNamed,
} from '../../../../tests/shared/officers-phone.tsx';
import { free, makeSet, rule, yesNo } from '../../../criteria/test-sets.ts';
import { aCitizen } from '../../hrefs.ts';
import VisitScreen from './visit-screen.tsx';

// A screen may still read while its phone is put away.
vi.spyOn(console, 'error').mockImplementation(() => undefined);

let officer: OfficersPhone;
beforeEach(async () => {
  officer = await officersPhone(77);
});
afterEach(async () => {
  cleanup();
  await officer.vault.close();
});

const atLeast = (total: number) => rule('total', { kind: 'total', atLeast: total });
const evaluations = () => officer.vault.evaluationsOf(HOME_SCOPE, aCitizen(officer.hoa));
const overview = () => screen.getByRole('navigation', { name: 'Các chỉ số' }).textContent;
const total = () => screen.getByTestId('score-total').textContent;

/** Opens the form of a set of one competency, after the citizen agreed. */
async function open(indicators: Parameters<typeof makeSet>[0][number]['indicators'], more: object = {}, cap?: number) {
  await publishedSet(officer, makeSet([{ id: 'A', indicators, ...(cap !== undefined && { cap }) }], more));
  officer.show(<VisitScreen scope={HOME_SCOPE} kind="citizen" id={officer.hoa.id} />);
  await tap('consent-by-self');
  await tap('consent-how-spoken');
  await tap('consent-agree');
  await screen.findByTestId('indicator');
}

describe('a set without skills and conditions', () => {
  it('ends with its last indicator, and is saved', async () => {
    await open([yesNo('1'), yesNo('2')]);
    await tap('level-yes');
    await tap('next');
    expect(screen.queryByTestId('next')).toBeNull();
    await tap('level-no');
    expect(overview()).not.toContain('Kỹ năng số');
    await tap('finish');
    await screen.findByTestId('verdict');
    expect(screen.queryByText('Chỉ tiêu kỹ năng số')).toBeNull();
    await tap('save-evaluation');
    await screen.findByTestId('saved');
    expect(await evaluations()).toMatchObject([{ evaluation: { clientResult: { total: 10, max: 20 } } }]);
  });

  it('whose pass asks for no total shows the points without a mark', async () => {
    await open([yesNo('1')], { rules: [rule('each', { kind: 'each', atLeast: 5 })] });
    await tap('level-yes');
    expect(total()).toBe('10/10');
    await tap('finish');
    expect((await screen.findByTestId('verdict')).textContent).not.toContain('cần từ');
  });

  it('tells the way to the mark by points where an indicator has no levels', async () => {
    await open([yesNo('1')], { rules: [atLeast(5)] });
    await tap('level-no');
    await tap('finish');
    const plan = (await screen.findByTestId('plan')).textContent;
    expect(plan).toContain('Nâng «1» từ 0 lên 10 điểm');
    expect(plan).not.toContain('nghĩa là');
    screen.getByText(/còn thiếu 5/);
  });
});

describe('a set with conditions', () => {
  const conditions = [{ id: 'law', text: { vi: 'Vi phạm pháp luật', en: 'Broke the law' } }];
  const rules = [rule('law', { kind: 'disqualifier', condition: 'law' })];

  it('asks for them on a card of their own, and says that no points help where one holds', async () => {
    await open([yesNo('1')], { conditions, rules });
    await tap('level-yes');
    await tap('next');
    expect(screen.queryByTestId('indicator')).toBeNull();
    expect(screen.queryByTestId('next')).toBeNull();
    fireEvent.click(await screen.findByRole('checkbox', { name: 'Vi phạm pháp luật' }));
    await tap('finish');
    expect((await screen.findByTestId('plan')).textContent).toContain('chưa có cách nào');
    await tap('save-evaluation');
    await screen.findByTestId('saved');
    expect(await evaluations()).toMatchObject([
      { evaluation: { conditions: ['law'], clientResult: { verdict: 'fail' } } },
    ]);
  });

  it('calls their card by what it asks, and not by skills that the set does not have', async () => {
    await open([yesNo('1')], { conditions, rules });
    await tap('next');
    const card = await screen.findByRole('heading', { level: 2 });
    expect(card.textContent).toBe('Trường hợp không được công nhận');
    expect(screen.queryByText(/Kỹ năng số|T4 T5/)).toBeNull();
  });
});

describe('an indicator that need not apply', () => {
  it('is passed over, and the others count on the whole scale', async () => {
    await open([free('1'), free('2', 10, { notApplicable: true })], { rules: [atLeast(10)] });
    await tap('points-7');
    await tap('next');
    await tapNamed('Không áp dụng cho người này');
    expect(screen.getByRole('button', { name: 'Không áp dụng cho người này' }).getAttribute('aria-pressed')).toBe(
      'true',
    );
    expect(overview()).toContain('Chỉ số 2: không áp dụng');
    expect(total()).toContain('14/20');
    await tap('finish');
    await screen.findByText('Không áp dụng cho người này.');
    screen.getByText(/tổng được quy về thang 20/);
  });

  it('is not enough for a form alone: where none applies, nothing is saved and the officer is back at the form', async () => {
    await open([free('1', 10, { notApplicable: true })]);
    await tapNamed('Không áp dụng cho người này');
    await tap('finish');
    await tap('save-evaluation');
    await screen.findByTestId('indicator');
    expect(await evaluations()).toEqual([]);
    await tap('points-7');
    await tap('finish');
    await tap('save-evaluation');
    await screen.findByTestId('saved');
  });
});

it.each([
  ['a competency', 'Năng lực «A»', {}, 15],
  ['the form', 'Cả phiếu', { cap: 15 }, undefined],
])('points that the most of %s makes needless are told as given back', async (_, whose, more, cap) => {
  await open([yesNo('1'), free('2')], more, cap);
  await tap('level-yes');
  await tap('next');
  await tap('points-7');
  expect(total()).toContain('15/15');
  await tap('finish');
  const said = await screen.findByText(new RegExp(`${whose} chỉ tính tối đa 15 điểm`));
  expect(said.textContent).toMatch(/ 3 điểm thiếu ở trên không bị trừ\.$/);
});

it('an indicator whose evidence is missing is marked until there is some, on its card and in the overview', async () => {
  await open([yesNo('1')], { evidenceFrom: 5 });
  await tap('level-yes');
  screen.getByText('Mức này cần ít nhất một minh chứng.');
  expect(overview()).toContain('10 điểm, thiếu minh chứng');
  fireEvent.change(screen.getByTestId('evidence-note'), { target: { value: 'Giấy khen' } });
  await tap('add-note');
  await waitFor(() => expect(overview()).not.toContain('thiếu minh chứng'));
  screen.getByText('Không bắt buộc ở mức này.');
});
