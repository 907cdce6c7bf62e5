/** Files of the simulator that are given to the code under test in the place of others, where load.ts loads it. */
interface StandIn {
  readonly wanted: RegExp;
  /** Who asks for it. */
  readonly by: RegExp;
  readonly file: string;
}

export const STAND_INS: readonly StandIn[] = [
  { wanted: /^dexie$/, by: /\/src\/vault\//, file: './database/choice.ts' },
  { wanted: /\/signatures\.ts$/, by: /\/src\/endpoint\/(accounts|ingest)\//, file: './signatures.ts' },
  { wanted: /\/signature-threads\.ts$/, by: /\/src\/endpoint\/ingest\//, file: './signatures.ts' },
];

/** Whether load.ts is at work in this process; the unit tests run worlds without it. */
export const standIns = { areLoaded: false };
