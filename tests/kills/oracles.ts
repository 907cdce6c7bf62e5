/** What must be true of the endpoint's store, and of the phones beside it. */
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../src/endpoint/store/api.ts';
import { STREAMS } from '../../src/programme/index.ts';
import { contentHash, hashBytes, type Revision } from '../../src/protocol/index.ts';
import type { PostgresServer } from '../postgres.ts';
import { heldBy } from '../simulation/rows.ts';
import type { Ledger } from './ledger.ts';
import type { LivePhone } from './live-phone.ts';

const PAGE = 500;

export interface Held {
  /** scope → `revId contentHash` of each row of the stream that everybody pulls, in scope order. */
  readonly scopes: ReadonlyMap<string, readonly string[]>;
  /** The same of the rows that a phone has only where it made them. */
  readonly identities: ReadonlySet<string>;
  /** revId → its hashes, in whatever stream: more than one is a duplicate. */
  readonly byId: ReadonlyMap<string, readonly string[]>;
  /** Numbers with a hole, bytes without their hash. */
  readonly faults: readonly string[];
}

/** Everything the store holds of these scopes, each row's bytes hashed again. */
export async function heldByStore(store: Store, scopes: readonly string[]): Promise<Held> {
  const held = {
    scopes: new Map<string, string[]>(),
    identities: new Set<string>(),
    byId: new Map<string, string[]>(),
    faults: [] as string[],
  };
  for (const { scope, stream } of scopes.flatMap((each) => STREAMS.map((of) => ({ scope: each, stream: of })))) {
    const lines: string[] = [];
    if (stream === 'records') held.scopes.set(scope, lines);
    for (let after = 0, more = true; more; ) {
      const page = await store.page({ scope, stream }, after, PAGE);
      for (const { scopeSeq, body } of page.rows) {
        const revision = JSON.parse(body) as Revision;
        const { revId, contentHash: hash } = revision;
        if (contentHash(revision) !== hash) held.faults.push(`bytes without their hash: ${revId}`);
        lines.push(`${revId} ${hash}`);
        if (stream === 'identity') held.identities.add(`${revId} ${hash}`);
        if (scopeSeq !== lines.length)
          held.faults.push(`${scope} ${stream}: number ${scopeSeq} at place ${lines.length}`);
        held.byId.set(revId, [...(held.byId.get(revId) ?? []), hash]);
      }
      after = page.rows.at(-1)?.scopeSeq ?? after;
      more = page.more;
    }
  }
  return held;
}

/** Acknowledged records that are not there, or not with the bytes that were acknowledged. */
export function lostOf(ledger: Ledger, held: Held): string[] {
  return [...ledger.records].flatMap(([revId, hash]) => (held.byId.get(revId)?.includes(hash) ? [] : [revId]));
}

export function duplicatesOf(held: Held): string[] {
  return [...held.byId].flatMap(([revId, hashes]) => (hashes.length > 1 ? [revId] : []));
}

export async function lostPhotosOf(store: Store, ledger: Ledger, scopes: readonly string[]): Promise<string[]> {
  const lost: string[] = [];
  for (const sha256 of ledger.photos) {
    const bytes = await store.blobs.read(scopes, sha256);
    if (bytes === null || hashBytes(bytes) !== sha256) lost.push(sha256);
  }
  return lost;
}

/** Nothing waits on the phone, every own record has its receipt, and it holds exactly its scope. */
export async function phoneFaults(phone: LivePhone, held: Held): Promise<string[]> {
  const faults: string[] = [];
  for (const { revision, state } of await phone.vault.outbox()) {
    if (state.kind !== 'received') faults.push(`${phone.code}: ${revision.revId} stands at ${state.kind}`);
  }
  const there = [...(held.scopes.get(phone.scope) ?? [])].sort();
  const own = (await heldBy(phone)).filter((line) => !held.identities.has(line));
  if (own.join('\n') !== there.join('\n')) {
    const known = new Set(own);
    const missing = there.filter((line) => !known.has(line)).length;
    faults.push(`${phone.code} holds ${own.length} of ${there.length} (${missing} missing)`);
  }
  return faults;
}

/** @returns `ok`, or what is wrong with the file */
export function sqliteIntegrity(file: string): string {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('pragma integrity_check').all() as { integrity_check: string }[];
  database.close();
  return rows.map(({ integrity_check: verdict }) => verdict).join('; ');
}

/** Read past the indexes, so that a torn index cannot vouch for itself. @returns `ok`, or what is wrong */
export function postgresIntegrity(server: PostgresServer, database: string): string {
  const count = (rows: string) =>
    Number(
      server
        .sql(
          `set enable_indexscan = off; set enable_indexonlyscan = off; set enable_bitmapscan = off; select count(*) from (${rows}) bad`,
          database,
        )
        .split('\n')
        .at(-1),
    );
  const checks: readonly (readonly [fault: string, rows: string])[] = [
    ['revId twice', 'select rev_id from revisions group by scope, rev_id having count(*) > 1'],
    [
      'numbers with a hole, or another count than the counter',
      `select s.scope from scopes s full join revisions r on r.scope = s.scope and r.stream = s.stream
       group by s.scope, s.stream, s.seq
       having s.seq is null or count(r.scope_seq) <> s.seq or max(r.scope_seq) <> s.seq or min(r.scope_seq) <> 1
         or count(distinct r.scope_seq) <> s.seq`,
    ],
    ['something in quarantine', 'select body_hash from quarantine'],
  ];
  return checks.flatMap(([fault, rows]) => (count(rows) > 0 ? [fault] : [])).join('; ') || 'ok';
}
