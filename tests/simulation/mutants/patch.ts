/** How a seeded bug is written down: which lines of which file are read otherwise than they are. */
export interface Patch {
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

/** Name of a seeded bug → the lines that it changes. */
export type Mutants = Readonly<Record<string, readonly Patch[]>>;

/** A seeded bug of one line. */
export const one = (file: string, find: string, put = ''): Patch[] => [{ file, find, put }];
