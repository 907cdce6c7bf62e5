/** Visits: what came of each, and when the next one is. */
import type { Visit } from '../kinds/index.ts';
import { materialize } from '../materialize.ts';
import { requireTexts, type View } from './view.ts';

export interface VisitRow {
  readonly householdId: string;
  readonly outcome: Visit['outcome'];
  /** ISO instant. */
  readonly at: string;
  /** ISO date of the next visit that was agreed on. */
  readonly nextDate: string | null;
}

export const visits: View<VisitRow> = {
  name: 'visits',
  version: 1,
  kind: 'visit',
  attachedKinds: [],
  row(entity) {
    const { current } = materialize(entity);
    if (current === null) return null;
    requireTexts(current, 'householdId', 'at');
    const { householdId, outcome, at, nextDate = null } = current as unknown as Visit;
    return { householdId, outcome, at, nextDate };
  },
};
