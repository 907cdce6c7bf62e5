/**
 * Pages of pulled records as JSON text: bodies of revisions are stored as text and put into the answer without being parsed.
 */
import type { StreamRef } from '../../programme/index.ts';
import { LIMITS, PULL_PROTOCOL } from '../../protocol/index.ts';
import type { RevisionStore, StreamPage } from '../store/api.ts';

/** Where a phone's copy of a stream ends. */
export interface Cursor extends StreamRef {
  /** `null` where the phone knows no epoch yet. */
  readonly epoch: string | null;
  readonly after: number;
}

/**
 * Reads a page. A cursor of another epoch is of no use, so the phone is sent back to the start.
 * @param limit rows at most
 * @param known ids of revisions that the phone has just shown to hold: they are counted in `next` and not sent back
 * @returns JSON text of a `PullPage`
 */
export async function pageText(
  store: Pick<RevisionStore, 'page'>,
  { epoch, after, ...of }: Cursor,
  limit: number,
  known: ReadonlySet<string> = new Set(),
): Promise<string> {
  let from = after;
  let page = await store.page(of, from, limit, LIMITS.pullBytesMax);
  if (epoch !== null && epoch !== page.epoch && after > 0) {
    from = 0;
    page = await store.page(of, from, limit, LIMITS.pullBytesMax);
  }
  return textOf(of, from, page, known);
}

function textOf(
  { scope, stream }: StreamRef,
  after: number,
  { epoch, rows, more }: StreamPage,
  known: ReadonlySet<string>,
): string {
  const next = rows.at(-1)?.scopeSeq ?? after;
  // An erased record goes also to a phone that has just shown the whole of it.
  const unknown = rows.filter(({ revId, body }) => !known.has(revId) || body.includes('"erasedAt":'));
  const list = unknown.map(({ scopeSeq, body }) => `{"scopeSeq":${scopeSeq},"revision":${body}}`).join(',');
  const head = JSON.stringify({ proto: PULL_PROTOCOL, epoch, scope, stream, next, more }).slice(0, -1);
  return `${head},"rows":[${list}]}`;
}
