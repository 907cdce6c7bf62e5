/**
 * The second copy of what was pulled: one frame a page, or several, in a file of its own beside the journal. A phone whose browser
 * deleted its database in the field has its commune again without a network. Best effort: what is missing here is pulled
 * again, so a failure never fails the pull itself.
 */
import type { PullPage } from '../protocol/index.ts';
import type { Core } from './core.ts';
import { FRAME_PAYLOAD_BYTES_MAX } from './frames.ts';
import type { Seal } from './platform.ts';
import { openJson, sealJson } from './sealed-json.ts';

interface KeptPage {
  /** Cursor before the page: where the page before must have ended. */
  readonly from: number;
  readonly page: PullPage;
}

/** Before the database has it: a page kept twice is harmless, a page left out ends what can be brought back. */
export async function keepPage(core: Core, page: PullPage, from: number): Promise<void> {
  const { pulled, seal } = core.platform;
  if (pulled === undefined) return;
  try {
    await pulled.append(await sealedPieces(seal, { from, page }));
  } catch (error) {
    console.warn('pulled: second copy not written', error);
  }
}

/** A page of long records is more than a frame holds: halves of it are pages of their own, one after the other. */
async function sealedPieces(seal: Seal, kept: KeptPage): Promise<Uint8Array[]> {
  const sealed = await sealJson(seal, kept);
  const { from, page } = kept;
  const half = Math.ceil(page.rows.length / 2);
  const next = page.rows[half - 1]?.scopeSeq;
  if (sealed.length <= FRAME_PAYLOAD_BYTES_MAX || page.rows.length < 2 || next === undefined) return [sealed];
  const first = { from, page: { ...page, rows: page.rows.slice(0, half), next, more: true } };
  const rest = { from: next, page: { ...page, rows: page.rows.slice(half) } };
  return [...(await sealedPieces(seal, first)), ...(await sealedPieces(seal, rest))];
}

/** Pages of an endpoint that was restored since are of no use. */
export async function forgetPages(core: Core): Promise<void> {
  await core.platform.pulled?.rewrite([]).catch((error: unknown) => console.warn('pulled: not emptied', error));
}

/**
 * Gives a wiped database its pulled rows back, as far as the pages follow each other without a gap.
 * @param apply takes one page as if it had just come
 * @param endOf where the page before ended
 */
export async function bringBack(
  core: Core,
  apply: (page: PullPage) => Promise<unknown>,
  endOf: (scope: string) => number,
): Promise<void> {
  const { pulled, seal } = core.platform;
  if (pulled === undefined) return;
  const kept: KeptPage[] = [];
  for (const bytes of await pulled.readAll()) kept.push(await openJson<KeptPage>(seal, bytes));
  const epoch = kept.at(-1)?.page.epoch;
  for (const { from, page } of kept) {
    if (page.epoch !== epoch || from > endOf(page.scope)) continue;
    await apply(page);
  }
}
