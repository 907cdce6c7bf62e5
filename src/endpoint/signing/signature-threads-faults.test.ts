/**
 * Goal: a thread for signatures that cannot be made, or dies with checks in it, costs time and never a record. Method: the
 * real threads, made by a class that can be told to fail, or whose threads are ended from outside as an operating system
 * would.
 */
import type { Worker as RealWorker, WorkerOptions } from 'node:worker_threads';
import { beforeEach, expect, it, vi } from 'vitest';
import { makeKeyPair, signText } from './signatures.ts';

const { publicKey, privateKey } = makeKeyPair();
const checks = Array.from({ length: 64 }, (_, at) => {
  const text = `record ${at}`;
  return { publicKeys: [publicKey], text, signature: signText(privateKey, at % 3 === 0 ? 'another' : text) };
});
const wanted = checks.map((_, at) => at % 3 !== 0);

const made: RealWorker[] = [];
let cannotBeMade = false;
vi.mock('node:worker_threads', async (original) => {
  const real = await original<typeof import('node:worker_threads')>();
  class Worker extends real.Worker {
    constructor(url: URL, options?: WorkerOptions) {
      if (cannotBeMade) throw new Error('no memory for a thread');
      super(url, options);
      made.push(this);
    }
  }
  return { ...real, Worker };
});
const { checkSignatures } = await import('./signature-threads.ts');

beforeEach(async () => {
  // None is left from the test before.
  await Promise.all(made.splice(0).map((worker) => worker.terminate()));
  cannotBeMade = false;
});

it('checks on the main thread where no thread can be made, and in a thread once one can', async () => {
  cannotBeMade = true;
  expect(await checkSignatures(checks)).toEqual(wanted);
  expect(made).toEqual([]);
  cannotBeMade = false;
  expect(await checkSignatures(checks)).toEqual(wanted);
  expect(made.length).toBeGreaterThan(0);
});

it('answers all that waits for a thread that ends, and makes another', async () => {
  const waiting = [checkSignatures(checks), checkSignatures(checks.toReversed())];
  const [first] = made;
  expect(first).toBeDefined();
  await Promise.all(made.map((worker) => worker.terminate()));
  expect(await Promise.all(waiting)).toEqual([wanted, wanted.toReversed()]);
  const before = made.length;
  expect(await checkSignatures(checks)).toEqual(wanted);
  expect(made.length).toBeGreaterThan(before);
});
