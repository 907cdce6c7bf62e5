/**
 * Every `await` of the vault and of the sync client as a numbered crash point: as a file is loaded, `await x` becomes
 * `await atAwait(site, x)`. The code that ships knows nothing of it. Files that only speak to a browser are left out: the
 * browser tests kill those.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Dexie from 'dexie';
import { parseAst } from 'vite';
import { directTransaction } from './database/direct.ts';
import { Transaction } from './database/transaction.ts';

const WATCHED = /\/src\/((?:vault|sync)\/(?:[\w-]+\/)*[\w-]+\.ts)$/;
const BROWSER_ONLY =
  /(\.test\.ts|\/testing\/[\w-]+\.ts|\/(journal-(opfs|worker|cache|choice|contract|hidden|lazy)|storage-reserve-opfs|blobs-browser|platform-browser|writer-lock|browser|lazy-sync-client|net-fetch|scheduler|test-endpoint)\.ts)$/;

/** What an await asks of the process it runs in. */
export interface AwaitWatch {
  /** @returns 'before' or 'after': the process dies here; 'dead': it is dead already; null: it lives on */
  readonly at: (site: string) => 'before' | 'after' | 'dead' | null;
  /** The process ends now. */
  readonly crash: () => void;
}

const running = new AsyncLocalStorage<AwaitWatch>();
/** One for each who waits: a promise keeps all that wait for it, and with them a whole dead phone. */
export const never = (): Promise<never> => new Promise(() => undefined);
/** Whether this process loads its files with their awaits named. */
let named = false;
let sorted: readonly string[] | null = null;

/**
 * Every await there is, by file and line, also of files that are not loaded yet: a seed tells the same story whatever
 * ran before it. None where the code was loaded as it is.
 */
export function awaitSites(): readonly string[] {
  if (!named) return [];
  sorted ??= ['vault', 'sync'].flatMap((room) => sitesIn(room)).sort();
  return sorted;
}

function sitesIn(room: string): string[] {
  const folder = new URL(`../../src/${room}/`, import.meta.url);
  return readdirSync(folder, { encoding: 'utf8', recursive: true }).flatMap((file) => {
    const url = new URL(file, folder).href;
    if (!WATCHED.test(url) || BROWSER_ONLY.test(url)) return [];
    return awaitsOf(`${room}/${file}`, readFileSync(fileURLToPath(url), 'utf8')).map(({ site }) => site);
  });
}

/** Runs a process whose awaits are asked of `watch`, and all that it starts. */
export function watched<T>(watch: AwaitWatch, work: () => T): T {
  return running.run(watch, work);
}

function atAwait(site: string, awaited: unknown): unknown {
  const watch = running.getStore();
  const crash = watch?.at(site) ?? null;
  if (watch === undefined || crash === null) return awaited;
  const transaction = Dexie.currentTransaction ?? directTransaction();
  if (crash === 'after' && !transaction) {
    const end = () => {
      watch.crash();
      return never();
    };
    return Promise.resolve(awaited).then(end, end);
  }
  if (crash !== 'dead') watch.crash();
  // What was awaited may fail later, unheard: nobody is there any more.
  if (awaited instanceof Promise) awaited.catch(() => undefined);
  if (!transaction) return never();
  // A browser that dies in a transaction has not committed it. Dexie must see it end: a zone that is never left keeps its
  // own Promise as everybody's, and the next process would wait in the dead one. Nothing durable is done on the way out:
  // every provider knows that the process is dead.
  if (!(transaction instanceof Transaction) || !transaction.hasEnded) transaction.abort();
  return Promise.reject(new Error('the process is gone'));
}
(globalThis as { atAwait?: typeof atAwait }).atAwait = atAwait;

const imported = new Map<string, Promise<unknown>>();
/** A module that was fetched once is there: Node goes a long way to find that out at each `import()` (0.1 ms). */
(globalThis as { importOnce?: unknown }).importOnce = (url: string, load: () => Promise<unknown>) => {
  const coming = imported.get(url) ?? load();
  imported.set(url, coming);
  return coming;
};

interface Node {
  readonly type?: string;
  readonly start: number;
  readonly end: number;
  readonly argument?: Node;
  readonly source?: Node;
}

function nodesIn(node: unknown, wanted: (node: Node) => void): void {
  if (Array.isArray(node)) for (const part of node) nodesIn(part, wanted);
  else if (typeof node === 'object' && node !== null) {
    wanted(node as Node);
    for (const part of Object.values(node)) nodesIn(part, wanted);
  }
}

interface NamedAwait {
  readonly site: string;
  readonly start: number;
  readonly end: number;
}

function awaitsOf(file: string, source: string): NamedAwait[] {
  const found: Node[] = [];
  nodesIn(parseAst(source, { lang: 'ts' }), ({ type, argument }) => {
    if (type === 'AwaitExpression' && argument) found.push(argument);
  });
  const inLine = new Map<number, number>();
  return found
    .sort((a, b) => a.start - b.start)
    .map(({ start, end }) => {
      const line = source.slice(0, start).split('\n').length;
      const nth = (inLine.get(line) ?? 0) + 1;
      inLine.set(line, nth);
      return { site: `${file}:${line}${nth > 1 ? `.${nth}` : ''}`, start, end };
    });
}

function importsOf(source: string): { start: number; end: number; path: string }[] {
  const found: { start: number; end: number; path: string }[] = [];
  nodesIn(parseAst(source, { lang: 'ts' }), ({ type, start, end, source: from }) => {
    if (type !== 'ImportExpression' || !from) return;
    found.push({ start, end, path: source.slice(from.start + 1, from.end - 1) });
  });
  return found;
}

/** @returns the file's source with its awaits named, or null where it is not one of those watched */
export function withAwaitsNamed(url: string, given?: string): string | null {
  named = true;
  const file = WATCHED.exec(url)?.[1];
  if (file === undefined || BROWSER_ONLY.test(url)) return null;
  const source = given ?? readFileSync(fileURLToPath(url), 'utf8');
  const insertions = [
    ...awaitsOf(file, source).flatMap(({ site, start, end }) => [
      { at: start, text: `globalThis.atAwait('${site}', ` },
      { at: end, text: ')' },
    ]),
    ...importsOf(source).flatMap(({ start, end, path }) => [
      { at: start, text: `globalThis.importOnce('${new URL(path, url).href}', () => ` },
      { at: end, text: ')' },
    ]),
  ];
  let whole = '';
  let from = 0;
  for (const { at, text } of insertions.sort((a, b) => a.at - b.at || (a.text === ')' ? -1 : 1))) {
    whole += source.slice(from, at) + text;
    from = at;
  }
  return whole + source.slice(from);
}
