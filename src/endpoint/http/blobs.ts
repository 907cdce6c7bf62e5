/** Photos by hash, in chunks of 128 KiB; whole when the joined chunks have the hash they are called by. */
import { type Context, Hono } from 'hono';
import { hashBytes, LIMITS, sha256Hex } from '../../protocol/index.ts';
import { answerJson } from './answer.ts';
import { callerOf } from './auth.ts';
import { readBytes } from './body.ts';
import type { EndpointParts } from './parts.ts';
import { Refusal } from './refusal.ts';

const CHUNKS_MAX = Math.ceil(LIMITS.photoBytesMax / LIMITS.chunkBytes);

export function blobRoutes(parts: EndpointParts): Hono {
  const { blobs } = parts.store;
  const asked = async (context: Context) => {
    const caller = await callerOf(context, parts);
    const sha256 = sha256Hex.safeParse(context.req.param('sha256'));
    if (!sha256.success) throw new Refusal(400, 'bad-request', 'sha256');
    return { scopes: caller.officer.communes, sha256: sha256.data };
  };

  return new Hono()
    .get('/v1/blobs/:sha256', async (context) => {
      const { scopes, sha256 } = await asked(context);
      if (context.req.method === 'HEAD') {
        const held = await blobs.chunks(scopes, sha256);
        return context.body(null, held.length > 0 ? 200 : 404, {
          'x-chunks': held.join(','),
          'cache-control': 'no-store',
        });
      }
      const bytes = await blobs.read(scopes, sha256);
      if (bytes === null || hashBytes(bytes) !== sha256) throw new Refusal(404, 'unknown-blob');
      return context.body(Uint8Array.from(bytes), 200, {
        // Never as what a stranger's bytes may claim to be.
        'content-type': 'application/octet-stream',
        'content-disposition': 'attachment',
        'cache-control': 'private, no-store',
      });
    })
    .put('/v1/blobs/:sha256/:n', async (context) => {
      const { scopes, sha256 } = await asked(context);
      const n = Number(context.req.param('n'));
      if (!Number.isInteger(n) || n < 0 || n >= CHUNKS_MAX) throw new Refusal(400, 'bad-request', 'n');
      const bytes = await readBytes(context, LIMITS.chunkBytes);
      // Records travel first, so the scope is known by its record; a stray photo is kept in the sender's commune.
      const scope = (await blobs.scopeOf(scopes, sha256)) ?? scopes[0];
      if (scope === undefined) throw new Refusal(403, 'out-of-scope');
      await blobs.putChunk(scope, sha256, n, bytes);
      return await answerJson(context, { sha256, complete: await completes(scope, sha256) });
    });

  /** Chunks that fill the limit but don't have the hash can never become whole: dropped, to be sent anew. */
  async function completes(scope: string, sha256: string): Promise<boolean> {
    const held = await blobs.chunks([scope], sha256);
    const whole = await blobs.read([scope], sha256);
    if (whole === null) return false;
    const gapless = held.every((n, index) => n === index);
    if (gapless && hashBytes(whole) === sha256) return true;
    const full = held.length === CHUNKS_MAX || (gapless && whole.length % LIMITS.chunkBytes !== 0);
    if (full) await blobs.drop(scope, sha256);
    return false;
  }
}
