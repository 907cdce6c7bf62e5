/** Persons by identity number, in memory. */
import { createHmac } from 'node:crypto';
import type { AcceptedRevision, IdentityStore } from '../../../../src/endpoint/store/api.ts';
import { IDENTITY_SECRET_KEY } from '../../../../src/endpoint/store/identity.ts';
import { identityPayload } from '../../../../src/programme/index.ts';
import type { Connection } from './connection.ts';
import { keyOf } from './rows.ts';

export function identityStore(connection: Connection): IdentityStore {
  return {
    identityHasher: async () => hasherOf(connection),
    async citizensWith(scope, hash) {
      const rows = [...connection.all('identities').values()].filter(
        (row) => row.scope === scope && row.hash === hash && !row.replaced,
      );
      return [...new Set(rows.map(({ citizenId }) => citizenId))].sort();
    },
    async citizensEverWith(scope, hashes) {
      const rows = [...connection.all('identities').values()].filter(
        (row) => row.scope === scope && row.hash !== null && hashes.includes(row.hash),
      );
      return [...new Set(rows.map(({ citizenId }) => citizenId))];
    },
  };
}

function hasherOf(connection: Connection): (cccd: string) => string {
  const secret = connection.get('meta', IDENTITY_SECRET_KEY) ?? '';
  return (cccd) => createHmac('sha256', secret).update(cccd).digest('base64url').slice(0, 22);
}

/** A number that another revision replaced is found no more, in whatever order the two come. */
export function indexIdentities(connection: Connection, fresh: readonly AcceptedRevision[]): void {
  for (const { revision } of fresh) {
    const payload = revision.kind === 'identity' ? identityPayload.safeParse(revision.payload) : null;
    if (!payload?.success) continue;
    const { scope, revId, entityId: citizenId } = revision;
    const { cccd } = payload.data;
    const hash = cccd === null ? null : hasherOf(connection)(cccd);
    const replaced = connection.get('identities', keyOf(scope, revId))?.replaced ?? false;
    connection.put('identities', keyOf(scope, revId), { scope, citizenId, hash, replaced });
    for (const parent of revision.parents) {
      const before = connection.get('identities', keyOf(scope, parent))?.hash ?? null;
      connection.put('identities', keyOf(scope, parent), { scope, citizenId, hash: before, replaced: true });
    }
  }
}
