/**
 * Finding a person by identity number without keeping the number in any index: an HMAC under a secret of this database. The
 * secret is made with the tables, is in every backup, and never leaves the endpoint; without it the twelve digits, of which
 * few are free, would be guessed from a hash in seconds.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { identityPayload } from '../../programme/index.ts';
import type { AcceptedRevision, IdentityStore } from './api.ts';
import { metaValue } from './meta.ts';
import { parts, rowsByPart } from './parts.ts';
import { revisionKey } from './revision-key.ts';
import type { Tables } from './schema.ts';

/** Key of the secret in the table `meta`. */
export const IDENTITY_SECRET_KEY = 'identity-secret';
/** @returns a random secret for a new database */
export const newIdentitySecret = (): string => randomBytes(32).toString('base64url');
/** Half of the bytes of SHA-256: two numbers never share a hash, and every phone gets the hash with every citizen. */
const HASH_BYTES = 16;

/** @returns the index of identity numbers of a database */
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
      const rows = await rowsByPart(hashes, (part) =>
        db
          .selectFrom('identity_index')
          .select('citizen_id')
          .where('scope', '=', scope)
          .where('hash', 'in', part)
          .execute(),
      );
      return [...new Set(rows.map(({ citizen_id }) => citizen_id))];
    },
  };
}

async function hasherOf(db: Kysely<Tables>): Promise<(cccd: string) => string> {
  const value = await metaValue(db, IDENTITY_SECRET_KEY);
  if (value === null) throw new Error('this database has no secret for identity numbers');
  const secret = Buffer.from(value, 'base64url');
  return (cccd) => createHmac('sha256', secret).update(cccd).digest().subarray(0, HASH_BYTES).toString('base64url');
}

type Row = Tables['identity_index'];

/**
 * Indexes the identity numbers among fresh revisions, in the transaction that stores them. A number that another revision
 * replaced is found no more, in whatever order the two come: a parent that is not there yet has its row before it comes.
 */
export async function indexIdentities(trx: Transaction<Tables>, fresh: readonly AcceptedRevision[]): Promise<void> {
  const identities = fresh.flatMap(({ revision }) => {
    const payload = revision.kind === 'identity' ? identityPayload.safeParse(revision.payload) : null;
    return payload?.success ? [{ revision, ...payload.data }] : [];
  });
  if (identities.length === 0) return;
  const hashOf = await hasherOf(trx);
  const own: Row[] = [];
  // A parent is in it once, for PostgreSQL changes a row only once in a statement.
  const parents = new Map<string, Row>();
  for (const { revision, cccd } of identities) {
    const { scope, revId, entityId: citizen_id } = revision;
    own.push({ scope, rev_id: revId, citizen_id, hash: cccd === null ? null : hashOf(cccd), replaced: 0 });
    for (const rev_id of revision.parents) {
      parents.set(revisionKey({ scope, revId: rev_id }), { scope, rev_id, citizen_id, hash: null, replaced: 1 });
    }
  }
  await put(trx, 'hash', own);
  await put(trx, 'replaced', [...parents.values()]);
}

/** @param changed the column that takes its new value in a row that is there already */
async function put(trx: Transaction<Tables>, changed: 'hash' | 'replaced', rows: readonly Row[]): Promise<void> {
  for (const part of parts(rows)) {
    await trx
      .insertInto('identity_index')
      .values(part)
      .onConflict((conflict) =>
        conflict.columns(['scope', 'rev_id']).doUpdateSet((eb) => ({ [changed]: eb.ref(`excluded.${changed}`) })),
      )
      .execute();
  }
}
