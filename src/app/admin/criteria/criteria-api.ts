/** What the section *Bộ tiêu chí* asks of the endpoint. */
import { useMemo } from 'react';
import { z } from 'zod';
import {
  type CriteriaRow,
  criteriaList,
  criteriaRow,
  type ProposalRow,
  proposalResponse,
  type SetPreviewResponse,
  setPreviewResponse,
} from '../../../protocol/index.ts';
import { createAsk, type EndpointAnswer } from '../../ask-endpoint.ts';
import { useSession } from '../../services.ts';

/** Scoring thousands of evaluations twice takes longer than a usual answer. */
const PREVIEW_TIMEOUT_MS = 120_000;

const wholeSet = z.record(z.string(), z.unknown());
export type SetValue = Readonly<Record<string, unknown>>;

/** A set as it was chosen. */
export interface ChosenSet {
  /** Name of the file, or id and version. */
  readonly name: string;
  readonly value: SetValue;
  /** SHA-256 of the set that the value has only changes of. */
  readonly base: string | null;
}

type Answered<T> = Promise<EndpointAnswer<T>>;

export interface CriteriaApi {
  sets(): Answered<{ readonly sets: CriteriaRow[] }>;
  set(sha256: string): Answered<SetValue>;
  /** @param period a year */
  preview(scope: string, period: string, chosen: ChosenSet): Answered<SetPreviewResponse>;
  add(chosen: ChosenSet): Answered<unknown>;
  /** @param from first day, in Asia/Ho_Chi_Minh */
  propose(scope: string, sha256: string, from: string): Answered<{ readonly proposal: ProposalRow }>;
}

function createCriteriaApi(token: string): CriteriaApi {
  const ask = createAsk(token);
  const send = (body: object) => ({ method: 'POST', body: JSON.stringify(body) });
  const query = (parameters: Record<string, string>, base: string | null) =>
    new URLSearchParams(base === null ? parameters : { ...parameters, base });
  return {
    sets: () => ask.json('/v1/criteria-sets', criteriaList),
    set: (sha256) => ask.json(`/v1/criteria-sets/${sha256}`, wholeSet),
    preview: (scope, period, { value, base }) =>
      ask.json(
        `/v1/criteria-sets/preview?${query({ scope, period }, base)}`,
        setPreviewResponse,
        send(value),
        PREVIEW_TIMEOUT_MS,
      ),
    add: ({ value, base }) =>
      ask.json(`/v1/criteria-sets?${query({}, base)}`, criteriaRow.omit({ at: true }), send(value)),
    propose: (scope, sha256, from) =>
      ask.json(`/v1/criteria-sets/${sha256}/publications`, proposalResponse, send({ scope, from })),
  };
}

/** @returns the questions with the token of the session */
export function useCriteriaApi(): CriteriaApi {
  const { token } = useSession();
  return useMemo(() => createCriteriaApi(token), [token]);
}
