/**
 * The second copy of what was pulled: one frame for each page, or several for a page that is too large for one, in a
 * file of its own beside the journal. A phone whose browser deleted its database in the field has its commune again
 * without a network. The copy is best effort: what is missing here is pulled again, so a failure never fails the pull
 * itself.
 */
import type { StreamRef } from '../../programme/index.ts';
import type { PullPage } from '../../protocol/index.ts';
import { decryptJson, encryptJson } from '../database/encrypted-json.ts';
import { FRAME_PAYLOAD_BYTES_MAX } from '../journal/frames.ts';
import type { Encryption } from '../platform.ts';
import type { Core } from './core.ts';

interface KeptPage {
  /** The cursor before the page, where the page before must have ended. */
  readonly from: number;
  readonly page: PullPage;
}

/**
 * Keeps a page before the database has it: a page kept twice is harmless, a page left out ends what can be brought
 * back.
 */
export async function keepPage(core: Core, page: PullPage, from: number): Promise<void> {
  const { encryption, pulled } = core.platform;
  if (pulled === undefined) return;
  try {
    const { payloadBytesMax = FRAME_PAYLOAD_BYTES_MAX } = pulled;
    await pulled.append(await framesOf(encryption, { from, page }, payloadBytesMax));
  } catch (error) {
    console.warn('pulled: second copy not written', error);
  }
}

/**
 * Halves a page until each part fits: its records may fill a frame by themselves, or one of them may be larger still.
 */
async function framesOf(encryption: Encryption, kept: KeptPage, bytesMax: number): Promise<Uint8Array[]> {
  const bytes = await encryptJson(encryption, kept);
  const { from, page } = kept;
  const half = page.rows.slice(0, page.rows.length / 2);
  const end = half.at(-1)?.scopeSeq;
  if (bytes.length <= bytesMax || end === undefined) return [bytes];
  return [
    ...(await framesOf(encryption, { from, page: { ...page, rows: half, next: end, more: true } }, bytesMax)),
    ...(await framesOf(encryption, { from: end, page: { ...page, rows: page.rows.slice(half.length) } }, bytesMax)),
  ];
}

/** Empties the copy: pages of an endpoint that was restored since are of no use. */
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
  endOf: (of: StreamRef) => number,
): Promise<void> {
  const { encryption, pulled } = core.platform;
  if (pulled === undefined) return;
  const kept: KeptPage[] = [];
  for (const bytes of await pulled.readAll()) kept.push(await decryptJson<KeptPage>(encryption, bytes));
  const epoch = kept.at(-1)?.page.epoch;
  for (const { from, page } of kept) {
    if (page.epoch !== epoch || from > endOf(page)) continue;
    await apply(page);
  }
}
