/**
 * What this phone has just sent need not come back to it: where the numbers in its receipts follow its cursor without a
 * gap, they make a page like any other, which the vault checks and applies as one.
 */
import { type StreamRef, streamOf } from '../../programme/index.ts';
import { PULL_PROTOCOL, type PullPage, type PullRow, type PushResponse, type Revision } from '../../protocol/index.ts';

const nameOf = ({ scope, stream }: StreamRef): string => `${scope} ${stream}`;

type Told = Pick<PushResponse, 'receipts' | 'epoch'>;

export class OwnRows {
  #epoch: string | null = null;
  /** By stream and number; those that do not follow the cursor yet. */
  readonly #rows = new Map<string, StreamRef & { readonly rows: Map<number, Revision> }>();

  /** Keeps what the answer names with our very hash. */
  add(batch: readonly Revision[], { receipts, epoch }: Told): void {
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

  streams(): readonly StreamRef[] {
    return [...this.#rows.values()];
  }

  /** @returns the rows that follow this cursor, each of them once; null where others' rows come first */
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
