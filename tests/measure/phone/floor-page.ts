/**
 * The floor of a cold start: a page of one line that a service worker keeps, which reads one row of IndexedDB, writes it into the
 * page and says when that is painted. Nothing that starts without a network and has data can be faster.
 */
import { createServer } from 'node:http';

const PAGE = `<!doctype html><html lang="vi"><meta charset="utf-8"><title>…</title><p id="row"></p><script>
navigator.serviceWorker.register('/sw.js');
const open = indexedDB.open('floor', 1);
open.onupgradeneeded = () => open.result.createObjectStore('rows').put({ text: 'x'.repeat(1000) }, 1);
open.onsuccess = () => {
  const read = open.result.transaction('rows').objectStore('rows').get(1);
  read.onsuccess = () => {
    document.getElementById('row').textContent = read.result.text;
    requestAnimationFrame(() => setTimeout(() => performance.mark('floor-usable')));
  };
};
</script></html>`;
const WORKER = `
addEventListener('install', (event) => event.waitUntil(caches.open('floor').then((cache) => cache.add('/'))));
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request))));`;

export interface FloorPage {
  readonly url: string;
  close(): void;
}

export async function serveFloorPage(): Promise<FloorPage> {
  const server = createServer((request, response) => {
    const isWorker = request.url === '/sw.js';
    response.setHeader('content-type', isWorker ? 'text/javascript' : 'text/html');
    response.end(isWorker ? WORKER : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://localhost:${address.port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
