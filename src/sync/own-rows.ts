/**
 * What this phone has just sent need not come back to it: where the numbers in its receipts follow its cursor without a
 * gap, they make a page like any other, which the vault checks and applies as one.
 */
import { PULL_PROTOCOL, type PullPage, type PullRow, type PushResponse, type Revision } from '../protocol/index.ts';

type Told = Pick<PushResponse, 'results' | 'epoch'>;

export class OwnRows {
  #epoch: string | null = null;
  /** By scope and number; those that do not follow the cursor yet. */
  readonly #rows = new Map<string, Map<number, Revision>>();

  /** Keeps what the answer names with our very hash. */
  add(batch: readonly Revision[], { results, epoch }: Told): void {
    if (epoch !== this.#epoch) this.#rows.clear();
    this.#epoch = epoch;
    const sent = new Map(batch.map((revision) => [revision.revId, revision]));
    for (const { revId, status, contentHash, scopeSeq } of results) {
      const revision = sent.get(revId);
      if (status !== 'created' && status !== 'duplicate') continue;
      if (revision === undefined || contentHash !== revision.contentHash || scopeSeq === null) continue;
      const rows = this.#rows.get(revision.scope) ?? new Map<number, Revision>();
      this.#rows.set(revision.scope, rows.set(scopeSeq, revision));
    }
  }

  scopes(): readonly string[] {
    return [...this.#rows.keys()];
  }

  /** @returns the rows that follow this cursor, each of them once; null where others' rows come first */
  pageAfter(
    scope: string,
    { epoch, after }: { readonly epoch: string | null; readonly after: number },
  ): PullPage | null {
    const own = this.#rows.get(scope);
    if (own === undefined || epoch === null || epoch !== this.#epoch) return null;
    const rows: PullRow[] = [];
    for (let scopeSeq = after + 1; ; scopeSeq += 1) {
      const revision = own.get(scopeSeq);
      if (revision === undefined) break;
      rows.push({ scopeSeq, revision });
      own.delete(scopeSeq);
    }
    if (rows.length === 0) return null;
    return { proto: PULL_PROTOCOL, epoch, scope, rows, next: after + rows.length, more: true };
  }
}
