// @vitest-environment happy-dom
/** Goal: whatever a set asks, an officer's touch is the answer that is scored. Method: one indicator of each kind of question. */
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { CompiledIndicator } from '../../../criteria/index.ts';
import type { EvaluationAnswer } from '../../../programme/index.ts';
import { LevelChoice } from './level-choice.tsx';

afterEach(cleanup);

const words = (vi_: string) => ({ vi: vi_, en: vi_ });
const levels = [
  { id: 'dat', title: words('Đạt'), text: words('đạt yêu cầu'), points: 5 },
  { id: 'kha', title: words('Khá'), text: words('khá'), points: 8 },
];
const SPECS = {
  levels: { kind: 'levels', levels, free: { min: 0, step: 1 } },
  onlyLevels: { kind: 'levels', levels },
  free: { kind: 'free', free: { min: 0, step: 1 } },
  yesNo: { kind: 'yes-no', yes: 10, no: 0 },
  measured: {
    kind: 'measured',
    unit: words('giờ'),
    bands: [
      { from: 0, to: 10, points: 1 },
      { from: 20, to: 30, points: 2 },
    ],
  },
  derived: { kind: 'derived' },
} as const;

function show(kind: keyof typeof SPECS, answer?: EvaluationAnswer) {
  const onChoose = vi.fn();
  const free = Array.from({ length: 11 }, (_, points) => (points >= 4 ? {} : undefined));
  const indicator = { id: '1', max: 10, free, spec: { title: words('Câu hỏi'), ...SPECS[kind] } };
  render(<LevelChoice indicator={indicator as unknown as CompiledIndicator} answer={answer} onChoose={onChoose} />);
  return onChoose;
}
const checked = () =>
  screen
    .getAllByRole<HTMLInputElement>('radio')
    .filter((radio) => radio.checked)
    .map(({ value }) => value);

it('a level is chosen by its row', () => {
  const chosen = show('levels');
  expect(checked()).toEqual([]);
  fireEvent.click(screen.getByTestId('level-kha'));
  expect(chosen).toHaveBeenCalledWith({ kind: 'level', level: 'kha' });
});

it('free points are shown on demand, and only those that the set allows', () => {
  const chosen = show('levels', { level: 'dat' });
  expect(checked()).toEqual(['dat']);
  expect(screen.queryByTestId('free-points')).toBeNull();
  fireEvent.click(screen.getByTestId('free-points-open'));
  expect(screen.queryByTestId('points-3')).toBeNull();
  fireEvent.click(screen.getByTestId('points-7'));
  expect(chosen).toHaveBeenCalledWith({ kind: 'points', points: 7 });
});

it('the range named above the points ends with the last one that the set allows', () => {
  const free = Array.from({ length: 11 }, (_, points) => (points % 3 === 0 ? {} : undefined));
  const indicator = { id: '1', max: 10, free, spec: { title: words('Câu hỏi'), ...SPECS.free } };
  render(
    <LevelChoice indicator={indicator as unknown as CompiledIndicator} answer={undefined} onChoose={() => undefined} />,
  );
  expect(screen.getByTestId('free-points').querySelector('legend')?.textContent).toBe('Điểm từ 0 đến 9');
});

it('free points that were given are shown at once', () => {
  show('levels', { points: 7 });
  expect(checked()).toEqual(['7']);
});

it('a set without free points offers none', () => {
  show('onlyLevels');
  expect(screen.queryByTestId('free-points-open')).toBeNull();
});

it('points alone are a grid of numbers', () => {
  const chosen = show('free');
  fireEvent.click(screen.getByTestId('points-10'));
  expect(chosen).toHaveBeenCalledWith({ kind: 'points', points: 10 });
});

it.each([
  [undefined, []],
  [true, ['yes']],
  [false, ['no']],
] as const)('yes or no: %s', (yes, shown) => {
  const chosen = show('yesNo', yes === undefined ? undefined : { yes });
  expect(checked()).toEqual(shown);
  fireEvent.click(screen.getByTestId(yes === true ? 'level-no' : 'level-yes'));
  expect(chosen).toHaveBeenCalledWith({ kind: 'yes', yes: yes !== true });
});

it.each(['11', '31', '2,5', '-1', '12345678'])('a measure of %s is in no band: said so, and not an answer', (typed) => {
  const chosen = show('measured');
  fireEvent.change(screen.getByTestId('measured'), { target: { value: typed } });
  expect(screen.getByRole('alert').textContent).toContain('số nguyên');
  expect(chosen).not.toHaveBeenCalled();
});

it('a measure within a band is an answer', () => {
  const chosen = show('measured', { measured: 9 });
  expect(screen.getByTestId<HTMLInputElement>('measured').value).toBe('9');
  fireEvent.change(screen.getByTestId('measured'), { target: { value: '25' } });
  expect(chosen).toHaveBeenCalledWith({ kind: 'measured', measured: 25 });
  expect(screen.queryByRole('alert')).toBeNull();
});

it('what follows from other answers cannot be answered', () => {
  show('derived');
  expect(screen.queryAllByRole('radio')).toEqual([]);
});
