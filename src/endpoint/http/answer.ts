/** JSON answers, gzipped where it saves bytes on a slow link. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context } from 'hono';

const deflate = promisify(gzip);
/** Below this a gzip header costs more than it saves. */
const GZIP_FROM_BYTES = 256;

/** Answers a JSON text as it is: bodies of revisions are stored as text and travel so, never parsed on the way out. */
export async function answerJsonText(context: Context, text: string): Promise<Response> {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    vary: 'accept-encoding',
  };
  const bytes = Buffer.from(text);
  const zips = /\bgzip\b/.test(context.req.header('accept-encoding') ?? '');
  if (!zips || bytes.length < GZIP_FROM_BYTES) return context.body(bytes, 200, headers);
  const zipped: Buffer<ArrayBuffer> = (await deflate(bytes)) as Buffer<ArrayBuffer>;
  return context.body(zipped, 200, { ...headers, 'content-encoding': 'gzip' });
}

export function answerJson(context: Context, value: unknown): Promise<Response> {
  return answerJsonText(context, JSON.stringify(value));
}
