/** Households: number and hamlet. */
import type { Household } from '../kinds/index.ts';
import { materialize } from '../materialize.ts';
import { requireTexts, type View } from './view.ts';

export interface HouseholdRow {
  readonly number: string;
  readonly hamlet: string;
  readonly conflict: boolean;
}

export const households: View<HouseholdRow> = {
  name: 'households',
  version: 1,
  kind: 'household',
  attachedKinds: [],
  row(entity) {
    const { current, conflict } = materialize(entity);
    if (current === null) return null;
    requireTexts(current, 'number', 'hamlet');
    const { number, hamlet } = current as Household;
    return { number, hamlet, conflict };
  },
};
