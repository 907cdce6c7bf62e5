/** What is asked of the endpoint about one record. */
import {
  type CorrectionResponse,
  correctionResponse,
  type MemberCorrection,
  type QuarantineRecord,
  quarantineRecord,
} from '../../../protocol/index.ts';
import { createAsk, type EndpointAnswer } from '../../ask-endpoint.ts';

export interface RecordApi {
  record(): Promise<EndpointAnswer<QuarantineRecord>>;
  correct(corrections: readonly MemberCorrection[]): Promise<EndpointAnswer<CorrectionResponse>>;
}

/** @param token of the session */
export function createRecordApi(token: string, scope: string, id: string): RecordApi {
  const ask = createAsk(token);
  return {
    record: () => ask.json(`/v1/quarantine/${id}?${new URLSearchParams({ scope })}`, quarantineRecord),
    correct: (corrections) =>
      ask.json('/v1/quarantine/correct', correctionResponse, {
        method: 'POST',
        body: JSON.stringify({ scope, id, corrections }),
      }),
  };
}
