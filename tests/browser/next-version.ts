/**
 * An address at which the app can become newer: it passes everything on to the endpoint, and from `release()` on its
 * service worker and its page are those of another version, one of whose chunks has another name.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const CHUNK = /assets\/search-screen-[\w-]+\.js/;
const NEW_CHUNK = 'assets/search-screen-newversion.js';

export interface NextVersion {
  readonly url: string;
  /** A chunk that the version after does not have. */
  oldChunk(): Promise<string>;
  release(): void;
  dispose(): Promise<void>;
}

export async function nextVersion(endpoint: string): Promise<NextVersion> {
  let released = false;
  const text = async (path: string) => (await fetch(endpoint + path)).text();
  const oldChunk = async () => `/${CHUNK.exec(await text('/sw.js'))?.[0] ?? ''}`;
  const changed = async (path: string): Promise<string | null> => {
    if (path === '/sw.js') {
      return (await text(path))
        .replace(CHUNK, NEW_CHUNK)
        .replace(/(["'`]?revision["'`]?:\s*["'`])[^"'`]+(["'`],\s*["'`]?url["'`]?:\s*["'`]index\.html)/, '$1second$2')
        .replace(/(url["'`]?:\s*["'`]index\.html["'`],\s*["'`]?revision["'`]?:\s*["'`])[^"'`]+/, '$1second');
    }
    if (path === '/index.html') return (await text(path)).replace('<head>', '<head><meta name="second-version">');
    return path === `/${NEW_CHUNK}` ? text(await oldChunk()) : null;
  };
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    try {
      const { pathname } = new URL(path, endpoint);
      const other = released ? await changed(pathname) : null;
      if (other !== null) {
        const html = pathname.endsWith('.html');
        response.writeHead(200, {
          'content-type': html ? 'text/html' : 'text/javascript',
          'cache-control': 'no-cache',
        });
        response.end(other);
        return;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const headers = new Headers();
      for (const name of ['authorization', 'content-type', 'content-encoding']) {
        const value = request.headers[name];
        if (typeof value === 'string') headers.set(name, value);
      }
      const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
      const answer = await fetch(endpoint + path, { method: request.method ?? 'GET', headers, ...(body && { body }) });
      const kept = [...answer.headers].filter(
        ([name]) => !/^(content-encoding|content-length|transfer-encoding)$/.test(name),
      );
      response.writeHead(answer.status, Object.fromEntries(kept));
      response.end(Buffer.from(await answer.arrayBuffer()));
    } catch {
      response.writeHead(502).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    oldChunk,
    release() {
      released = true;
    },
    async dispose() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
