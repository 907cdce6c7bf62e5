/**
 * The size budget of the production build. First load = what index.html names plus everything those files import
 * statically plus the chunks that the first screen needs; precache = every file the service worker keeps. What counts is
 * bytes on the wire: they are what a thin link takes.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

export const FIRST_LOAD_BROTLI_BYTES_MAX = 155 * 1024;
export const PRECACHE_BROTLI_BYTES_MAX = 350 * 1024;

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

/** @param dist folder of the production build. */
export function measureBuild(dist: string): { firstLoad: Size; precache: Size } {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
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
  const precached = [...worker.matchAll(/["'`]?url["'`]?:\s*["'`]([^"'`]+)["'`]/g)].map((match) => match[1] ?? '');
  if (precached.length < 5) throw new Error('the service worker precaches next to nothing: its manifest was not found');
  return { firstLoad: sizeOf(dist, [...wanted]), precache: sizeOf(dist, [...new Set(precached)]) };
}

/**
 * Chunks that import each other in a circle: one of them runs before what it uses is there, and the app does not start.
 * @returns the circles, as sentences
 */
function circlesIn(dist: string): string[] {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
  const reaches = (from: string, wanted: string, seen: Set<string>): boolean =>
    (manifest[from]?.imports ?? []).some((next) => {
      if (next === wanted) return true;
      return !seen.has(next) && reaches(next, wanted, seen.add(next));
    });
  const inCircle = Object.keys(manifest).filter((key) => reaches(key, key, new Set()));
  return inCircle.length === 0 ? [] : [`chunks import each other in a circle: ${inCircle.join(', ')}`];
}

/** @returns what is over the budget, as sentences; [] when all is well. */
export function overBudget(dist: string): { lines: string[]; faults: string[] } {
  const { firstLoad, precache } = measureBuild(dist);
  const faults = circlesIn(dist);
  if (firstLoad.brotli > FIRST_LOAD_BROTLI_BYTES_MAX)
    faults.push(`first load is ${firstLoad.brotli} bytes brotli, over ${FIRST_LOAD_BROTLI_BYTES_MAX}`);
  if (precache.brotli > PRECACHE_BROTLI_BYTES_MAX)
    faults.push(`precache is ${precache.brotli} bytes brotli, over ${PRECACHE_BROTLI_BYTES_MAX}`);
  const line = (name: string, size: Size) =>
    `${name}: ${size.files} files, ${size.raw} bytes raw, ${size.gzip} gzip, ${size.brotli} brotli`;
  return { lines: [line('first load', firstLoad), line('precache', precache)], faults };
}
