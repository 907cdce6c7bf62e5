/** Photos by hash, in chunks, in SQL: kept with the records, so that one backup holds both. */
import type { Kysely } from 'kysely';
import { hashBytes } from '../../protocol/index.ts';
import type { BlobChunks } from './api.ts';
import type { Tables } from './schema.ts';

export function blobStore(db: Kysely<Tables>): BlobChunks {
  const everywhere = (sha256: string) =>
    db.selectFrom('blob_chunks').where('sha256', '=', sha256).orderBy('scope').orderBy('n');
  const rows = (scopes: readonly string[], sha256: string) => everywhere(sha256).where('scope', 'in', [...scopes]);
  /** The joined chunks of each scope. */
  const grouped = async (found: Promise<readonly { scope: string; bytes: Uint8Array }[]>): Promise<Buffer[]> => {
    const byScope = new Map<string, Uint8Array[]>();
    for (const { scope, bytes } of await found) byScope.set(scope, [...(byScope.get(scope) ?? []), bytes]);
    return [...byScope.values()].map((chunks) => Buffer.concat(chunks));
  };

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
      const own = await grouped(rows(scopes, sha256).select(['scope', 'bytes']).execute());
      const whole = own.find((bytes) => hashBytes(bytes) === sha256);
      if (whole !== undefined) return whole;
      // Sent while its officer belonged elsewhere: who may see a record that refers to it may see the photo.
      const referred = (await this.scopeOf(scopes, sha256)) !== null;
      const all = referred ? await grouped(everywhere(sha256).select(['scope', 'bytes']).execute()) : [];
      return all.find((bytes) => hashBytes(bytes) === sha256) ?? own[0] ?? null;
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
