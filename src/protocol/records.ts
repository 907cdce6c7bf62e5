/** The present records of one kind, whichever it is: for the desk's list and for whoever takes data out. */
import { z } from 'zod';

/** Rows of one page. */
export const RECORDS_LIMITS = { pageMax: 200 } as const;

/** One record, as it is seen now. */
export const recordRow = z.object({
  id: z.string(),
  /** The record's own title, or that of whom it is about; '' where there is none. */
  title: z.string(),
  /** Who made the revision that is shown. */
  author: z.object({ id: z.string(), name: z.string().nullable() }),
  /** ISO instant, by the clock of the device that made it. */
  deviceTime: z.string(),
  /** Whether the record's heads contradict each other; then the first of them is shown. */
  conflict: z.boolean(),
  /** The payload, in the shape of its kind (programme/kinds). */
  payload: z.record(z.string(), z.unknown()),
});
export type RecordRow = z.infer<typeof recordRow>;

/** One page of the records of a kind. */
export const recordList = z.object({
  kind: z.string(),
  /** Rows in the order of their ids. */
  rows: z.array(recordRow),
  /** Ids of records within the page that are too large to be shown: whoever reads the list sees that it is without them. */
  tooLarge: z.array(z.string()),
  /** Id after which the next page begins; null: this was the last one. */
  next: z.string().nullable(),
});
export type RecordList = z.infer<typeof recordList>;
