/** What one round counts, and how it asks the endpoint. */
import type { Session } from '../protocol/index.ts';
import type { HttpAnswer, Net } from './api.ts';
import { NetDown } from './errors.ts';

/** Milliseconds until an answer is no longer waited for. */
export const TIMEOUT_MS = 60_000;
/** An answer that took longer is of a link so thin that several at once might all come too late. */
export const QUICK_MS = 10_000;
/** Requests of one push or pull in a round; more is work for the next time. */
export const REQUESTS_MAX = 400;

/** Told at its end, and to the parts of a round while it goes. */
export interface Round {
  pushed: number;
  pulled: number;
  attention: number;
  bytesSent: number;
  bytesReceived: number;
  /** The endpoint gives this officer other scopes than the session has. */
  moved: boolean;
  /** How far this phone's clock is ahead of the endpoint's. */
  skewMs: number;
  /** Whether the last answer came quickly. */
  quick: boolean;
  /** Given up from outside: it asks for nothing more. */
  signal?: AbortSignal;
}

/** A round before its first request. */
export const NOTHING: Round = {
  pushed: 0,
  pulled: 0,
  attention: 0,
  bytesSent: 0,
  bytesReceived: 0,
  moved: false,
  skewMs: 0,
  quick: false,
};

const encoder = new TextEncoder();

export interface Asking {
  /** Counts the bytes of what it asks. @throws NetDown */
  request(round: Round, asked: Parameters<Net['request']>[0]): Promise<HttpAnswer>;
  /** A question in JSON, zipped. @throws NetDown */
  post(round: Round, session: Session, path: string, question: object): Promise<HttpAnswer>;
}

/** @param heard called at each answer */
export function asking(net: Net, heard: () => void): Asking {
  const request: Asking['request'] = async (round, asked) => {
    const { signal } = round;
    // Given up while it was at something else than the network: it must not go on beside the round after it.
    if (signal?.aborted) throw new NetDown('given up');
    const answer = await net.request({ ...asked, ...(signal && { signal }) });
    heard();
    round.bytesSent += answer.wire?.sent ?? asked.body?.length ?? 0;
    round.bytesReceived += answer.wire?.received ?? answer.body.length;
    return answer;
  };
  return {
    request,
    post(round, { token }, path, question) {
      const body = encoder.encode(JSON.stringify(question));
      return request(round, { method: 'POST', path, token, body, gzip: true, timeoutMs: TIMEOUT_MS });
    },
  };
}
