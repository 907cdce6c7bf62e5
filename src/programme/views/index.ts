/** What is seen, by the name of the view. */
import { evaluations } from './evaluations.ts';
import { households } from './households.ts';
import { people } from './people.ts';

export type { EvaluationRow } from './evaluations.ts';
export type { HouseholdRow } from './households.ts';
export type { PersonRow } from './people.ts';
export type { View, ViewRevision } from './view.ts';

export const VIEWS = { households, people, evaluations } as const;
