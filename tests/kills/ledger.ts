/** What the endpoint has acknowledged over the wire: the promises that no kill may break. */
import { type StreamRef, streamOf } from '../../src/programme/index.ts';
import { type PullPage, pushResponse, type Revision } from '../../src/protocol/index.ts';
import type { HttpAnswer, Net } from '../../src/sync/index.ts';

type Ask = Parameters<Net['request']>[0];
interface Cursor {
  readonly epoch: string | null;
  readonly after: number;
}

export class Ledger {
  /** revId → the hash its receipt named. */
  readonly records = new Map<string, string>();
  /** Photos that were answered to be complete. */
  readonly photos = new Set<string>();
  /** What no honest endpoint answers. */
  readonly faults: string[] = [];
  /** Pushes of records on their way now. */
  inFlight = 0;
  /** Answers that say that the endpoint itself failed (5xx). */
  errors = 0;
  duplicateAnswers = 0;
  pages = 0;
  readonly #created = new Set<string>();

  /** The network, with every answer noted before the phone gets it. */
  watch(net: Net): Net {
    return {
      request: async (ask) => {
        const pushes = ask.path === '/v1/push';
        if (pushes) this.inFlight += 1;
        try {
          const answer = await net.request(ask);
          this.#note(ask, answer);
          return answer;
        } finally {
          if (pushes) this.inFlight -= 1;
        }
      },
    };
  }

  #note({ path, method, body: asked }: Ask, { status, body }: HttpAnswer): void {
    if (status >= 500) this.errors += 1;
    if (status !== 200) return;
    const [, , kind, sha256 = ''] = (path.split('?')[0] ?? '').split('/');
    const json = <T>(bytes: Uint8Array = body): T => JSON.parse(new TextDecoder().decode(bytes)) as T;
    if (kind === 'blobs' && method === 'PUT' && json<{ complete: boolean }>().complete) this.photos.add(sha256);
    if (path.startsWith('/v1/pull?')) {
      const query = new URLSearchParams(path.split('?')[1]);
      this.#notePage(json<PullPage>(), { epoch: query.get('epoch'), after: Number(query.get('after')) });
    }
    if (path !== '/v1/push') return;
    const answer = json<{ pulled?: PullPage[] }>();
    const { pull: cursors = [], revisions } = json<{ pull?: (Cursor & StreamRef)[]; revisions: Revision[] }>(asked);
    const { results } = pushResponse.omit({ pulled: true }).parse(answer);
    for (const page of answer.pulled ?? []) {
      const cursor = cursors.find(({ scope, stream }) => scope === page.scope && stream === page.stream);
      // Each stream has numbers of its own: an identity number's says nothing of the records'.
      const shown = results.flatMap(({ status, scopeSeq }, at) => {
        const revision = revisions[at];
        const isHere = revision?.scope === page.scope && streamOf(revision.kind) === page.stream;
        return isHere && scopeSeq !== null && (status === 'created' || status === 'duplicate') ? [scopeSeq] : [];
      });
      if (cursor === undefined) this.faults.push(`a page of ${page.scope} that nobody asked for`);
      else this.#notePage(page, cursor, new Set(shown));
    }
    this.#noteReceipts(answer);
  }

  #noteReceipts(answer: unknown): void {
    const { epoch, results } = pushResponse.omit({ pulled: true }).parse(answer);
    for (const { revId, status, contentHash, code } of results) {
      if ((status !== 'created' && status !== 'duplicate') || contentHash === null) {
        this.faults.push(`${revId} was answered ${status} (${code ?? 'no code'})`);
        continue;
      }
      const before = this.records.get(revId);
      if (before !== undefined && before !== contentHash) this.faults.push(`${revId} was acknowledged with two hashes`);
      this.records.set(revId, contentHash);
      if (status === 'duplicate') this.duplicateAnswers += 1;
      if (status !== 'created') continue;
      // Under another epoch the database may rightly have forgotten it.
      if (this.#created.has(`${epoch} ${revId}`)) this.faults.push(`${revId} was created twice`);
      this.#created.add(`${epoch} ${revId}`);
    }
  }

  /**
   * A page goes on right behind its cursor, without a hole: what it passed over would never be asked for again.
   * @param shown numbers of what the same request had pushed: counted, not sent back
   */
  #notePage({ scope, epoch, rows, next }: PullPage, cursor: Cursor, shown: ReadonlySet<number> = new Set()): void {
    this.pages += 1;
    let last = cursor.epoch === null || cursor.epoch === epoch ? cursor.after : 0;
    const passShown = () => {
      while (last < next && shown.has(last + 1)) last += 1;
    };
    for (const { scopeSeq } of rows) {
      if (scopeSeq !== last + 1) passShown();
      if (scopeSeq !== last + 1) this.faults.push(`a page of ${scope} goes from ${last} to ${scopeSeq}`);
      last = scopeSeq;
    }
    passShown();
    if (next !== last) this.faults.push(`a page of ${scope} ends at ${last} and says ${next}`);
  }
}
