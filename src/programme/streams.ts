/**
 * Each kind of record belongs to one stream of its scope. A stream is what a phone may pull or may not: it has its own
 * gapless numbers, its own cursor and its own pages, so that what a person may not read leaves no hole in what they may.
 */
export const STREAMS = ['records', 'identity'] as const;
export type Stream = (typeof STREAMS)[number];

/** A stream of a scope. */
export interface StreamRef {
  readonly scope: string;
  readonly stream: Stream;
}
