/** What one round counts, and how it asks the endpoint. sync-round.ts says what it asks. */
import type { HandInReason, Session } from '../protocol/index.ts';
import type { HttpAnswer, Net } from './api.ts';
import { NetDown } from './errors.ts';

/** Milliseconds until an answer is no longer waited for. */
export const TIMEOUT_MS = 60_000;
/** Milliseconds until an answer about drafts is no longer waited for. */
export const DRAFTS_TIMEOUT_MS = 30_000;
/** The beginning of a note's name in the person's relay store. Each note tells which drafts of a commune the endpoint has. */
export const SENT_DRAFTS = 'drafts-sent-';
/** A longer wait for an answer shows a link so thin that several requests at once might all come too late. */
export const QUICK_MS = 10_000;
/** Requests of one push or pull in a round; what is left then is done in the next one. */
export const REQUESTS_MAX = 400;

/** What a round has counted and learnt so far; its parts write into it. */
export interface Round {
  pushed: number;
  pulled: number;
  attention: number;
  bytesSent: number;
  bytesReceived: number;
  /** The endpoint gives this officer other scopes than the session has. */
  moved: boolean;
  /** Milliseconds by which this phone's clock is ahead of the endpoint's. */
  skewMs: number;
  /** Whether the last answer came quickly. */
  quick: boolean;
  /** The newest token that the endpoint gave in this round; absent while the session's is the newest. */
  token?: string;
  /** Scopes in which drafts wait that were handed over to this officer; absent where none do. */
  handedDrafts?: readonly string[];
  /** Why the sign-in has ended, where it has: the endpoint keeps what comes, and gives nothing. */
  handedIn?: HandInReason;
  /** Aborted where the round is given up from outside: from then on it asks for nothing more. */
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

/** How the parts of a round ask the endpoint. */
export interface Asking {
  /** Asks, and counts the bytes in the round. @throws NetDown */
  request(round: Round, asked: Parameters<Net['request']>[0]): Promise<HttpAnswer>;
  /** Asks with a body in JSON, zipped. @throws NetDown */
  post(round: Round, session: Session, path: string, question: object): Promise<HttpAnswer>;
}

/** @param onAnswer called at each answer, whatever it is */
export function asking(net: Net, onAnswer: () => void): Asking {
  const request: Asking['request'] = async (round, asked) => {
    const { signal } = round;
    // A round may be given up while it waits for something else than the network; it must not go on beside the next one.
    if (signal?.aborted) throw new NetDown('given up');
    const answer = await net.request({ ...asked, ...(signal && { signal }) });
    onAnswer();
    round.bytesSent += answer.wire?.sent ?? asked.body?.length ?? 0;
    round.bytesReceived += answer.wire?.received ?? answer.body.length;
    return answer;
  };
  return {
    request,
    post(round, session, path, question) {
      const token = round.token ?? session.token;
      const body = encoder.encode(JSON.stringify(question));
      return request(round, { method: 'POST', path, token, body, gzip: true, timeoutMs: TIMEOUT_MS });
    },
  };
}
