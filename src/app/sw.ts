/**
 * The service worker. What an officer needs is precached, so that a cold start needs no network at all; the desk is kept
 * where somebody who may use it signs in. The worker never skips waiting by itself, and not while any window has a form
 * open: a form in progress must never change its code under the officer's thumb.
 */
/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { isDeskFile } from './desk-cache/desk-files.ts';
import { serveDesk } from './desk-cache/desk-route.ts';
import { formsOpen } from './windows/open-forms.ts';

declare const self: ServiceWorkerGlobalScope;

/** Every file of the build that a phone may keep; the build writes the list into this place. */
const files = self.__WB_MANIFEST;
const urlOf = (file: (typeof files)[number]) => (typeof file === 'string' ? file : file.url);

precacheAndRoute(files.filter((file) => !isDeskFile(urlOf(file))));
cleanupOutdatedCaches();
serveDesk(self, files.map(urlOf).filter(isDeskFile));

// Addresses of the app are answered with its page; the endpoint's own pages and routes go to the network.
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/(v1|api|health)(\/|$)/] }));

self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') event.waitUntil(skipWaiting());
});

async function skipWaiting(): Promise<void> {
  if (!(await formsOpen())) await self.skipWaiting();
}
