/** What the import screen asks of the endpoint. */
import { type JobResponse, jobResponse, type PreviewResponse, previewResponse } from '../../../protocol/index.ts';
import { createAsk, type EndpointAnswer } from '../../ask-endpoint.ts';

export interface ImportApi {
  template(): Promise<EndpointAnswer<Blob>>;
  preview(scope: string, file: File): Promise<EndpointAnswer<PreviewResponse>>;
  start(scope: string, previewId: string): Promise<EndpointAnswer<JobResponse>>;
  job(id: string): Promise<EndpointAnswer<JobResponse>>;
}

/** A file of 10 MiB takes this long over a slow line. */
const UPLOAD_TIMEOUT_MS = 5 * 60_000;

/** @param token of the session */
export function createImportApi(token: string): ImportApi {
  const ask = createAsk(token);
  return {
    template: async () => {
      const answer = await ask.raw('/v1/roster/template.xlsx');
      if (answer.kind !== 'ok') return answer;
      const value = await answer.value.blob().catch(() => null);
      return value === null ? { kind: 'unreachable' } : { kind: 'ok', value };
    },
    preview: (scope, file) => {
      const query = new URLSearchParams({ scope, file: file.name });
      const init = { method: 'POST', body: file };
      return ask.json(`/v1/roster/preview?${query}`, previewResponse, init, UPLOAD_TIMEOUT_MS);
    },
    start: (scope, previewId) => {
      const query = new URLSearchParams({ scope, preview: previewId });
      return ask.json(`/v1/roster/import?${query}`, jobResponse, { method: 'POST' });
    },
    job: (id) => ask.json(`/v1/roster/jobs/${encodeURIComponent(id)}`, jobResponse),
  };
}
