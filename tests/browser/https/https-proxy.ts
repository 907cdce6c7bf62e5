/** What Caddy does before a real endpoint: it answers HTTPS, and names the asker's address to the endpoint behind it. */
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ServerIdentity } from './authority.ts';

export interface HttpsProxy {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens on a free port of this machine.
 * @param target address of the endpoint, asked for anew at each request: it may be started again elsewhere
 */
export async function httpsProxy(identity: ServerIdentity, target: () => string): Promise<HttpsProxy> {
  const server = createServer(identity, (asked, answer) => {
    const headers = { ...asked.headers, 'x-forwarded-for': asked.socket.remoteAddress ?? '' };
    const onward = request(`${target()}${asked.url}`, { method: asked.method, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    });
    onward.on('error', () => answer.headersSent || answer.writeHead(502).end());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
