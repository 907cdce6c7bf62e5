/** The one fetch wrapper of the phone: everything that the sync client asks goes through it. */
import type { Net } from './api.ts';
import { NetDown } from './errors.ts';

/** @returns the bytes in gzip. @throws where the browser has no `CompressionStream` */
export async function gzip(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * The network of a browser.
 * @param base address of the endpoint; '' for the app's own origin
 */
export function fetchNet(base = ''): Net {
  return {
    async request({ method, path, token, body, gzip: zipped, timeoutMs, signal }) {
      const headers = new Headers();
      if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
      let sent = body as Uint8Array<ArrayBuffer> | undefined;
      if (sent) headers.set('content-type', zipped === undefined ? 'application/octet-stream' : 'application/json');
      if (sent && zipped && typeof CompressionStream !== 'undefined') {
        sent = await gzip(sent);
        headers.set('content-encoding', 'gzip');
      }
      try {
        const response = await fetch(base + path, {
          method,
          headers,
          ...(sent && { body: sent }),
          // Only a GET could come from a cache, also from a hotspot's; for the others this would be two headers for nothing.
          ...(method === 'GET' && { cache: 'no-store' as const }),
          credentials: 'omit',
          redirect: 'follow',
          signal: eitherOf(AbortSignal.timeout(timeoutMs), signal),
        });
        const received = new Uint8Array(await response.arrayBuffer());
        // The length of a zipped body is its length on the wire; one that is streamed has none.
        const length = Number(response.headers.get('content-length') ?? received.length);
        return {
          status: response.status,
          contentType: response.headers.get('content-type') ?? '',
          body: received,
          wire: { sent: sent?.length ?? 0, received: Math.min(length, received.length) },
        };
      } catch (error) {
        throw new NetDown(String(error));
      }
    },
  };
}

/** Where the browser cannot join two signals (before 2023), the time limit alone ends the request. */
function eitherOf(limit: AbortSignal, given: AbortSignal | undefined): AbortSignal {
  return given !== undefined && 'any' in AbortSignal ? AbortSignal.any([limit, given]) : limit;
}
