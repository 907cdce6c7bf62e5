/** A small honest endpoint for tests, made of the protocol's own schemas, and a network that can be broken. */
import { type Stream, type StreamRef, streamOf } from '../programme/index.ts';
import {
  contentHash,
  hashBytes,
  LIMITS,
  looksEncrypted,
  type PullPage,
  pushRequest,
  type Receipt,
  type Revision,
  revisionSchema,
} from '../protocol/index.ts';
import type { HttpAnswer, Net } from './api.ts';
import { NetDown } from './errors.ts';

type Ask = Parameters<Net['request']>[0];
export type AnswerFault = (ask: Ask, answer: () => HttpAnswer) => HttpAnswer;

const json = (status: number, value: unknown): HttpAnswer => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: new TextEncoder().encode(JSON.stringify(value)),
});

export class TestEndpoint implements Net {
  epoch = 'epoch-1';
  /** Every revision stored, in order: its scopeSeq is its place in its scope. */
  stored: Revision[] = [];
  /** Hash of a photo → its pieces, by the first byte of each. */
  readonly pieces = new Map<string, Map<number, Uint8Array>>();
  serverTime = '2026-11-24T10:00:00Z';
  durableUpTo: string | null = null;
  readonly asked: string[] = [];
  /** Id of a record: a batch that holds it is rejected as a whole. */
  rejectedRevId: string | null = null;
  fault: AnswerFault | null = null;

  async request(ask: Ask): Promise<HttpAnswer> {
    this.asked.push(`${ask.method} ${ask.path.split('?')[0]}`);
    const answer = () => this.answer(ask);
    return this.fault ? this.fault(ask, answer) : answer();
  }

  /** Rescue bundles taken, unopened. */
  readonly bundles: Uint8Array[] = [];
  /** What the endpoint answers about the photos of each bundle, because it cannot decrypt them. */
  photosOfBundles = { photos: 0, photosNotKept: 0 };
  rescueKey: string | null = null;
  /** Criteria sets by hash, as they are sent. */
  readonly sets = new Map<string, string>();
  /** Tokens of those who are signed in. */
  readonly tokens = new Set<string>([testSession.token]);

  private answer({ method, path, body, token }: Ask): HttpAnswer {
    if (path === '/v1/enrol') return json(200, testSession);
    if (path === '/v1/sign-out') {
      this.tokens.delete(token ?? '');
      return json(200, { proto: 'cdht.sign-out/1' });
    }
    if (!this.tokens.has(token ?? '')) return json(401, { error: 'signed-out' });
    if (path === '/v1/push') return this.push(JSON.parse(new TextDecoder().decode(body)));
    if (path === '/v1/rescue') {
      const bundle = body ?? new Uint8Array();
      if (!looksEncrypted(bundle)) return json(422, { error: 'not-rescue' });
      this.bundles.push(bundle);
      const counts = { created: 0, duplicate: 0, quarantined: 0, conflict: 0, retry: 0 };
      return json(200, { proto: 'cdht.rescue/1', sha256: hashBytes(bundle), counts, ...this.photosOfBundles });
    }
    if (path.startsWith('/v1/pull?')) {
      const query = new URLSearchParams(path.split('?')[1]);
      return json(
        200,
        this.page(
          { scope: query.get('scope') ?? '', stream: (query.get('stream') ?? 'records') as Stream },
          query.get('epoch'),
          Number(query.get('after')),
        ),
      );
    }
    if (path === '/v1/criteria-sets') {
      const at = this.serverTime;
      return json(200, { sets: [...this.sets.keys()].map((sha256) => ({ id: 'x', version: '1', sha256, at })) });
    }
    if (path.startsWith('/v1/criteria-sets/')) {
      if (method === 'PUT') this.sets.set(path.slice('/v1/criteria-sets/'.length), new TextDecoder().decode(body));
      const text = this.sets.get(path.slice('/v1/criteria-sets/'.length));
      if (text === undefined) return json(404, { error: 'unknown-set' });
      return { ...json(200, null), body: new TextEncoder().encode(text) };
    }
    if (path.startsWith('/v1/blobs/')) return this.photo(method, path, body ?? new Uint8Array());
    return json(404, { error: 'unknown-route' });
  }

