/**
 * The communes of an endpoint, as the administration asks for them.
 *
 * - `GET  /v1/communes`              those whose hamlets and campaigns the asker keeps, past ones too.
 * - `POST /v1/communes`              a new one; `PUT /v1/communes/{scope}` changes one.
 * - `POST /v1/communes/merge`        proposes that several become one from a day on; their records stay where they are.
 */
import { z } from 'zod';
import { isCleanText, isoDate, isSaneDate } from '../programme/index.ts';
import { scopeId } from './revision.ts';

/** Limits of what an administrator types of communes. */
export const COMMUNE_LIMITS = { nameLettersMax: 80, mergedMax: 40 } as const;

/** Communes of before 1975 are nobody's here, and none is planned for the next century. */
const day = isoDate.refine((text) => isSaneDate(text, [1900, 2100]), { message: 'impossible-date' });
const cleanName = z
  .string()
  .trim()
  .min(1)
  .max(COMMUNE_LIMITS.nameLettersMax)
  .refine((text) => isCleanText(text), { message: 'unclean-text' });

const communeFields = z.object({
  /** Code of the General Statistics Office. */
  code: z.string().regex(/^\d{5}$/),
  name: cleanName,
  province: cleanName,
  criteriaVariant: z.enum(['80', '70']),
});

/** A new commune. `from`: its first day, where it is known. */
export const addCommuneRequest = communeFields.extend({ from: day.nullable() });

/** A commune as it is to be. `day`: the first one of its code, where that is another. */
export const changeCommuneRequest = communeFields.extend({ from: day.nullable(), to: day.nullable(), day });

/** A merger. `into`: a commune that is there; null: the one that `commune` describes is made. */
export const mergeCommunesRequest = z
  .object({
    predecessors: z.array(scopeId).min(1).max(COMMUNE_LIMITS.mergedMax),
    into: scopeId.nullable(),
    commune: communeFields.nullable(),
    /** The first day of the merged commune. */
    from: day,
  })
  .refine(({ into, commune }) => (into === null) !== (commune === null), { path: ['commune'] });
export type MergeCommunesRequest = z.infer<typeof mergeCommunesRequest>;

/** A commune with its history. */
export const communeRow = communeFields.extend({
  scope: scopeId,
  /** First and last day; null: not known, or it still is. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** Codes that it had before. */
  codes: z.array(z.object({ code: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  /** Scopes of the communes that were merged into it. */
  predecessors: z.array(scopeId),
});
export type CommuneRow = z.infer<typeof communeRow>;
/** In the order of their codes. */
export const communeList = z.object({ communes: z.array(communeRow) });
export const communeResponse = z.object({ commune: communeRow });
