/** What the endpoint has acknowledged over the wire: the promises that no kill may break. */
import { pushResponse } from '../../src/protocol/index.ts';
import type { HttpAnswer, Net } from '../../src/sync/index.ts';

type Ask = Parameters<Net['request']>[0];

export class Ledger {
  /** revId → the hash its receipt named. */
  readonly records = new Map<string, string>();
  /** Photos said to be complete. */
  readonly photos = new Set<string>();
  /** What no honest endpoint answers. */
  readonly faults: string[] = [];
  /** Pushes of records on their way now. */
  inFlight = 0;
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

  #note({ path, method }: Ask, { status, body }: HttpAnswer): void {
    if (status !== 200) return;
    const [, , kind, sha256 = ''] = path.split('/');
    const json = (): unknown => JSON.parse(new TextDecoder().decode(body));
    if (kind === 'blobs' && method === 'PUT' && (json() as { complete: boolean }).complete) this.photos.add(sha256);
    if (path !== '/v1/push') return;
    const { epoch, results } = pushResponse.parse(json());
    for (const { revId, status: standing, contentHash, code } of results) {
      if ((standing !== 'created' && standing !== 'duplicate') || contentHash === null) {
        this.faults.push(`${revId} was answered ${standing} (${code ?? 'no code'})`);
        continue;
      }
      const before = this.records.get(revId);
      if (before !== undefined && before !== contentHash) this.faults.push(`${revId} was acknowledged with two hashes`);
      this.records.set(revId, contentHash);
      if (standing !== 'created') continue;
      // Under another epoch the database may rightly have forgotten it.
      if (this.#created.has(`${epoch} ${revId}`)) this.faults.push(`${revId} was created twice`);
      this.#created.add(`${epoch} ${revId}`);
    }
  }
}
