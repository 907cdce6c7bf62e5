/**
 * Goal: one writer at a time, and a lock that was left behind by a tab that is gone does not stop all saving.
 * Method: the real Web Locks of the runtime; only the beats' timer is turned by hand.
 */
import { describe, expect, it } from 'vitest';
import { BEAT_MS, type LockParts, SILENCE_MS, writerLock } from './writer-lock.ts';

/** Two or more tabs, each with its own channel object: a message of one reaches all the others. */
function tabs() {
  const timers = new Set<() => void>();
  const listeners = new Map<object, (event: MessageEvent) => void>();
  const part = (): LockParts => {
    const own = {};
    return {
      locks: navigator.locks,
      channel: {
        postMessage(data: unknown) {
          for (const [tab, listener] of listeners) if (tab !== own) listener({ data } as MessageEvent);
        },
        addEventListener: (_type: string, listener: unknown) =>
          void listeners.set(own, listener as (event: MessageEvent) => void),
        removeEventListener: () => void listeners.delete(own),
      } as LockParts['channel'],
      every(_ms, run) {
        timers.add(run);
        return () => timers.delete(run);
      },
    };
  };
  return {
    part,
    pass(ms: number) {
      for (let passed = 0; passed < ms; passed += BEAT_MS) for (const run of [...timers]) run();
    },
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('the writer lock', () => {
  it('lets one work at a time', async () => {
    const { part } = tabs();
    const [first, second] = [writerLock(part(), 'store'), writerLock(part(), 'store')];
    const order: string[] = [];
    const door = gate();
    const one = first('order', async () => {
      await door.opened;
      order.push('first');
    });
    await settle();
    const two = second('order', async () => void order.push('second'));
    await settle();
    door.open();
    await Promise.all([one, two]);
    expect(order).toEqual(['first', 'second']);
  });

  it('takes over a lock whose holder is silent', async () => {
    const { part, pass } = tabs();
    void navigator.locks.request('left', () => new Promise(() => undefined)).catch(() => undefined);
    await settle();
    const waiting = writerLock(part(), 'store')('left', async () => 'saved');
    await settle();
    pass(SILENCE_MS);
    expect(await waiting).toBe('saved');
  });

  it('waits for a holder that lives, however long it works', async () => {
    const { part, pass } = tabs();
    const order: string[] = [];
    const door = gate();
    const one = writerLock(part(), 'store')('alive', async () => {
      await door.opened;
      order.push('holder');
    });
    await settle();
    const two = writerLock(part(), 'store')('alive', async () => void order.push('waiter'));
    await settle();
    pass(10 * SILENCE_MS);
    await settle();
    expect(order).toEqual([]);
    door.open();
    await Promise.all([one, two]);
    expect(order).toEqual(['holder', 'waiter']);
  });

  it('gives a sleeper whose lock was taken the result of its own work', async () => {
    const { part } = tabs();
    const door = gate();
    const sleeper = writerLock(part(), 'store')('asleep', async () => {
      await door.opened;
      return 'mine';
    });
    await settle();
    await navigator.locks.request('asleep', { steal: true }, async () => undefined);
    door.open();
    expect(await sleeper).toBe('mine');
  });

  it('hands on an error of the work itself', async () => {
    const { part } = tabs();
    const failing = writerLock(part(), 'store')('failing', () => Promise.reject(new Error('of the work')));
    await expect(failing).rejects.toThrow('of the work');
  });
});
