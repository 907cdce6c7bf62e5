/**
 * The service worker: everything of the build is precached, so that a cold start needs no network at all.
 * It never skips waiting by itself, and not while any window has a form open: a form in progress must never change its
 * code under the officer's thumb.
 */
/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { formsOpen } from './windows/open-forms.ts';

declare const self: ServiceWorkerGlobalScope;

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

// Pages of the app; the endpoint's own pages and routes go to the network.
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/(v1|api|health)(\/|$)/] }));

self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') event.waitUntil(skipWaiting());
});

async function skipWaiting(): Promise<void> {
  if (!(await formsOpen())) await self.skipWaiting();
}
