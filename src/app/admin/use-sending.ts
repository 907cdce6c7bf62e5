/** Asks something of the endpoint from a form: one request at a time, and why it was refused stays beside the form. */
import { useState } from 'react';
import type { EndpointAnswer } from '../ask-endpoint.ts';
import type { Refusal } from './use-answer.ts';

export interface Sending<T> {
  readonly busy: boolean;
  /** Why the last request was refused; null where it was not. */
  readonly refusal: Refusal | null;
  readonly send: (ask: () => Promise<EndpointAnswer<T>>) => Promise<void>;
}

/** @param onDone called with what the endpoint answered */
export function useSending<T>(onDone: (value: T) => void): Sending<T> {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const send = async (ask: () => Promise<EndpointAnswer<T>>) => {
    setBusy(true);
    const answer = await ask();
    setBusy(false);
    setRefusal(answer.kind === 'ok' ? null : answer);
    if (answer.kind === 'ok') onDone(answer.value);
  };
  return { busy, refusal, send };
}
