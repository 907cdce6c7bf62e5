/**
 * What this phone has just sent need not come back to it. Where the numbers in its receipts follow the cursor of a stream
 * without a gap, they make a page like any other, which the vault checks and applies as one.
 */
import { type StreamRef, streamOf } from '../../programme/index.ts';
import { PULL_PROTOCOL, type PullPage, type PullRow, type PushResponse, type Revision } from '../../protocol/index.ts';

const nameOf = ({ scope, stream }: StreamRef): string => `${scope} ${stream}`;

export class OwnRows {
  #epoch: string | null = null;
  /** Rows that do not follow the cursor yet, by the name of their stream and then by their number. */
  readonly #rows = new Map<string, StreamRef & { readonly rows: Map<number, Revision> }>();

  /** Keeps the records of a push that its answer names with our very hash; those of an earlier epoch are forgotten. */
  add(batch: readonly Revision[], { receipts, epoch }: Pick<PushResponse, 'receipts' | 'epoch'>): void {
    if (epoch !== this.#epoch) this.#rows.clear();
    this.#epoch = epoch;
    const sent = new Map(batch.map((revision) => [revision.revId, revision]));
    for (const { revId, status, contentHash, scopeSeq } of receipts) {
      const revision = sent.get(revId);
      if (status !== 'created' && status !== 'duplicate') continue;
      if (revision === undefined || contentHash !== revision.contentHash || scopeSeq === null) continue;
      const of = { scope: revision.scope, stream: streamOf(revision.kind) };
      const { rows } = this.#rows.get(nameOf(of)) ?? { rows: new Map<number, Revision>() };
      this.#rows.set(nameOf(of), { ...of, rows: rows.set(scopeSeq, revision) });
    }
  }

  /** Streams of which rows are kept. */
  streams(): readonly StreamRef[] {
    return [...this.#rows.values()];
  }

  /**
   * The page of kept rows that follow this cursor; a row is handed out once.
   * @returns null where rows of others come first
   */
  pageAfter(
    { scope, stream }: StreamRef,
    { epoch, after }: { readonly epoch: string | null; readonly after: number },
  ): PullPage | null {
    const own = this.#rows.get(nameOf({ scope, stream }))?.rows;
    if (own === undefined || epoch === null || epoch !== this.#epoch) return null;
    const rows: PullRow[] = [];
    for (let scopeSeq = after + 1; ; scopeSeq += 1) {
      const revision = own.get(scopeSeq);
      if (revision === undefined) break;
      rows.push({ scopeSeq, revision });
      own.delete(scopeSeq);
    }
    if (rows.length === 0) return null;
    return { proto: PULL_PROTOCOL, epoch, scope, stream, rows, next: after + rows.length, more: true };
  }
}
