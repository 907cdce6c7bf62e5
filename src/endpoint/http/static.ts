/**
 * The phone's app as files. `index.html` and `sw.js` are asked for anew each time; hashed assets are kept for ever,
 * also those of earlier builds, so that a phone in the middle of an update never meets a missing chunk. A missing
 * asset is a 404, never `index.html`: a service worker would keep the page under the name of a script.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type Context, Hono } from 'hono';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
};
const UNZIPPED = new Set(['.png']);

interface File {
  readonly type: string;
  readonly cache: string;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly br: Uint8Array<ArrayBuffer> | null;
  readonly gzip: Uint8Array<ArrayBuffer> | null;
}

/**
 * @param distDir the production build
 * @param keepDir where hashed assets of every build are kept; null to keep none
 */
export function staticRoutes(distDir: string, keepDir: string | null): Hono {
  if (keepDir !== null && existsSync(join(distDir, 'assets'))) {
    mkdirSync(keepDir, { recursive: true });
    cpSync(join(distDir, 'assets'), keepDir, { recursive: true, force: false });
  }
  const known = new Map<string, File>();
  const listed = new Set(existsSync(distDir) ? readdirSync(distDir, { recursive: true }).map(String) : []);

  const load = (name: string): File | null => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const path = pathOf(name);
    if (path === null) return null;
    const file = read(name, path);
    known.set(name, file);
    return file;
  };
  const pathOf = (name: string): string | null => {
    if (listed.has(name) && extname(name) !== '') return join(distDir, name);
    const kept =
      keepDir !== null && /^assets\/[\w.-]+$/.test(name) ? join(keepDir, name.slice('assets/'.length)) : null;
    return kept !== null && existsSync(kept) ? kept : null;
  };

  return new Hono().get('*', (context) => {
    const name = normalize(decodeURIComponent(context.req.path)).replace(/^\/+/, '');
    const isScreen = name === '' || (extname(name) === '' && !name.startsWith('assets/'));
    const file = load(isScreen ? 'index.html' : name);
    return file === null ? context.text('not found', 404) : send(context, file);
  });
}

function read(name: string, path: string): File {
  const plain = Uint8Array.from(readFileSync(path));
  const zips = !UNZIPPED.has(extname(name));
  return {
    type: TYPES[extname(name)] ?? 'application/octet-stream',
    cache: name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    plain,
    br: zips ? Uint8Array.from(brotliCompressSync(plain)) : null,
    gzip: zips ? Uint8Array.from(gzipSync(plain)) : null,
  };
}

function send(context: Context, { type, cache, plain, br, gzip }: File): Response {
  const accepts = context.req.header('accept-encoding') ?? '';
  const headers = { 'content-type': type, 'cache-control': cache, vary: 'accept-encoding' };
  if (br !== null && /\bbr\b/.test(accepts)) return context.body(br, 200, { ...headers, 'content-encoding': 'br' });
  if (gzip !== null && /\bgzip\b/.test(accepts))
    return context.body(gzip, 200, { ...headers, 'content-encoding': 'gzip' });
  return context.body(plain, 200, headers);
}
