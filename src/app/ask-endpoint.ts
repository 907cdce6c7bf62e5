/** Screens that work on the endpoint itself ask it here. Rejections and lost networks are values, which the screen shows. */
import type { z } from 'zod';
import { type RosterProblem, rosterProblem } from '../protocol/index.ts';

export type EndpointAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'rejected'; readonly problem: RosterProblem }
  /** There is no network, it is too slow, or a hotspot's page came in place of an answer. */
  | { readonly kind: 'unreachable' };

const TIMEOUT_MS = 30_000;

export interface Ask {
  raw(path: string, init?: RequestInit, timeoutMs?: number): Promise<EndpointAnswer<Response>>;
  json<T extends z.ZodType>(
    path: string,
    schema: T,
    init?: RequestInit,
    timeoutMs?: number,
  ): Promise<EndpointAnswer<z.infer<T>>>;
}

/** @param token of the session */
export function createAsk(token: string): Ask {
  const raw: Ask['raw'] = async (path, init = {}, timeoutMs = TIMEOUT_MS) => {
    let response: Response;
    try {
      response = await fetch(path, {
        ...init,
        headers: { authorization: `Bearer ${token}` },
        cache: 'no-store',
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch {
      return { kind: 'unreachable' };
    }
    if (response.ok) return { kind: 'ok', value: response };
    const problem = rosterProblem.safeParse(await jsonOf(response));
    return problem.success ? { kind: 'rejected', problem: problem.data } : { kind: 'unreachable' };
  };
  return {
    raw,
    async json(path, schema, init, timeoutMs) {
      const answer = await raw(path, init, timeoutMs);
      if (answer.kind !== 'ok') return answer;
      const value = schema.safeParse(await jsonOf(answer.value));
      return value.success ? { kind: 'ok', value: value.data } : { kind: 'unreachable' };
    },
  };
}

/** @returns the parsed body; undefined where it is no JSON, or the connection broke in the middle */
async function jsonOf(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined);
}
