/** A hamlet (ấp, thôn, khóm, tổ…) of a commune, in the commune's own list. */
import { z } from 'zod';
import { defineKind } from './kind.ts';
import { id, isoDate } from './parts.ts';

export const hamletPayload = z.looseObject({
  /** As households name it: `Ấp Bình Phước`. */
  name: z.string().trim().min(1).max(100),
  /** What such a part of a commune is called here: `Ấp`, `Thôn`, `Khóm`, `Tổ`. */
  unit: z.string().trim().min(1).max(40),
  /** The hamlet of which it is a part, for a tổ. */
  parentId: id.optional(),
  /** First day, and last one, where they are known. */
  from: isoDate.optional(),
  to: isoDate.optional(),
  /** Former names and other spellings, by which households of before are found. */
  spellings: z.array(z.string().trim().min(1).max(100)).max(50).optional(),
});
export type Hamlet = z.infer<typeof hamletPayload>;

/** The owner of all hamlets, so that a phone finds them together. */
export const HAMLETS_OWNER = 'hamlets';

export const hamlet = defineKind({
  payload: hamletPayload,
  label: { vi: 'Ấp, khóm, tổ', en: 'Hamlet' },
  stream: 'records',
  writtenBy: 'manage-commune',
  ownerId: () => HAMLETS_OWNER,
  titledBy: () => undefined,
  title: (payload) => payload?.name,
  photos: () => [],
  example: { name: 'Ấp Bình Phước', unit: 'Ấp', from: '2025-07-01' },
});
