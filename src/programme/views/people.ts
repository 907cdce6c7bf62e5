/** Citizens: who they are and in which household they live. */
import type { Citizen, SubjectGroup } from '../kinds/index.ts';
import { materialize } from '../materialize.ts';
import { requireTexts, type View } from './view.ts';

export interface PersonRow {
  readonly householdId: string;
  readonly name: string;
  readonly birthYear: number;
  /** ISO date, where the day is known. */
  readonly birthDate: string | null;
  readonly sex: 'nam' | 'nu';
  readonly group: SubjectGroup;
  readonly unit: string | null;
  readonly isHead: boolean;
  readonly movedOut: boolean;
  readonly cccdTail: string | null;
  readonly cccdHash: string | null;
  readonly conflict: boolean;
}

export const people: View<PersonRow> = {
  name: 'people',
  version: 1,
  kind: 'citizen',
  attachedKinds: [],
  row(entity) {
    const { current, conflict } = materialize(entity);
    if (current === null) return null;
    requireTexts(current, 'householdId', 'name');
    const citizen = current as unknown as Citizen;
    const { householdId, name, birthYear, birthDate = null, sex, group, unit = null } = citizen;
    const { relation, movedOut = false, cccdTail = null, cccdHash = null } = citizen;
    const isHead = relation === 'chu-ho';
    const whose = { householdId, name, birthYear, birthDate, sex, group, unit, isHead, movedOut };
    return { ...whose, cccdTail, cccdHash, conflict };
  },
};
