/**
 * The size budgets of the production build, in bytes on the wire (brotli), because they are what a thin link takes.
 * First load: what index.html names, plus all that those files import statically, plus the chunks that the first screen
 * waits for. Precache: every file that the service worker keeps for an officer. Desk: what it keeps besides, where somebody
 * who may use the desk or the administration has signed in.
 */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { isDeskFile } from '../src/app/desk-cache/desk-files.ts';

export const FIRST_LOAD_BROTLI_BYTES_MAX = 155 * 1024;
export const PRECACHE_BROTLI_BYTES_MAX = 353 * 1024;
const DESK_BROTLI_BYTES_MAX = 400 * 1024;

interface Size {
  readonly files: number;
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
}

function sizeOf(dist: string, files: readonly string[]): Size {
  let raw = 0;
  let gzip = 0;
  let brotli = 0;
  for (const file of files) {
    const bytes = readFileSync(join(dist, file));
    raw += bytes.length;
    gzip += gzipSync(bytes, { level: 9 }).length;
    brotli += brotliCompressSync(bytes).length;
  }
  return { files: files.length, raw, gzip, brotli };
}

interface Chunk {
  readonly file: string;
  readonly src?: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

/** Sources of chunks that the first screen waits for, beside the entry. */
const FIRST_SCREEN = ['src/app/phone/today/today-screen.tsx', 'src/vault/journal/journal-worker.ts'];

function manifestOf(dist: string): Readonly<Record<string, Chunk>> {
  return JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
}

/**
 * @param dist folder of the production build
 * @throws where the build is not whole
 */
export function measureBuild(dist: string): { firstLoad: Size; precache: Size; desk: Size } {
  const manifest = manifestOf(dist);
  const wanted = new Set<string>();
  const visit = (key: string) => {
    const chunk = manifest[key];
    if (chunk === undefined || wanted.has(chunk.file)) return;
    wanted.add(chunk.file);
    for (const css of chunk.css ?? []) wanted.add(css);
    for (const next of chunk.imports ?? []) visit(next);
  };
  visit('index.html');
  for (const key of FIRST_SCREEN) visit(key);

  const worker = readFileSync(join(dist, 'sw.js'), 'utf8');
  const listed = [...worker.matchAll(/["'`]?url["'`]?:\s*["'`]([^"'`]+)["'`]/g)].map((match) => match[1] ?? '');
  const kept = [...new Set(listed)];
  if (kept.length < 5) throw new Error('the service worker keeps next to nothing: its list of files was not found');
  return {
    firstLoad: sizeOf(dist, [...wanted]),
    precache: sizeOf(
      dist,
      kept.filter((url) => !isDeskFile(url)),
    ),
    desk: sizeOf(dist, kept.filter(isDeskFile)),
  };
}

/**
 * Chunks that import each other in a circle: one of them runs before what it uses is there, and the app does not start.
 * @returns the circles, as sentences
 */
function circlesIn(dist: string): string[] {
  const manifest = manifestOf(dist);
  const reaches = (from: string, wanted: string, seen: Set<string>): boolean =>
    (manifest[from]?.imports ?? []).some((next) => {
      if (next === wanted) return true;
      return !seen.has(next) && reaches(next, wanted, seen.add(next));
    });
  const inCircle = Object.keys(manifest).filter((key) => reaches(key, key, new Set()));
  return inCircle.length === 0 ? [] : [`chunks import each other in a circle: ${inCircle.join(', ')}`];
}

/** What the build is made from. */
const SOURCES = ['index.html', 'package.json', 'vite.config.ts', 'public/**/*', 'src/**/*'];
const NOT_BUILT = /\.test\.tsx?$|\.md$|^src\/endpoint\//;

/**
 * The service worker is the last file that a build writes: without it the build failed, and where a source is newer the
 * build is of another version of the app.
 * @returns what keeps the build from being measured, as sentences
 */
function notBuilt(dist: string): string[] {
  const last = join(dist, 'sw.js');
  for (const file of [last, join(dist, 'index.html'), join(dist, '.vite/manifest.json')]) {
    if (!existsSync(file)) return [`there is no whole build: ${file} is missing`];
  }
  const builtMs = statSync(last).mtimeMs;
  const root = new URL('../', import.meta.url).pathname;
  const newer = globSync(SOURCES, { cwd: root }).filter((path) => {
    const stats = statSync(join(root, path));
    return stats.isFile() && !NOT_BUILT.test(path) && stats.mtimeMs > builtMs;
  });
  return newer.length === 0 ? [] : [`the build is older than ${newer.slice(0, 3).join(', ')}`];
}

/** @returns what is over the budget, or keeps the build from being measured, as sentences; [] when all is well. */
export function overBudget(dist: string): { lines: string[]; faults: string[] } {
  const missing = notBuilt(dist);
  if (missing.length > 0) return { lines: [], faults: missing };
  const { firstLoad, precache, desk } = measureBuild(dist);
  const faults = circlesIn(dist);
  const check = (name: string, { brotli }: Size, max: number) => {
    if (brotli > max) faults.push(`${name} is ${brotli} bytes brotli, over ${max}`);
  };
  check('first load', firstLoad, FIRST_LOAD_BROTLI_BYTES_MAX);
  check('precache', precache, PRECACHE_BROTLI_BYTES_MAX);
  check('desk', desk, DESK_BROTLI_BYTES_MAX);
  if (desk.files === 0) faults.push('no file of the build belongs to the desk: officers keep it too');
  const line = (name: string, size: Size) =>
    `${name}: ${size.files} files, ${size.raw} bytes raw, ${size.gzip} gzip, ${size.brotli} brotli`;
  return { lines: [line('first load', firstLoad), line('precache', precache), line('desk', desk)], faults };
}
