/** Photos by hash, in chunks, in SQL: kept with the records, so that one backup holds both. */
import type { Kysely } from 'kysely';
import type { BlobChunks } from './api.ts';
import type { Tables } from './schema.ts';

export function blobStore(db: Kysely<Tables>): BlobChunks {
  const rows = (scopes: readonly string[], sha256: string) =>
    db
      .selectFrom('blob_chunks')
      .where('sha256', '=', sha256)
      .where('scope', 'in', [...scopes])
      .orderBy('scope')
      .orderBy('n');

  return {
    async chunks(scopes, sha256) {
      const found = await rows(scopes, sha256).select('n').execute();
      return [...new Set(found.map(({ n }) => n))].sort((a, b) => a - b);
    },

    async putChunk(scope, sha256, n, bytes) {
      await db
        .insertInto('blob_chunks')
        .values({ scope, sha256, n, bytes: Buffer.from(bytes) })
        .onConflict((conflict) => conflict.columns(['scope', 'sha256', 'n']).doNothing())
        .execute();
    },

    async read(scopes, sha256) {
      const found = await rows(scopes, sha256).select(['scope', 'bytes']).execute();
      const scope = found[0]?.scope;
      if (scope === undefined) return null;
      return Buffer.concat(found.flatMap((row) => (row.scope === scope ? [Buffer.from(row.bytes)] : [])));
    },

    async drop(scope, sha256) {
      await db.deleteFrom('blob_chunks').where('scope', '=', scope).where('sha256', '=', sha256).execute();
    },

    async scopeOf(scopes, sha256) {
      const row = await db
        .selectFrom('blob_refs')
        .select('scope')
        .where('sha256', '=', sha256)
        .where('scope', 'in', [...scopes])
        .orderBy('scope')
        .executeTakeFirst();
      return row?.scope ?? null;
    },
  };
}
