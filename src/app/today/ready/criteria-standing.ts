/**
 * Whether this phone's criteria sets are the newest the endpoint knows. Asked while there is a network; without one, the
 * last answer is told with its time. Pure.
 */
import { z } from 'zod';
import type { CriteriaRow } from '../../../protocol/index.ts';

/** `newer`: a set of ours has a successor; `ahead`: one of ours is not known there yet, so its records must wait. */
export type CriteriaFound = 'fresh' | 'newer' | 'ahead';
export interface CriteriaAnswer {
  readonly found: CriteriaFound;
  /** ISO instant of this phone's clock. */
  readonly at: string;
}

/** @param shipped set id → hash of the one on this phone */
export function compareSets(shipped: Readonly<Record<string, string>>, known: readonly CriteriaRow[]): CriteriaFound {
  let ahead = false;
  for (const [id, sha256] of Object.entries(shipped)) {
    const ours = known.find((row) => row.sha256 === sha256);
    if (ours === undefined) ahead = true;
    else if (known.some((row) => row.id === id && Date.parse(row.at) > Date.parse(ours.at))) return 'newer';
  }
  return ahead ? 'ahead' : 'fresh';
}

/** What is noted of an answer. It holds for the sets it was asked about: an updated app has others. */
export function noteOf(shipped: Readonly<Record<string, string>>, answer: CriteriaAnswer): string {
  return JSON.stringify({ ...answer, of: Object.values(shipped).join() });
}

/** @returns null where the note is none, or of other sets */
export function answerIn(noted: string | null, shipped: Readonly<Record<string, string>>): CriteriaAnswer | null {
  const read = noteSchema.safeParse(parse(noted));
  return read.success && read.data.of === Object.values(shipped).join() ? read.data : null;
}

const noteSchema = z.object({ found: z.enum(['fresh', 'newer', 'ahead']), at: z.string(), of: z.string() });

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
