/** One import, from choosing a file to its end: the states the screen shows, and what moves it on. */
import { useEffect, useMemo, useState } from 'react';
import type { JobResponse, PreviewResponse, RosterProblem } from '../../../protocol/index.ts';
import type { EndpointAnswer } from '../../ask-endpoint.ts';
import { createImportApi, type ImportApi } from './import-api.ts';

export type Problem = RosterProblem | { readonly error: 'unreachable' | 'failed' };

export type ImportState =
  | { readonly kind: 'choosing'; readonly problem: Problem | null }
  | { readonly kind: 'reading'; readonly file: string }
  | {
      readonly kind: 'preview';
      readonly file: string;
      readonly preview: PreviewResponse;
      readonly starting: boolean;
      readonly problem: Problem | null;
    }
  | { readonly kind: 'running'; readonly job: JobResponse; readonly lost: boolean }
  | { readonly kind: 'done'; readonly job: JobResponse };

export interface Import {
  readonly state: ImportState;
  readonly api: ImportApi;
  choose(scope: string, file: File): void;
  confirm(): void;
  restart(problem?: Problem): void;
}

const ASK_EVERY_MS = 700;

/** @param token of the session */
export function useImport(token: string): Import {
  const api = useMemo(() => createImportApi(token), [token]);
  const [state, setState] = useState<ImportState>({ kind: 'choosing', problem: null });
  const restart = (problem: Problem | null = null) => setState({ kind: 'choosing', problem });

  const choose = async (scope: string, file: File) => {
    setState({ kind: 'reading', file: file.name });
    const answer = await api.preview(scope, file);
    if (answer.kind !== 'ok') return restart(problemOf(answer));
    setState({ kind: 'preview', file: file.name, preview: answer.value, starting: false, problem: null });
  };
  const confirm = async () => {
    if (state.kind !== 'preview' || state.starting) return;
    setState({ ...state, starting: true, problem: null });
    const { scope, previewId } = state.preview;
    const answer = await api.start(scope, previewId);
    if (answer.kind === 'ok') return setState(afterJob(answer.value));
    // The preview stands as long as the endpoint keeps it: one more tap is enough, and starts no second import.
    if (answer.kind === 'unreachable') return setState({ ...state, starting: false, problem: problemOf(answer) });
    restart(problemOf(answer));
  };

  const jobId = state.kind === 'running' ? state.job.id : null;
  useEffect(() => {
    if (jobId === null) return;
    let alive = true;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      const answer = await api.job(jobId);
      if (!alive) return;
      setState((before) => afterAsking(before, answer));
      timer = setTimeout(() => void ask(), ASK_EVERY_MS);
    };
    timer = setTimeout(() => void ask(), ASK_EVERY_MS);
    return () => {
      alive = false;
      clearTimeout(timer);
    };
  }, [api, jobId]);

  return {
    state,
    api,
    choose: (scope, file) => void choose(scope, file),
    confirm: () => void confirm(),
    restart,
  };
}

export function problemOf(answer: Exclude<EndpointAnswer<unknown>, { kind: 'ok' }>): Problem {
  return answer.kind === 'rejected' ? answer.problem : { error: 'unreachable' };
}

function afterJob(job: JobResponse): ImportState {
  switch (job.state) {
    case 'running':
      return { kind: 'running', job, lost: false };
    case 'done':
      return { kind: 'done', job };
    case 'failed':
      return { kind: 'choosing', problem: { error: 'failed' } };
  }
}

/** A lost network does not end an import, because the endpoint goes on with it. */
function afterAsking(before: ImportState, answer: EndpointAnswer<JobResponse>): ImportState {
  if (before.kind !== 'running') return before;
  if (answer.kind === 'ok') return afterJob(answer.value);
  return answer.kind === 'unreachable' ? { ...before, lost: true } : { kind: 'choosing', problem: answer.problem };
}
