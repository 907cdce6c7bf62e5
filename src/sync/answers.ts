/** Whether what came back from the network is our endpoint's answer, and what it says. */
import type { z } from 'zod';
import type { HttpAnswer, SyncOutcome } from './api.ts';

/** A round that ends before its last step, with its outcome. It is thrown inside the sync client and never out of it. */
export class RoundStopped extends Error {
  readonly outcome: SyncOutcome;
  constructor(outcome: SyncOutcome) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

/**
 * Reads an answer that must be our endpoint's.
 * @returns its JSON as the schema gives it, and as it came
 * @throws RoundStopped with `signed-out`, the endpoint's error code, or `not-endpoint` for everything that is not ours
 */
export function readAnswer<T extends z.ZodType>(answer: HttpAnswer, schema: T): { parsed: z.infer<T>; raw: unknown } {
  if (!answer.contentType.includes('json')) throw new RoundStopped({ kind: 'not-endpoint' });
  if (answer.status === 401) throw new RoundStopped({ kind: 'signed-out' });
  let raw: unknown;
  try {
    raw = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.body));
  } catch {
    // The answer was cut in the middle, or is not JSON in spite of its label.
    throw new RoundStopped({ kind: 'not-endpoint' });
  }
  if (answer.status !== 200) {
    const code = (raw as { error?: unknown } | null)?.error;
    throw new RoundStopped({ kind: 'error', code: typeof code === 'string' ? code : `http-${answer.status}` });
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw new RoundStopped({ kind: 'not-endpoint' });
  return { parsed: parsed.data, raw };
}
