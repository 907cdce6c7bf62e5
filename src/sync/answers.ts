/** Whether what came back from the network is our endpoint's answer, and what it says. */
import type { z } from 'zod';
import type { HttpAnswer, SyncOutcome } from './api.ts';

/** Ends a round with an outcome. It is thrown inside of the sync client and never out of it. */
export class Stop extends Error {
  readonly outcome: SyncOutcome;
  constructor(outcome: SyncOutcome) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

/**
 * Reads an answer that must be our endpoint's.
 * @returns its JSON as the schema gives it, and as it came
 * @throws Stop with `signed-out`, the endpoint's error code, or `not-endpoint` for everything that is not ours
 */
export function readAnswer<T extends z.ZodType>(answer: HttpAnswer, schema: T): { parsed: z.infer<T>; raw: unknown } {
  if (!answer.contentType.includes('json')) throw new Stop({ kind: 'not-endpoint' });
  if (answer.status === 401) throw new Stop({ kind: 'signed-out' });
  let raw: unknown;
  try {
    raw = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.body));
  } catch {
    // The answer was cut in the middle, or is not JSON in spite of its label.
    throw new Stop({ kind: 'not-endpoint' });
  }
  if (answer.status !== 200) {
    const code = (raw as { error?: unknown } | null)?.error;
    throw new Stop({ kind: 'error', code: typeof code === 'string' ? code : `http-${answer.status}` });
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw new Stop({ kind: 'not-endpoint' });
  return { parsed: parsed.data, raw };
}
