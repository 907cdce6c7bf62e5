/**
 * Finding a person by identity number without keeping the number in any index: an HMAC under a secret of this database. The
 * secret is made with the tables, is in every backup, and never leaves the endpoint; without it the twelve digits, of which
 * few are free, would be guessed from a hash in seconds.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { identityPayload } from '../../programme/index.ts';
import type { Accepted, IdentityStore } from './api.ts';
import { parts } from './parts.ts';
import type { Tables } from './schema.ts';

export const IDENTITY_SECRET_KEY = 'identity-secret';
export const newIdentitySecret = (): string => randomBytes(32).toString('base64url');
/** Half of SHA-256's: two numbers never meet in it, and every citizen carries it to every phone. */
const HASH_BYTES = 16;

export function identityStore(db: Kysely<Tables>): IdentityStore {
  return {
    identityHasher: () => hasherOf(db),
    async citizensWith(scope, hash) {
      const rows = await db
        .selectFrom('identity_index')
        .select('citizen_id')
        .distinct()
        .where('scope', '=', scope)
        .where('hash', '=', hash)
        .where('replaced', '=', 0)
        .orderBy('citizen_id')
        .execute();
      return rows.map(({ citizen_id }) => citizen_id);
    },
    async citizensEverWith(scope, hashes) {
      const found = new Set<string>();
      for (const part of parts(hashes)) {
        const rows = await db
          .selectFrom('identity_index')
          .select('citizen_id')
          .where('scope', '=', scope)
          .where('hash', 'in', part)
          .execute();
        for (const { citizen_id } of rows) found.add(citizen_id);
      }
      return [...found];
    },
  };
}

async function hasherOf(db: Kysely<Tables>): Promise<(cccd: string) => string> {
  const { value } = await db
    .selectFrom('meta')
    .select('value')
    .where('key', '=', IDENTITY_SECRET_KEY)
    .executeTakeFirstOrThrow();
  const secret = Buffer.from(value, 'base64url');
  return (cccd) => createHmac('sha256', secret).update(cccd).digest().subarray(0, HASH_BYTES).toString('base64url');
}

/**
 * Run in the transaction that stores them. A number that another revision replaced is found no more, in whatever order the two
 * come: a parent that is not there yet has its row before it comes.
 */
export async function indexIdentities(trx: Transaction<Tables>, fresh: readonly Accepted[]): Promise<void> {
  const identities = fresh.flatMap(({ revision }) => {
    const payload = revision.kind === 'identity' ? identityPayload.safeParse(revision.payload) : null;
    return payload?.success ? [{ revision, ...payload.data }] : [];
  });
  if (identities.length === 0) return;
  const hashOf = await hasherOf(trx);
  for (const { revision, cccd } of identities) {
    const { scope, entityId: citizen_id } = revision;
    const hash = cccd === null ? null : hashOf(cccd);
    await trx
      .insertInto('identity_index')
      .values({ scope, rev_id: revision.revId, citizen_id, hash, replaced: 0 })
      .onConflict((conflict) => conflict.columns(['scope', 'rev_id']).doUpdateSet({ hash }))
      .execute();
    for (const rev_id of revision.parents) {
      await trx
        .insertInto('identity_index')
        .values({ scope, rev_id, citizen_id, hash: null, replaced: 1 })
        .onConflict((conflict) => conflict.columns(['scope', 'rev_id']).doUpdateSet({ replaced: 1 }))
        .execute();
    }
  }
}
