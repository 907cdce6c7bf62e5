/** JSON answers, compressed where it saves bytes on a slow link: brotli (7 % less than gzip for pages), else gzip. */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Context } from 'hono';

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);
/** A shorter answer is not compressed: the header of gzip costs more than it saves. */
const COMPRESSED_FROM_BYTES = 256;
/** This quality takes no longer than gzip; higher ones take five times as long for 4 % fewer bytes. */
const BROTLI_QUALITY = 5;

/** Answers a JSON text as it is: bodies of revisions are stored as text and travel so, never parsed on the way out. */
export async function answerJsonText(context: Context, text: string): Promise<Response> {
  // JSON is UTF-8 by definition, and no cache keeps the answer to a POST: on 2G each header counts.
  const type = { 'content-type': 'application/json' };
  const headers =
    context.req.method === 'POST' ? type : { ...type, 'cache-control': 'no-store', vary: 'accept-encoding' };
  const bytes = Buffer.from(text);
  const accepted = context.req.header('accept-encoding') ?? '';
  const encoding = ['br', 'gzip'].find((name) => new RegExp(`\\b${name}\\b`).test(accepted));
  if (encoding === undefined || bytes.length < COMPRESSED_FROM_BYTES) return context.body(bytes, 200, headers);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  const small = encoding === 'br' ? await brotlied(bytes, { params }) : await gzipped(bytes);
  return context.body(Uint8Array.from(small), 200, { ...headers, 'content-encoding': encoding });
}

/** Answers a value as JSON. */
export function answerJson(context: Context, value: unknown): Promise<Response> {
  return answerJsonText(context, JSON.stringify(value));
}
