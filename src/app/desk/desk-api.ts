/** What the desk asks of the endpoint. */
import {
  closeResponse,
  type PhoneRow,
  phoneList,
  type QuarantineRow,
  quarantineList,
  type RetryResponse,
  retryResponse,
} from '../../protocol/index.ts';
import { type Answer, createAsk } from '../ask-endpoint.ts';

export type Shown = 'open' | 'resolved';
export interface DeskApi {
  quarantine(commune: string, state: Shown): Promise<Answer<{ rows: QuarantineRow[]; more: boolean }>>;
  /** @param ids none: all of the commune */
  retry(commune: string, ids?: readonly string[]): Promise<Answer<RetryResponse>>;
  close(commune: string, id: string, reason: string): Promise<Answer<{ row: QuarantineRow }>>;
  phones(commune: string): Promise<Answer<{ phones: PhoneRow[] }>>;
}

/** @param token of the session */
export function createDeskApi(token: string): DeskApi {
  const ask = createAsk(token);
  const post = (body: object) => ({ method: 'POST', body: JSON.stringify(body) });
  return {
    quarantine: (commune, state) =>
      ask.json(`/v1/quarantine?${new URLSearchParams({ commune, state })}`, quarantineList),
    retry: (commune, ids) => ask.json('/v1/quarantine/retry', retryResponse, post({ commune, ids })),
    close: (commune, id, reason) => ask.json('/v1/quarantine/close', closeResponse, post({ commune, id, reason })),
    phones: (commune) => ask.json(`/v1/phones?${new URLSearchParams({ commune })}`, phoneList),
  };
}
