/**
 * Goal: the journals keep their contract where they really live, over two tabs and over a browser killed (SIGKILL) in
 * the middle of a rewrite. Method: the modules themselves in a real Chromium; each opening of a journal is in the other
 * of two tabs. For the kills one page rewrites and appends without pause and tells before and after each step; what the
 * next browser reads must be the step that was reported last, or the step that was under way, whole.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Journal } from '../../src/vault/index.ts';
import { journalContract } from '../contracts/journal.ts';
import { journalIn, type Kind, loadJournals, moduleServer } from './journal-page.ts';
import { newPhone, type Phone } from './phone.ts';

const KILLS = 8;
const LIFE_MS = [20, 400] as const;
const KINDS: readonly Kind[] = ['opfs', 'cache'];

let modules: Awaited<ReturnType<typeof moduleServer>>;
beforeAll(async () => {
  modules = await moduleServer();
});
afterAll(async () => {
  await modules?.server.close();
});

/** What the page has of ours. */
interface Inside {
  readonly inside: { open(kind: Kind, name: string): Promise<number>; readonly journals: readonly Journal[] };
  tell(kind: Kind, what: 'begun' | 'done', step: number): Promise<void>;
}
interface Steps {
  readonly kind: Kind;
  /** The step that was done last. */
  readonly from: number;
  /** How many frames a rewrite has. */
  readonly frames: number;
  /** The length of each frame. */
  readonly bytes: number;
}

describe('two tabs of one browser', () => {
  let phone: Phone;
  let tabs: Page[] = [];
  let disks = 0;
  beforeAll(async () => {
    phone = newPhone();
    const first = await phone.open(modules.url);
    const second = await first.context().newPage();
    await second.goto(modules.url);
    tabs = [first, second];
    for (const tab of tabs) await loadJournals(tab);
  });
  afterAll(async () => {
    await phone?.dispose();
  });

  for (const kind of KINDS) {
    journalContract(`a browser's ${kind === 'opfs' ? 'OPFS' : 'Cache'}`, () => {
      const name = `journal-${kind}-${disks++}`;
      let opened = 0;
      return {
        open: async () => {
          const tab = tabs[opened++ % tabs.length];
          if (tab === undefined) throw new Error('no tab');
          return await journalIn(tab, kind, name);
        },
      };
    });
  }
});

describe('a browser killed while it rewrites', () => {
  /** What the page reported of one journal: the last step that it began, and the last that was done. */
  const steps = new Map<string, { begun: number; done: number }>();
  let phone: Phone;
  beforeAll(() => {
    phone = newPhone();
  });
  afterAll(async () => {
    await phone?.dispose();
  });

  it(`reads as before or after the step, never less (${KILLS} kills)`, async () => {
    let underWay = 0;
    for (let kill = 0; kill <= KILLS; kill += 1) {
      const page = await phone.open(modules.url);
      await loadJournals(page);
      for (const kind of KINDS) {
        const { begun, done } = steps.get(kind) ?? { begun: 0, done: 0 };
        if (begun > done) underWay += 1;
        const step = stepOf(await page.evaluate(framesOf, kind));
        expect(step, `${kind} after kill ${kill}`).toBeGreaterThanOrEqual(done);
        expect(step, `${kind} after kill ${kill}`).toBeLessThanOrEqual(begun);
        steps.set(kind, { begun: step, done: step });
      }
      if (kill === KILLS) break;
      await page.exposeFunction('tell', (kind: Kind, what: 'begun' | 'done', step: number) => {
        const now = steps.get(kind);
        if (now !== undefined) now[what] = step;
      });
      const [least, most] = LIFE_MS;
      const dying = Promise.all(
        KINDS.map((kind) =>
          page.evaluate(stepForEver, {
            kind,
            from: steps.get(kind)?.done ?? 0,
            frames: STEP_FRAMES,
            bytes: FRAME_BYTES,
          }),
        ),
      ).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, least + Math.random() * (most - least)));
      await phone.kill();
      await dying;
    }
    expect(Math.min(...KINDS.map((kind) => steps.get(kind)?.done ?? 0)), 'steps done').toBeGreaterThan(KILLS);
    expect(underWay, 'kills in the middle of a step').toBeGreaterThan(0);
  });
});

const STEP_FRAMES = 300;
const FRAME_BYTES = 2000;

/**
 * Gives the step of each frame, which stands first in it, and its length. It reads them in the page, because so many bytes
 * are slow to hand over.
 */
async function framesOf(kind: Kind): Promise<readonly (readonly [step: number, bytes: number])[]> {
  const { inside } = window as unknown as Inside;
  const journal = inside.journals[await inside.open(kind, 'killed')];
  return ((await journal?.readAll()) ?? []).map((frame) => [new DataView(frame.buffer).getUint32(0), frame.length]);
}

/**
 * Step n is a rewrite where n is odd, and one more frame where it is even.
 * @returns 0 where nothing was written yet
 * @throws Error where frames are missing or of two rewrites
 */
function stepOf(frames: readonly (readonly [step: number, bytes: number])[]): number {
  if (frames.length === 0) return 0;
  const steps = frames.map(([step]) => step);
  const rewritten = steps[0] ?? 0;
  const rest = steps.slice(STEP_FRAMES);
  const whole = steps.length >= STEP_FRAMES && steps.slice(0, STEP_FRAMES).every((step) => step === rewritten);
  if (!whole || rest.length > 1 || (rest[0] ?? rewritten + 1) !== rewritten + 1) {
    throw new Error(`neither the old nor the new content: ${steps.join(' ')}`);
  }
  if (frames.some(([, length]) => length !== FRAME_BYTES)) throw new Error('a frame of another length');
  return rewritten + rest.length;
}

/** Runs in the page, which `framesOf` has opened the journal in. */
async function stepForEver({ kind, from, frames, bytes }: Steps): Promise<void> {
  const { inside, tell } = window as unknown as Inside;
  const journal = inside.journals.find((opened) => opened.kind === kind);
  for (let step = from + 1; ; step += 1) {
    await tell(kind, 'begun', step);
    const frame = new Uint8Array(bytes);
    new DataView(frame.buffer).setUint32(0, step);
    if (step % 2 === 1) await journal?.rewrite(Array.from({ length: frames }, () => frame));
    else await journal?.append([frame]);
    await tell(kind, 'done', step);
  }
}
