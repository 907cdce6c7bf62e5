/**
 * The phone's app as files, as they lie on the disk now: a deploy needs no restart. `index.html` and `sw.js` are asked
 * for anew each time; hashed assets are kept for ever, also those of earlier builds (kept-assets.ts). A missing asset is a
 * 404, never `index.html`: a service worker would keep the page under the name of a script.
 */
import { type Stats, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip as gzipCompress } from 'node:zlib';
import { type Context, Hono } from 'hono';
import { type KeptAssets, keptAssets } from './kept-assets.ts';

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
/** Node compresses in threads of its own: the largest chunk takes a second, and nobody would be answered meanwhile. */
const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzipCompress);
const UNZIPPED = new Set(['.png']);
const INDEX = 'index.html';
const WORKER = 'sw.js';
/**
 * The page's place in the worker's list. The demo's page has a revision of its own there: a browser that has seen the demo at an
 * address, and later finds real data of the same build there, would keep the page with the demo's mark, or the one without it.
 */
const INDEX_REVISION = /\{"revision":"(\w+)"(,"url":"index\.html"\})/;
/** Says on every screen that the people are invented. */
const DEMO_STYLE = '<link rel="stylesheet" href="/demo.css" data-demo>';
/** The files by which a phone learns of a build: the page, and the worker with its list of all chunks. */
const ENTRY_FILES = new Set([INDEX, WORKER]);

/** A file as it is answered, in each encoding. */
interface File {
  /** Path, time and size of the file on the disk when it was read. */
  readonly version: string;
  readonly type: string;
  readonly cache: string;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly br: Uint8Array<ArrayBuffer> | null;
  readonly gzip: Uint8Array<ArrayBuffer> | null;
}

/**
 * @param distDir folder of the production build, which the next one may replace at any time
 * @param keepDir where hashed assets of every build are kept; null to keep none
 * @param isDemo whether the page says on every screen that it is the demo, also without a network
 */
export function staticRoutes(distDir: string, keepDir: string | null, isDemo = false): Hono {
  const kept = keepDir === null ? null : keptAssets(join(distDir, 'assets'), keepDir);
  const known = new Map<string, File>();
  /** Files that are being read now: a new build that many ask for at once is compressed once. */
  const coming = new Map<string, Promise<File | null>>();

  const load = async (name: string): Promise<File | null> => {
    const found = find(name, distDir, kept);
    if (found === null) {
      known.delete(name);
      return null;
    }
    const version = `${found.path} ${found.stats.mtimeMs} ${found.stats.size}`;
    const before = known.get(name);
    if (before?.version === version) return before;
    // All chunks of a build are kept before anyone learns of it: the next deploy may remove them.
    if (ENTRY_FILES.has(name)) keepAll();
    const reading = coming.get(version) ?? read(name, found.path, version, isDemo);
    coming.set(version, reading);
    try {
      const file = await reading;
      if (file === null) known.delete(name);
      else known.set(name, file);
      return file;
    } finally {
      coming.delete(version);
    }
  };
  /** Keeps the build's assets; on a disk without room for them the app is served all the same. */
  function keepAll(): void {
    try {
      kept?.keepAll();
    } catch (error) {
      console.error('assets: this build is not kept', error);
    }
  }
  keepAll();

  return new Hono().get('*', async (context) => {
    const name = nameOf(context.req.path);
    const file = name === null ? null : await load(name);
    return file === null ? context.text('not found', 404, { 'cache-control': 'no-store' }) : send(context, file);
  });
}

/** @returns a path below the build's folder, `index.html` for a screen; null for what can be no file of ours */
function nameOf(path: string): string | null {
  let name: string;
  try {
    name = decodeURIComponent(path).replace(/^\/+/, '');
  } catch {
    return null;
  }
  const segments = name.split('/');
  if (/[\\\0]/.test(name) || segments.some((segment) => segment.startsWith('.'))) return null;
  const isScreen = name === '' || (extname(name) === '' && segments[0] !== 'assets');
  return isScreen ? INDEX : name;
}

function find(name: string, distDir: string, kept: KeptAssets | null): { path: string; stats: Stats } | null {
  const file = /^assets\/([\w.-]+)$/.exec(name)?.[1];
  const ways = [join(distDir, name), file === undefined ? null : (kept?.pathOf(file) ?? null)];
  for (const path of ways) {
    const stats = path === null ? undefined : statSync(path, { throwIfNoEntry: false });
    if (path !== null && stats?.isFile()) return { path, stats };
  }
  return null;
}

/** @returns null where a deploy has just removed the file */
async function read(name: string, path: string, version: string, isDemo: boolean): Promise<File | null> {
  let plain: Uint8Array<ArrayBuffer>;
  try {
    plain = Uint8Array.from(await readFile(path));
    if (isDemo && name === INDEX) plain = changed(plain, '</head>', `${DEMO_STYLE}</head>`);
    if (isDemo && name === WORKER) plain = changed(plain, INDEX_REVISION, '{"revision":"demo-$1"$2');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const zips = !UNZIPPED.has(extname(name));
  return {
    version,
    type: TYPES[extname(name)] ?? 'application/octet-stream',
    cache: name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    plain,
    br: zips ? Uint8Array.from(await toBrotli(plain)) : null,
    gzip: zips ? Uint8Array.from(await toGzip(plain)) : null,
  };
}

/** @throws Error where the text is not there: the demo would look like real data */
function changed(file: Uint8Array, found: string | RegExp, put: string): Uint8Array<ArrayBuffer> {
  const before = new TextDecoder().decode(file);
  const after = before.replace(found, put);
  if (after === before) throw new Error(`the demo cannot be marked: the build has no ${found}`);
  return Uint8Array.from(new TextEncoder().encode(after));
}

function send(context: Context, { type, cache, plain, br, gzip }: File): Response {
  const accepts = context.req.header('accept-encoding') ?? '';
  const headers = { 'content-type': type, 'cache-control': cache, vary: 'accept-encoding' };
  if (br !== null && /\bbr\b/.test(accepts)) return context.body(br, 200, { ...headers, 'content-encoding': 'br' });
  if (gzip !== null && /\bgzip\b/.test(accepts))
    return context.body(gzip, 200, { ...headers, 'content-encoding': 'gzip' });
  return context.body(plain, 200, headers);
}
