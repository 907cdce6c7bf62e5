/** The real journals in a real page, driven from a test: the modules as they are, served by the development server. */
import type { Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import type { Journal } from '../../src/vault/index.ts';

export type Kind = 'opfs' | 'cache';
const PAGE = '/blank-page';

/** The page's side; payloads cross as arrays of numbers. */
interface Inside {
  open(kind: Kind, name: string): Promise<number>;
  readonly journals: readonly Journal[];
}

/** @returns a server of the phone's modules and of one empty page, and the page's address */
export async function moduleServer(): Promise<{ server: ViteDevServer; url: string }> {
  const server = await createServer({
    configFile: false,
    root: new URL('../..', import.meta.url).pathname,
    // What is served here imports no package: nothing is to be looked for and bundled.
    optimizeDeps: { noDiscovery: true },
    server: { port: 0, hmr: false, watch: null },
    appType: 'custom',
    logLevel: 'error',
    plugins: [
      {
        name: 'blank-page',
        configureServer: ({ middlewares }) => {
          middlewares.use(PAGE, (_request, response) => {
            response.setHeader('content-type', 'text/html');
            response.end('<!doctype html><title>journal</title>');
          });
        },
      },
    ],
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (address === null || typeof address !== 'object') throw new Error('the modules are not served');
  return { server, url: `http://localhost:${address.port}${PAGE}` };
}

/** Loads the journals into a page that is open at `moduleServer`'s address. */
export async function loadJournals(page: Page): Promise<void> {
  await page.addScriptTag({
    type: 'module',
    content: `
      import { cacheJournal } from '/src/vault/journal/journal-cache.ts';
      import { opfsJournal } from '/src/vault/journal/journal-opfs.ts';
      const journals = [];
      const open = async (kind, name) =>
        journals.push(
          kind === 'opfs'
            ? await opfsJournal(name)
            : cacheJournal(await caches.open(name), Math.random().toString(36).slice(2)),
        ) - 1;
      window.inside = { journals, open };`,
  });
  await page.waitForFunction(() => 'inside' in window);
}

/** A journal in the page, as if it were here. */
export async function journalIn(page: Page, kind: Kind, name: string): Promise<Journal> {
  const at = await page.evaluate(
    ([kind_, name_]) => (window as unknown as { inside: Inside }).inside.open(kind_, name_),
    [kind, name] as const,
  );
  const write = (method: 'append' | 'rewrite', payloads: readonly Uint8Array[]) =>
    page.evaluate(
      ([index, method_, frames]) =>
        (window as unknown as { inside: Inside }).inside.journals[index]?.[method_](
          frames.map((bytes) => new Uint8Array(bytes)),
        ),
      [at, method, payloads.map((payload) => [...payload])] as const,
    );
  return {
    kind,
    append: (payloads) => write('append', payloads),
    rewrite: (payloads) => write('rewrite', payloads),
    async readAll() {
      const frames = await page.evaluate(
        async (index) =>
          ((await (window as unknown as { inside: Inside }).inside.journals[index]?.readAll()) ?? []).map((bytes) => [
            ...bytes,
          ]),
        at,
      );
      return frames.map((bytes) => Uint8Array.from(bytes));
    },
    sizeBytes: () =>
      page.evaluate(
        async (index) => (await (window as unknown as { inside: Inside }).inside.journals[index]?.sizeBytes()) ?? 0,
        at,
      ),
    close: () =>
      page.evaluate((index) => (window as unknown as { inside: Inside }).inside.journals[index]?.close(), at),
  };
}
