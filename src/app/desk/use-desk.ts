/** What the desk shows: read when it opens, when the commune or the list changes, and after each decision. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { PhoneRow, QuarantineRow } from '../../protocol/index.ts';
import type { EndpointAnswer } from '../ask-endpoint.ts';
import { createDeskApi, type DeskApi, type Shown } from './desk-api.ts';

export type AskFailure = Exclude<EndpointAnswer<unknown>, { kind: 'ok' }>;
export interface Desk {
  readonly api: DeskApi;
  /** The quarantined records; null while they are read. */
  readonly rows: readonly QuarantineRow[] | null;
  readonly more: boolean;
  /** The number of records that the endpoint can show in no list yet. */
  readonly pendingViewCount: number;
  readonly phones: readonly PhoneRow[] | null;
  /** Why the last reading failed. */
  readonly failure: AskFailure | null;
  readonly reload: () => Promise<void>;
}

const NOTHING = { rows: null, more: false, pendingViewCount: 0, phones: null, failure: null } as const;

export function useDesk(token: string, scope: string, shown: Shown): Desk {
  const api = useMemo(() => createDeskApi(token), [token]);
  const [state, setState] = useState<Omit<Desk, 'api' | 'reload'>>(NOTHING);
  const read = useCallback(async (): Promise<Omit<Desk, 'api' | 'reload'>> => {
    const [list, phones] = await Promise.all([api.quarantine(scope, shown), api.phones(scope)]);
    if (list.kind !== 'ok') return { ...NOTHING, failure: list };
    if (phones.kind !== 'ok') return { ...NOTHING, failure: phones };
    return { ...list.value, phones: phones.value.phones, failure: null };
  }, [api, scope, shown]);

  useEffect(() => {
    let alive = true;
    setState(NOTHING);
    void read().then((next) => alive && setState(next));
    return () => {
      alive = false;
    };
  }, [read]);
  const reload = useCallback(async () => setState(await read()), [read]);
  return { ...state, api, reload };
}
