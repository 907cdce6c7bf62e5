/** What is asked of the endpoint about one record. */
import {
  type Mending,
  type MendResponse,
  mendResponse,
  type QuarantineRecord,
  quarantineRecord,
} from '../../../protocol/index.ts';
import { type Answer, createAsk } from '../../ask-endpoint.ts';

export interface RecordApi {
  record(): Promise<Answer<QuarantineRecord>>;
  mend(mendings: readonly Mending[]): Promise<Answer<MendResponse>>;
}

/** @param token of the session */
export function createRecordApi(token: string, scope: string, id: string): RecordApi {
  const ask = createAsk(token);
  return {
    record: () => ask.json(`/v1/quarantine/${id}?${new URLSearchParams({ scope })}`, quarantineRecord),
    mend: (mendings) =>
      ask.json('/v1/quarantine/mend', mendResponse, {
        method: 'POST',
        body: JSON.stringify({ scope, id, mendings }),
      }),
  };
}
