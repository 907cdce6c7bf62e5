/**
 * Parts of which payloads are made. Dates are ISO `YYYY-MM-DD` in Asia/Ho_Chi_Minh; instants are ISO 8601 with offset. Ids are
 * UUIDv7 made on the device.
 */
import { z } from 'zod';

export const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const isoInstant = z.iso.datetime({ offset: true });
export const id = z.uuid();

/** A criteria set as a record names it. The text with this hash is meant, whichever set has the same id and version later. */
export const pinnedSet = z.object({ id: z.string(), version: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
export type PinnedSet = z.infer<typeof pinnedSet>;

/** What can be evaluated. The programme has five titles; the screens are for the first one, of citizens. */
export const SUBJECT_KINDS = ['citizen', 'household', 'clan', 'community', 'unit'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

export const SUBJECT_GROUPS = ['1', '2', '3', '4'] as const;
/**
 * Group of a citizen: 1 người dân trong xã · 2 người lao động · 3 cán bộ, doanh nhân · 4 học sinh, sinh viên.
 * @see QĐ 324/QĐ-KHVN
 */
export const subjectGroup = z.enum(SUBJECT_GROUPS);
export type SubjectGroup = z.infer<typeof subjectGroup>;

/** An id for examples, which names nobody. */
export const SOME_ID = '01934a5c-0000-7000-8000-000000000000';
