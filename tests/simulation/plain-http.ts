/**
 * A request and an answer without the streams that Node makes for each: of a simulated request they take half the time. The
 * routes, which know nothing of it, ask no more of them than what is here.
 */
import type { Net } from '../../src/sync/index.ts';
import { standIns } from './stand-ins.ts';

type Ask = Parameters<Net['request']>[0];

/** @returns what the routes read of a request */
export function plainRequest({ method, path, token, body }: Ask): Request {
  const headers = new Headers({ 'content-type': 'application/json' });
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  const request = { method, url: `http://localhost${path}`, headers, signal: new AbortController().signal };
  return { ...request, body: body === undefined ? null : once(body) } as unknown as Request;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield Uint8Array.from(bytes);
}

type Body = Uint8Array | string | null | undefined;

class PlainResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  readonly bodyUsed = false;

  constructor(body?: Body, { status = 200, headers }: ResponseInit = {}) {
    this.body = body;
    this.status = status;
    this.headers = new Headers(headers);
  }

  async bytes(): Promise<Uint8Array> {
    return typeof this.body === 'string' ? new TextEncoder().encode(this.body) : Uint8Array.from(this.body ?? []);
  }
}

/** Takes the place of the global `Response`, with which the routes make answers; those without a stream are plain. */
export function standInForResponses(): void {
  if (!standIns.areLoaded) return;
  const Whole = globalThis.Response;
  globalThis.Response = new Proxy(Whole, {
    construct(_, [body, init]: [BodyInit | null | undefined, ResponseInit | undefined]) {
      const isPlain = body === null || body === undefined || typeof body === 'string' || body instanceof Uint8Array;
      return isPlain ? new PlainResponse(body, init) : new Whole(body, init);
    },
  });
}
