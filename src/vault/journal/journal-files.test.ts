/**
 * Goal: after any end of the process, or of the power, the two files read as the content before or after what was under
 * way, never less; and a disk that fails once costs only what was reported as failed. Method: handles over bytes in
 * memory. Every byte written, every truncate and every flush is a step; at a step chosen by chance the process ends in
 * the middle of the write, the power goes (what was not flushed is there, half there, holed or gone), or the disk
 * throws.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEADER_BYTES } from './frames.ts';
import { type FileHandle, type JournalFiles, openFiles } from './journal-files.ts';

class Killed extends Error {}

interface Change {
  readonly at: number;
  /** `null` where the file is cut to `at`. */
  readonly bytes: Uint8Array | null;
}

class DiskFile {
  bytes: Uint8Array = new Uint8Array();
  /** The bytes that are certain to outlive the power. */
  flushed: Uint8Array = new Uint8Array();
  unflushed: Change[] = [];

  change(change: Change): void {
    this.bytes = changed(this.bytes, change);
    this.unflushed.push(change);
  }
  flush(): void {
    this.flushed = this.bytes;
    this.unflushed = [];
  }
  losePower(fate: () => number): void {
    this.bytes = this.unflushed.reduce((bytes, change) => {
      const kind = fate() % 4;
      if (kind === 0) return bytes;
      if (kind === 1 || change.bytes === null) return changed(bytes, change);
      const part = fate() % (change.bytes.length + 1);
      if (kind === 2) return changed(bytes, { at: change.at, bytes: change.bytes.subarray(0, part) });
      return changed(bytes, { at: change.at, bytes: change.bytes.slice().fill(0, 0, part) });
    }, this.flushed);
    this.flush();
  }
}

function changed(bytes: Uint8Array, { at, bytes: put }: Change): Uint8Array {
  if (put === null) {
    const cut = new Uint8Array(at);
    cut.set(bytes.subarray(0, at));
    return cut;
  }
  const next = new Uint8Array(Math.max(bytes.length, at + put.length));
  next.set(bytes);
  next.set(put, at);
  return next;
}

class Disk {
  readonly files = [new DiskFile(), new DiskFile()] as const;
  /** How many steps are done until something happens. */
  left = Number.POSITIVE_INFINITY;
  /** How many steps fail then; the process ends where it is infinite. */
  failures = Number.POSITIVE_INFINITY;
  steps = 0;
  killed = false;
  /** How many bytes of the next write are left out without an error, as a full disk may do. */
  leftOut = 0;

  open(): JournalFiles {
    const [a, b] = this.files.map((file) => this.#handle(file)) as [FileHandle, FileHandle];
    return openFiles([a, b]);
  }
  repair(): void {
    this.left = Number.POSITIVE_INFINITY;
  }

  /** @returns how many of these steps are done before it happens */
  #take(count: number): number {
    this.steps += count;
    const done = Math.min(count, Math.max(0, this.left));
    this.left -= count;
    return done;
  }
  #fail(): never {
    this.killed = this.failures === Number.POSITIVE_INFINITY;
    if (this.killed) throw new Killed();
    this.failures -= 1;
    if (this.failures <= 0) this.repair();
    throw new DOMException('full', 'QuotaExceededError');
  }
  #handle(file: DiskFile): FileHandle {
    const step = (act: () => void) => {
      if (this.#take(1) < 1) this.#fail();
      act();
    };
    return {
      read: (buffer, { at }) => {
        const part = file.bytes.subarray(at, at + buffer.length);
        buffer.set(part);
        return part.length;
      },
      write: (buffer, { at }) => {
        const done = this.#take(buffer.length - this.leftOut);
        file.change({ at, bytes: buffer.slice(0, done) });
        if (this.leftOut > 0) {
          this.leftOut = 0;
          return done;
        }
        if (done < buffer.length) this.#fail();
        return done;
      },
      truncate: (size) => step(() => file.change({ at: size, bytes: null })),
      flush: () => step(() => file.flush()),
      getSize: () => file.bytes.length,
      close: () => undefined,
    };
  }
}

interface Act {
  readonly kind: 'append' | 'rewrite' | 'reopen';
  readonly sizes: readonly number[];
}
const acts = fc.array(
  fc.record({
    kind: fc.constantFrom('append' as const, 'append' as const, 'rewrite' as const, 'reopen' as const),
    sizes: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 5 }),
  }),
  { minLength: 1, maxLength: 8 },
);

let label = 0;
/** Payloads of which no two are the same. */
function payloadsOf({ sizes }: Act): Uint8Array[] {
  return sizes.map((size) => {
    label += 1;
    return new TextEncoder().encode(`${label}:${'x'.repeat(size)}`);
  });
}
const text = (payloads: readonly Uint8Array[]) =>
  payloads.map((payload) => new TextDecoder().decode(payload)).join('|');

/** @returns what the journal may read as when the act does not come to its end */
function between(act: Act, before: readonly Uint8Array[], put: readonly Uint8Array[]): Uint8Array[][] {
  if (act.kind === 'rewrite') return [[...before], [...put]];
  return [...put, null].map((_, count) => [...before, ...put.slice(0, count)]);
}

function after(act: Act, before: readonly Uint8Array[], put: readonly Uint8Array[]): Uint8Array[] {
  if (act.kind === 'reopen') return [...before];
  return act.kind === 'rewrite' ? [...put] : [...before, ...put];
}

