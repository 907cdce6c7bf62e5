/** Reads from the endpoint when a section opens, and again after what somebody did there. */
import { useCallback, useEffect, useState } from 'react';
import type { EndpointAnswer } from '../ask-endpoint.ts';

/** Why the endpoint did not do what was asked. */
export type Refusal = Exclude<EndpointAnswer<unknown>, { kind: 'ok' }>;

export interface Reading<T> {
  /** What was read last; null while the first reading runs, or where it failed. */
  readonly value: T | null;
  readonly refusal: Refusal | null;
  readonly reload: () => Promise<void>;
}

/** @param read stays the same function as long as it asks the same */
export function useAnswer<T>(read: () => Promise<EndpointAnswer<T>>): Reading<T> {
  const [state, setState] = useState<Omit<Reading<T>, 'reload'>>({ value: null, refusal: null });
  const take = useCallback(
    (answer: EndpointAnswer<T>) =>
      setState((before) =>
        answer.kind === 'ok' ? { value: answer.value, refusal: null } : { value: before.value, refusal: answer },
      ),
    [],
  );
  useEffect(() => {
    let alive = true;
    setState({ value: null, refusal: null });
    void read().then((answer) => alive && take(answer));
    return () => {
      alive = false;
    };
  }, [read, take]);
  const reload = useCallback(async () => take(await read()), [read, take]);
  return { ...state, reload };
}
