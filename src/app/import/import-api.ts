/** What the import screen asks of the endpoint. Refusals and lost networks are values, told on the screen. */
import type { z } from 'zod';
import {
  type JobResponse,
  jobResponse,
  type PreviewResponse,
  previewResponse,
  type RosterProblem,
  rosterProblem,
} from '../../protocol/index.ts';

export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly problem: RosterProblem }
  /** No network, too slow, or a hotspot's page in place of an answer. */
  | { readonly kind: 'unreachable' };

export interface ImportApi {
  template(): Promise<Answer<Blob>>;
  preview(commune: string, file: File): Promise<Answer<PreviewResponse>>;
  start(commune: string, previewId: string): Promise<Answer<JobResponse>>;
  job(id: string): Promise<Answer<JobResponse>>;
}

/** A file of 10 MiB over a slow line. */
const UPLOAD_TIMEOUT_MS = 5 * 60_000;
const TIMEOUT_MS = 30_000;

/** @param token of the session */
export function createImportApi(token: string): ImportApi {
  const ask = async (path: string, init: RequestInit = {}, timeoutMs = TIMEOUT_MS): Promise<Answer<Response>> => {
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
    return problem.success ? { kind: 'refused', problem: problem.data } : { kind: 'unreachable' };
  };
  const parsed = async <T extends z.ZodType>(
    asked: Promise<Answer<Response>>,
    schema: T,
  ): Promise<Answer<z.infer<T>>> => {
    const answer = await asked;
    if (answer.kind !== 'ok') return answer;
    const value = schema.safeParse(await jsonOf(answer.value));
    return value.success ? { kind: 'ok', value: value.data } : { kind: 'unreachable' };
  };

  return {
    template: async () => {
      const answer = await ask('/v1/roster/template.xlsx');
      if (answer.kind !== 'ok') return answer;
      const value = await answer.value.blob().catch(() => null);
      return value === null ? { kind: 'unreachable' } : { kind: 'ok', value };
    },
    preview: (commune, file) => {
      const query = new URLSearchParams({ commune, file: file.name });
      return parsed(
        ask(`/v1/roster/preview?${query}`, { method: 'POST', body: file }, UPLOAD_TIMEOUT_MS),
        previewResponse,
      );
    },
    start: (commune, previewId) => {
      const query = new URLSearchParams({ commune, preview: previewId });
      return parsed(ask(`/v1/roster/import?${query}`, { method: 'POST' }), jobResponse);
    },
    job: (id) => parsed(ask(`/v1/roster/jobs/${encodeURIComponent(id)}`), jobResponse),
  };
}

/** @returns undefined when it is no JSON, or the line broke in the middle */
async function jsonOf(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined);
}