/** Runs the acts until the end or the kill. @returns every content that may be found */
function run(disk: Disk, list: readonly Act[]): Uint8Array[][] {
  let held: Uint8Array[] = [];
  let possible = [held];
  try {
    let journal = disk.open();
    for (const act of list) {
      const put = act.kind === 'reopen' ? [] : payloadsOf(act);
      possible = between(act, held, put);
      if (act.kind === 'reopen') journal = disk.open();
      else journal[act.kind](put);
      // A process that was killed does nothing any more, whoever catches the error.
      if (disk.killed) break;
      held = after(act, held, put);
      possible = [held];
      expect(text(journal.readAll())).toBe(text(held));
    }
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
  return possible;
}

function stepsOf(list: readonly Act[]): number {
  const disk = new Disk();
  run(disk, list);
  return disk.steps;
}

function expectOneOf(disk: Disk, possible: readonly Uint8Array[][]): void {
  disk.repair();
  const found = text(disk.open().readAll());
  expect(possible.map(text)).toContain(found);
  // Nothing may be left of the end: a torn tail, or the old file, which a flip in the new header would bring back.
  const lengths = disk.files.map(({ bytes }) => bytes.length).sort((one, other) => one - other);
  expect(lengths).toEqual([0, disk.open().sizeBytes()]);
  disk.open().append([new TextEncoder().encode('more')]);
  expect(text(disk.open().readAll())).toBe([found, 'more'].filter(Boolean).join('|'));
}

describe('the journal in two files', () => {
  it('killed in the middle of any byte: the old or the new', () => {
    fc.assert(
      fc.property(acts, fc.nat(), (list, at) => {
        const disk = new Disk();
        disk.left = at % (stepsOf(list) + 1);
        expectOneOf(disk, run(disk, list));
      }),
      { numRuns: 2000 },
    );
  });

  it('killed, or without power, at each step of one rewrite', () => {
    const list: Act[] = [
      { kind: 'append', sizes: [3, 9, 4] },
      { kind: 'rewrite', sizes: [5, 2] },
    ];
    const first = stepsOf(list.slice(0, 1));
    const total = stepsOf(list);
    expect(total - first).toBeGreaterThan(60);
    for (let at = first; at <= total; at++) {
      for (let fate = 0; fate < 64; fate++) {
        const disk = new Disk();
        disk.left = at;
        const possible = run(disk, list);
        let fates = fate;
        const next = () => {
          const one = fates & 3;
          fates = (fates >> 2) | (one << 4);
          return one;
        };
        // Fate 0 is a kill: the system writes what the process gave it. The other fates decide for each change by
        // itself.
        if (fate > 0) for (const file of disk.files) file.losePower(next);
        expectOneOf(disk, possible);
      }
    }
  });

  it('the power goes: what was not flushed is there, half there, holed or gone', () => {
    fc.assert(
      fc.property(acts, fc.nat(), fc.infiniteStream(fc.nat(1000)), (list, at, fates) => {
        const disk = new Disk();
        disk.left = at % (stepsOf(list) + 1);
        const possible = run(disk, list);
        for (const file of disk.files) file.losePower(() => fates.next().value ?? 0);
        expectOneOf(disk, possible);
      }),
      { numRuns: 2000 },
    );
  });

  it('a disk that fails for some steps costs only what was reported as failed', () => {
    fc.assert(
      fc.property(acts, fc.nat(), fc.integer({ min: 1, max: 3 }), (list, at, failures) => {
        const disk = new Disk();
        let held: Uint8Array[] = [];
        let journal = disk.open();
        disk.left = at % (stepsOf(list) + 1);
        disk.failures = failures;
        for (const act of list) {
          const put = act.kind === 'reopen' ? [] : payloadsOf(act);
          try {
            if (act.kind === 'reopen') journal = disk.open();
            else journal[act.kind](put);
            held = after(act, held, put);
          } catch {
            if (act.kind !== 'reopen' && !journal.doubtful()) continue;
            disk.repair();
            journal = disk.open();
            const found = journal.readAll();
            expect(between(act, held, put).map(text)).toContain(text(found));
            held = found;
          }
        }
        disk.repair();
        expect(text(disk.open().readAll())).toBe(text(held));
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['append', 'rewrite'] as const)('%s fails where the disk takes fewer bytes and says nothing', (kind) => {
    const disk = new Disk();
    const journal = disk.open();
    const before = payloadsOf({ kind: 'append', sizes: [5, 7] });
    journal.append(before);
    disk.leftOut = 1;
    expect(() => journal[kind](payloadsOf({ kind, sizes: [9] }))).toThrow('short write');
    expect(text(journal.readAll())).toBe(text(before));
    expect(text(disk.open().readAll())).toBe(text(before));
  });

  it('one flipped bit in a header loses nothing, also after a kill', () => {
    fc.assert(
      fc.property(
        acts,
        fc.nat(),
        fc.boolean(),
        fc.nat(1),
        fc.nat(HEADER_BYTES * 8 - 1),
        (list, at, kill, which, bit) => {
          const disk = new Disk();
          if (kill) disk.left = at % (stepsOf(list) + 1);
          const possible = run(disk, list);
          const file = disk.files[which];
          const place = bit >> 3;
          if (file && place < file.bytes.length) {
            file.bytes = file.bytes.slice();
            file.bytes[place] = (file.bytes[place] ?? 0) ^ (1 << (bit & 7));
          }
          expectOneOf(disk, possible);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
