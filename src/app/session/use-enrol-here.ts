/** Signs in with a code over the store that is open, and syncs. */
import { useServices } from '../services.ts';
import type { CodeOutcome } from './code-form.tsx';

/** @param onDone called after a sign-in */
export function useEnrolHere(onDone?: () => void): (code: string) => Promise<CodeOutcome> {
  const { syncClient } = useServices();
  return async (code) => {
    const answer = await syncClient.enrol(code);
    if (answer.kind !== 'signed-in') return answer;
    void syncClient.sync();
    onDone?.();
    return { kind: 'done' };
  };
}
