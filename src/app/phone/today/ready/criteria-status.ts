/**
 * Whether the endpoint knows the criteria sets that this phone works with: a form whose set it lacks has to wait there. It is
 * asked while there is a network; without one, the last answer is shown with its time. Pure.
 */
import { z } from 'zod';
import type { CriteriaRow } from '../../../../protocol/index.ts';

/** `ahead` means that one of the phone's sets is not known at the endpoint yet, so its records must wait. */
export type CriteriaFound = 'fresh' | 'ahead';
export interface CriteriaAnswer {
  readonly found: CriteriaFound;
  /** ISO instant of this phone's clock. */
  readonly at: string;
}

/** @param ours hashes of the sets that forms are filled in with here */
export function compareSets(ours: readonly string[], known: readonly Pick<CriteriaRow, 'sha256'>[]): CriteriaFound {
  const hashes = new Set(known.map(({ sha256 }) => sha256));
  return ours.every((sha256) => hashes.has(sha256)) ? 'fresh' : 'ahead';
}

/** @returns the note of an answer, which holds for the sets that it was asked about */
export function noteOf(ours: readonly string[], answer: CriteriaAnswer): string {
  return JSON.stringify({ ...answer, of: ours.join() });
}

/** @returns the answer; null where there is no note, or one about other sets */
export function answerIn(noted: string | null, ours: readonly string[]): CriteriaAnswer | null {
  const read = noteSchema.safeParse(parse(noted));
  return read.success && read.data.of === ours.join() ? read.data : null;
}

const noteSchema = z.object({ found: z.enum(['fresh', 'ahead']), at: z.string(), of: z.string() });

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