  private photo(method: Ask['method'], path: string, body: Uint8Array): HttpAnswer {
    const [, sha256 = '', query = ''] = /^\/v1\/blobs\/(\w+)(?:\/held)?\??(.*)$/.exec(path) ?? [];
    const pieces = this.pieces.get(sha256) ?? new Map<number, Uint8Array>();
    this.pieces.set(sha256, pieces);
    if (method === 'PUT') pieces.set(Number(new URLSearchParams(query).get('at')), body);
    const held: [number, number][] = [];
    for (const [from, bytes] of [...pieces].sort(([a], [b]) => a - b)) {
      const last = held.at(-1);
      if (last?.[1] === from) last[1] += bytes.length;
      else held.push([from, from + bytes.length]);
    }
    const whole = new Uint8Array([...pieces].sort(([a], [b]) => a - b).flatMap(([, bytes]) => [...bytes]));
    const complete = hashBytes(whole) === sha256;
    const serverTime = this.serverTime;
    return json(200, { proto: 'cdht.photos/1', sha256, complete, held, epoch: this.epoch, serverTime });
  }

  private push(value: unknown): HttpAnswer {
    const request = pushRequest.parse(value);
    const revisions = request.revisions.map((each) => revisionSchema.parse(each));
    if (revisions.some(({ revId }) => revId === this.rejectedRevId)) return json(413, { error: 'too-large' });
    const receipts = revisions.map((revision): Receipt => {
      const held = this.stored.find(({ revId }) => revId === revision.revId);
      const kept = held ?? revision;
      if (contentHash(revision) !== revision.contentHash) {
        return {
          revId: revision.revId,
          status: 'quarantined',
          contentHash: null,
          scopeSeq: null,
          code: 'hash-mismatch',
        };
      }
      if (!held) this.stored.push(revision);
      const status = !held ? 'created' : held.contentHash === revision.contentHash ? 'duplicate' : 'conflict';
      return { revId: revision.revId, status, contentHash: kept.contentHash, scopeSeq: this.seqOf(kept) };
    });
    const pulled = (request.pull ?? []).map(({ epoch, after, ...of }) => this.page(of, epoch, after));
    return json(200, {
      proto: 'cdht.push/1',
      epoch: this.epoch,
      receipts,
      durableUpTo: this.durableUpTo,
      serverTime: this.serverTime,
      pulled,
      ...(request.keys && this.rescueKey && { rescueKeys: { 'scope-here': this.rescueKey } }),
    });
  }

  private seqOf(revision: Revision): number {
    return (
      this.stored
        .filter(({ scope, kind }) => scope === revision.scope && streamOf(kind) === streamOf(revision.kind))
        .findIndex(({ revId }) => revId === revision.revId) + 1
    );
  }

  private page({ scope, stream }: StreamRef, epoch: string | null, given: number): PullPage {
    const after = epoch === this.epoch || epoch === null ? given : 0;
    const all = this.stored.filter((revision) => revision.scope === scope && streamOf(revision.kind) === stream);
    const rows = all
      .slice(after, after + LIMITS.pullRevisionsMax)
      .map((revision, index) => ({ scopeSeq: after + index + 1, revision }));
    const next = after + rows.length;
    return { proto: 'cdht.pull/1', epoch: this.epoch, scope, stream, rows, next, more: next < all.length };
  }
}

export const testSession = {
  token: 'token-of-twenty-letters-or-more',
  officer: { id: 'cb-1001', name: 'Trần Văn Bình' },
  posts: [{ role: 'officer' as const, scope: 'scope-here' }],
  scopes: ['scope-here'],
  communes: [
    { scope: 'scope-here', code: '31064', name: 'Vĩnh Bình', province: 'An Giang', criteriaVariant: '80' as const },
  ],
  period: '2026',
};

/** The ways a network lies. Where `path` and `times` are given, only the first `times` requests to that path suffer. */
export const faults = {
  lostReply: (path: string, times = 1): AnswerFault => {
    let left = times;
    return (ask, answer) => {
      const good = answer();
      if (ask.path.startsWith(path) && left-- > 0) throw new NetDown('reply lost');
      return good;
    };
  },
  portal: (): AnswerFault => () => ({
    status: 200,
    contentType: 'text/html',
    body: new TextEncoder().encode('<html>Đăng nhập Wi-Fi</html>'),
  }),
  mislabelled: (): AnswerFault => (_, answer) => ({ ...answer(), contentType: 'text/html' }),
  cut: (): AnswerFault => (_, answer) => {
    const whole = answer();
    return { ...whole, body: whole.body.subarray(0, whole.body.length - 7) };
  },
  otherHash: (): AnswerFault => (_, answer) => {
    const whole = answer();
    const value = JSON.parse(new TextDecoder().decode(whole.body)) as { receipts?: Receipt[]; pulled?: unknown };
    for (const result of value.receipts ?? []) result.contentHash = 'b'.repeat(64);
    value.pulled = [];
    return json(200, value);
  },
  down: (): AnswerFault => () => {
    throw new NetDown('no network');
  },
};
