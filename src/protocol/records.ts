/** Records of a kind as they now stand, of whichever kind: for the desk's list and for whoever takes data out. */
import { z } from 'zod';

export const RECORDS_LIMITS = { pageMax: 200 } as const;

export const recordRow = z.object({
  id: z.string(),
  /** The record's own words, or those of whom it is about; '' where there are none. */
  title: z.string(),
  /** Of the revision shown. */
  author: z.object({ id: z.string(), name: z.string().nullable() }),
  /** ISO instant, by the clock of the device that made it. */
  deviceTime: z.string(),
  /** Whether its heads contradict each other: then the first of them is shown. */
  conflict: z.boolean(),
  /** As its kind in the schemas. */
  payload: z.record(z.string(), z.unknown()),
});
export type RecordRow = z.infer<typeof recordRow>;

export const recordList = z.object({
  kind: z.string(),
  /** By id. */
  rows: z.array(recordRow),
  /** Ids of those within the page whose revisions are too many bytes to be shown: named, so that a list without them is known for one. */
  tooLarge: z.array(z.string()),
  /** What the next page goes on after; null: this was the last one. */
  next: z.string().nullable(),
});
export type RecordList = z.infer<typeof recordList>;
