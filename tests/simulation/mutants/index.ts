/**
 * Seeded bugs: each rewrites a line of the real code as it is loaded (../load.ts), so that the code that ships has no
 * switch for them. A simulator that does not catch them is not to be believed.
 */
import { ENDPOINT_JUDGING } from './endpoint-judging.ts';
import { ENDPOINT_KEEPING } from './endpoint-keeping.ts';
import { LETTING_GO } from './letting-go.ts';
import type { Mutants } from './patch.ts';
import { PULLING } from './pulling.ts';
import { RECEIPTS } from './receipts.ts';
import { SAVING } from './saving.ts';
import { STARTING } from './starting.ts';

export const MUTANTS: Mutants = {
  ...SAVING,
  ...STARTING,
  ...LETTING_GO,
  ...RECEIPTS,
  ...PULLING,
  ...ENDPOINT_KEEPING,
  ...ENDPOINT_JUDGING,
};
