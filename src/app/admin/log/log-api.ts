/** What the section *Nhật ký* asks of the endpoint. */
import { useMemo } from 'react';
import { type EventCheck, type EventKind, type EventList, eventCheck, eventList } from '../../../protocol/index.ts';
import { createAsk, type EndpointAnswer } from '../../ask-endpoint.ts';
import { useSession } from '../../services.ts';

/** Which events are shown. Empty members do not filter. */
export interface LogFilter {
  readonly kind: EventKind | '';
  /** Id of an officer. */
  readonly actor: string;
  /** Days in Việt Nam, the first and the last. */
  readonly from: string;
  readonly to: string;
}

export interface LogApi {
  /** @param before only events with a smaller number; null: from the newest on */
  events(scope: string, filter: LogFilter, before: number | null): Promise<EndpointAnswer<EventList>>;
  check(scope: string): Promise<EndpointAnswer<EventCheck>>;
}

/** Milliseconds that the endpoint may take to read a whole chain. */
const CHECK_TIMEOUT_MS = 120_000;

/** @returns the questions with the token of the session */
export function useLogApi(): LogApi {
  const { token } = useSession();
  return useMemo(() => {
    const ask = createAsk(token);
    return {
      events: (scope, filter, before) => {
        const wanted = Object.entries({ ...filter, before: before === null ? '' : String(before) });
        const query = new URLSearchParams({ scope, ...Object.fromEntries(wanted.filter(([, value]) => value !== '')) });
        return ask.json(`/v1/events?${query}`, eventList);
      },
      check: (scope) =>
        ask.json(`/v1/events/check?${new URLSearchParams({ scope })}`, eventCheck, undefined, CHECK_TIMEOUT_MS),
    };
  }, [token]);
}
