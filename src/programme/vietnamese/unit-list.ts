/** A list of units as a file, with which an administrator replaces or extends the shipped one (units.ts). */
import { z } from 'zod';
import { isCleanText } from './clean-text.ts';
import type { AdministrativeUnit } from './units.ts';

/** Units of one file: more than there are communes in the country. */
const UNITS_MAX = 20_000;
const clean = z.string().trim().min(1).max(80).refine(isCleanText);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const code = z.string().regex(/^\d{5}$/);

const unitList = z.array(
  z.object({
    code,
    name: z.object({ vi: clean, en: clean }),
    level: z.literal('commune'),
    province: clean,
    validFrom: day,
    validTo: day.optional(),
    successors: z.array(code).max(20),
    status: z.enum(['official', 'provisional']),
  }),
);

/** @param text JSON, a list of units as `UNITS` of units.ts has them @returns null where it is none */
export function readUnitList(text: string): readonly AdministrativeUnit[] | null {
  try {
    const read = unitList.max(UNITS_MAX).safeParse(JSON.parse(text));
    return read.success ? (read.data as readonly AdministrativeUnit[]) : null;
  } catch {
    return null;
  }
}
