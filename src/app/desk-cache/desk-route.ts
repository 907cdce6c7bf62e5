/**
 * The service worker's part: it caches the desk's files, so that the desk works offline. A phone on which a supervisor has signed in has a cache for it; from then
 * on a newer version of the app is installed only with its desk, so that the desk works offline after an update, too.
 */
/// <reference lib="webworker" />
import { registerRoute } from 'workbox-routing';
import { KEEP_DESK } from './desk-files.ts';

const DESK_CACHE = 'desk-files';

/**
 * Serves the desk from its cache first, adds missing files to the cache and removes those of other versions.
 * @param worker the service worker itself
 * @param urls of the files of this version's desk, relative to the root
 */
export function serveDesk(worker: ServiceWorkerGlobalScope, urls: readonly string[]): void {
  const paths = new Set(urls.map((url) => `/${url}`));
  registerRoute(
    ({ url, sameOrigin }) => sameOrigin && paths.has(url.pathname),
    async ({ request }) => (await caches.match(request.url, { cacheName: DESK_CACHE })) ?? fetch(request),
  );
  worker.addEventListener('message', (event) => {
    const { type } = (event.data ?? {}) as { type?: string };
    // What cannot be fetched now is fetched at the next start of the app.
    if (type === KEEP_DESK) event.waitUntil(cacheMissing(paths).catch((error: unknown) => console.warn(error)));
  });
  worker.addEventListener('install', (event) => {
    event.waitUntil(whenCached(() => cacheMissing(paths)));
  });
  worker.addEventListener('activate', (event) => {
    event.waitUntil(whenCached(() => dropOthers(paths)));
  });
}

async function whenCached(work: () => Promise<void>): Promise<void> {
  if (await caches.has(DESK_CACHE)) await work();
}

/** One file after the other: on a slow link those that came stay when the next one fails. */
async function cacheMissing(paths: ReadonlySet<string>): Promise<void> {
  const cache = await caches.open(DESK_CACHE);
  const kept = new Set((await cache.keys()).map(pathOf));
  for (const path of paths) {
    if (!kept.has(path)) await cache.add(path);
  }
}

async function dropOthers(paths: ReadonlySet<string>): Promise<void> {
  const cache = await caches.open(DESK_CACHE);
  for (const request of await cache.keys()) {
    if (!paths.has(pathOf(request))) await cache.delete(request);
  }
}

function pathOf(request: Request): string {
  return new URL(request.url).pathname;
}
