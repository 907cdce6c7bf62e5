/** All views, by their names. */
import { evaluations } from './evaluations.ts';
import { households } from './households.ts';
import { identities } from './identities.ts';
import { people } from './people.ts';
import { visits } from './visits.ts';

export type { View, ViewRevision } from './view.ts';

export const VIEWS = { households, people, identities, evaluations, visits } as const;

/** @returns whether a row depends on the place of such a record in the endpoint's order, as it does on that of a decision */
export const isOrdered = (kind: string): boolean => VIEWS.evaluations.hanging.some((each) => each === kind);
