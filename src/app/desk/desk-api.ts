/** What the desk asks of the endpoint. */
import type { z } from 'zod';
import {
  closeResponse,
  type PhoneRow,
  phoneList,
  type QuarantineRow,
  quarantineList,
  type RetryResponse,
  retryResponse,
} from '../../protocol/index.ts';
import { createAsk, type EndpointAnswer } from '../ask-endpoint.ts';

export type Shown = 'open' | 'resolved';
export interface DeskApi {
  quarantine(scope: string, state: Shown): Promise<EndpointAnswer<z.output<typeof quarantineList>>>;
  /** @param ids of the records; where none are given, all of the commune are tried */
  retry(scope: string, ids?: readonly string[]): Promise<EndpointAnswer<RetryResponse>>;
  close(scope: string, id: string, reason: string): Promise<EndpointAnswer<{ row: QuarantineRow }>>;
  phones(scope: string): Promise<EndpointAnswer<{ phones: PhoneRow[] }>>;
}

/** @param token of the session */
export function createDeskApi(token: string): DeskApi {
  const ask = createAsk(token);
  const post = (body: object) => ({ method: 'POST', body: JSON.stringify(body) });
  return {
    quarantine: (scope, state) => ask.json(`/v1/quarantine?${new URLSearchParams({ scope, state })}`, quarantineList),
    retry: (scope, ids) => ask.json('/v1/quarantine/retry', retryResponse, post({ scope, ids })),
    close: (scope, id, reason) => ask.json('/v1/quarantine/close', closeResponse, post({ scope, id, reason })),
    phones: (scope) => ask.json(`/v1/phones?${new URLSearchParams({ scope })}`, phoneList),
  };
}
