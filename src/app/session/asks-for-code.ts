/** Whether a sync can go on only after the officer's code was entered again. */
import type { SyncOutcome } from '../../sync/index.ts';

/** Rejections of the phone's id or key that another sign-in resolves (`KEY_REJECTIONS` of the endpoint). */
const OF_THE_SIGN_IN: readonly string[] = ['too-many-devices', 'too-many-keys'];

export function asksForCode(outcome: SyncOutcome | null): boolean {
  if (outcome?.kind === 'error') return OF_THE_SIGN_IN.includes(outcome.code);
  return outcome?.kind === 'signed-out';
}
