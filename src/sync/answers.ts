/** What came back from the network, and whether it is ours at all. */
import type { z } from 'zod';
import type { HttpAnswer, SyncOutcome } from './api.ts';

/** Ends the round with an outcome: thrown inside, never out of the sync client. */
export class Stop extends Error {
  readonly outcome: SyncOutcome;
  constructor(outcome: SyncOutcome) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

/** @returns the JSON of an answer that is ours. @throws Stop for everything that is not. */
export function readAnswer<T extends z.ZodType>(answer: HttpAnswer, schema: T): { parsed: z.infer<T>; raw: unknown } {
  if (!answer.contentType.includes('json')) throw new Stop({ kind: 'not-endpoint' });
  if (answer.status === 401) throw new Stop({ kind: 'signed-out' });
  let raw: unknown;
  try {
    raw = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.body));
  } catch {
    // Cut in the middle, or not JSON in spite of its label.
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
