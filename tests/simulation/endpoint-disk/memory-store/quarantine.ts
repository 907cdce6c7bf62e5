/** The quarantine in memory: rows are added and marked, never deleted. */
import {
  type AcceptedRevision,
  NotOpenError,
  type QuarantineStore,
  type RevisionStore,
} from '../../../../src/endpoint/store/api.ts';
import type { Connection } from './connection.ts';
import { keyOf, type StoredQuarantined } from './rows.ts';

type Resolved = NonNullable<StoredQuarantined['resolved']>;

export function quarantineStore(connection: Connection): QuarantineStore {
  const ofScope = (scope: string, isWanted: (row: StoredQuarantined) => boolean): StoredQuarantined[] =>
    [...connection.all('quarantine').values()]
      .filter((row) => row.scope === scope && isWanted(row))
      .sort((a, b) => before(a.receivedAt, b.receivedAt) || before(a.bodyHash, b.bodyHash));

  return {
    async quarantined(scope, { open, limit }) {
      return ofScope(scope, ({ resolved }) => (resolved === null) === open)
        .sort((a, b) => before(a.retriedAt ?? '', b.retriedAt ?? ''))
        .slice(0, limit);
    },

    async quarantinedByHash(scope, bodyHashes) {
      return ofScope(scope, ({ bodyHash }) => bodyHashes.includes(bodyHash));
    },

    openCount: async (scope) => ofScope(scope, ({ resolved }) => resolved === null).length,

    openCountOf: async (scope, device) =>
      ofScope(scope, (row) => row.resolved === null && row.device === device).length,

    async quarantinedOf(scope, device, { codes, limit }) {
      return ofScope(scope, (row) => row.resolved === null && row.device === device && codes.includes(row.code)).slice(
        0,
        limit,
      );
    },

    async quarantinedForSet(scope, sha256, { after, limit }) {
      return ofScope(
        scope,
        ({ resolved, code, body }) => resolved === null && code === 'unknown-set' && body.includes(sha256),
      )
        .filter(({ bodyHash }) => bodyHash > after)
        .sort((a, b) => before(a.bodyHash, b.bodyHash))
        .slice(0, limit);
    },

    async noteRetried(scope, codes, at) {
      for (const [bodyHash, code] of codes) {
        const row = connection.get('quarantine', keyOf(scope, bodyHash));
        if (row?.resolved !== null) continue;
        connection.put('quarantine', keyOf(scope, bodyHash), { ...row, code, retriedAt: at });
      }
    },

    async closeQuarantined(scope, bodyHash, { by, reason, at }) {
      return resolve(connection, scope, bodyHash, { at, by, outcome: 'closed', reason });
    },
  };
}

const before = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** @returns whether it was open */
function resolve(connection: Connection, scope: string, bodyHash: string, resolved: Resolved): boolean {
  const row = connection.get('quarantine', keyOf(scope, bodyHash));
  if (row?.resolved !== null) return false;
  connection.put('quarantine', keyOf(scope, bodyHash), { ...row, resolved });
  return true;
}

type Appended = Parameters<RevisionStore['append']>[0];

/** @returns the rows that were not there before */
export function putQuarantined(
  connection: Connection,
  { quarantined, submittedBy, receivedAt }: Pick<Appended, 'quarantined' | 'submittedBy' | 'receivedAt'>,
): Appended['quarantined'] {
  return quarantined.filter(({ blobs: _, ...row }) => {
    const key = keyOf(row.scope, row.bodyHash);
    if (connection.get('quarantine', key) !== undefined) return false;
    connection.put('quarantine', key, { ...row, submittedBy, receivedAt, retriedAt: null, resolved: null });
    return true;
  });
}

/** What is accepted now, by a retry or because a phone offered it again, waits for nobody any more. */
export function resolveAccepted(
  connection: Connection,
  accepted: readonly AcceptedRevision[],
  by: string,
  at: string,
): void {
  const taken = new Set(accepted.map(({ revision }) => keyOf(revision.scope, revision.revId, revision.contentHash)));
  const waiting = [...connection.all('quarantine').values()].filter(
    ({ scope, revId, contentHash, resolved }) =>
      resolved === null && taken.has(keyOf(scope, revId ?? '', contentHash ?? '')),
  );
  for (const { scope, bodyHash } of [...waiting, ...accepted.flatMap(({ quarantinedAs }) => quarantinedAs ?? [])]) {
    resolve(connection, scope, bodyHash, { at, by, outcome: 'accepted', reason: null });
  }
}

/** @throws {NotOpenError} */
export function markCorrected(
  connection: Connection,
  accepted: readonly AcceptedRevision[],
  by: string,
  at: string,
): void {
  for (const { revision, corrects } of accepted) {
    if (corrects === undefined) continue;
    const corrected = { revId: revision.revId, changes: [...corrects.changes] };
    const isOpen = resolve(connection, corrects.scope, corrects.bodyHash, {
      at,
      by,
      outcome: 'accepted',
      reason: null,
      corrected,
    });
    if (!isOpen) throw new NotOpenError(corrects.bodyHash);
  }
}
