/** Goal: ten minutes without any movement are noticed, acted on once in ten minutes, and no earlier. Method: looks by hand. */
import { expect, it } from 'vitest';
import { StandstillTimer } from './standstill.ts';

const MINUTE_MS = 60_000;
const WELL = { minutes: 0, act: false };

function looking() {
  const timer = new StandstillTimer();
  return (minute: number, { online = true, pending = 3, settled = 7 } = {}) =>
    timer.look({ millis: minute * MINUTE_MS, online, pending, settled });
}

it('acts after ten minutes without a receipt, and again after ten more', () => {
  const look = looking();
  for (let minute = 5; minute < 15; minute++) expect(look(minute)).toEqual(WELL);
  expect(look(15)).toEqual({ minutes: 10, act: true });
  expect(look(16)).toEqual({ minutes: 11, act: false });
  expect(look(25)).toEqual({ minutes: 20, act: true });
});

it('a receipt, an empty queue, no network or a clock set back begin it anew', () => {
  for (const change of [{ settled: 8 }, { pending: 0 }, { online: false }]) {
    const look = looking();
    look(0);
    expect(look(9, change)).toEqual(WELL);
    expect(look(12)).toEqual(WELL);
  }
  const look = looking();
  look(1000);
  expect(look(3)).toEqual(WELL);
  expect(look(13).act).toBe(true);
});

it('new records that join the queue are no progress', () => {
  const look = looking();
  look(0, { pending: 1 });
  look(5, { pending: 2 });
  expect(look(10, { pending: 4 }).act).toBe(true);
});
