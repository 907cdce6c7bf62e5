/** All views, by their names. */
import { evaluations } from './evaluations.ts';
import { households } from './households.ts';
import { identities } from './identities.ts';
import { people } from './people.ts';
import { visits } from './visits.ts';

export type { View, ViewRevision } from './view.ts';

export const VIEWS = { households, people, identities, evaluations, visits } as const;

/**
 * Whether the order of records of this kind (their `scopeSeq`) changes a row: true for kinds that hang from evaluations, such
 * as reviews.
 */
export const orderMatters = (kind: string): boolean => VIEWS.evaluations.attachedKinds.some((each) => each === kind);
