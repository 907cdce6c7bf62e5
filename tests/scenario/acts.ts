/** What people do, as the revisions that the app's screens commit: the one file of the driver that knows payloads. */
import { type Compiled, compile, loadBuiltIn, score, setHash } from '../../src/criteria/index.ts';
import {
  answersOf,
  type Citizen,
  type Evaluation,
  finish,
  type Household,
  type Review,
} from '../../src/programme/index.ts';
import type { NewRevision } from '../../src/vault/index.ts';

/** The level words of the criteria sets, as officers say them. */
const LEVELS = { chưa: 'chua', đạt: 'dat', khá: 'kha', tốt: 'tot' } as const;
export type Level = keyof typeof LEVELS;

const SET_ID = 'cdht-1';
const set = await loadBuiltIn(SET_ID);
const compiled: Compiled = compile(set);
const criteriaSet = { id: set.id, version: set.version, sha256: setHash(set) };

/** What a form needs to know of the one who is evaluated and of the moment. */
export interface FormSubject {
  readonly scope: string;
  readonly citizenId: string;
  readonly householdId: string;
  /** Campaign year. */
  readonly period: string;
  readonly consentId: string;
  readonly visitId: string;
  /** Instants with offset, of the phone's clock. */
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** One new entity: nothing is there yet that it could be made on. */
const born = { parents: [] } as const;

export function newHousehold(id: string, scope: string, household: Household): NewRevision {
  return { kind: 'household', entityId: id, ...born, scope, payload: household };
}

export function newPerson(id: string, scope: string, citizen: Citizen): NewRevision {
  return { kind: 'citizen', entityId: id, ...born, scope, payload: citizen };
}

/** What a form leaves out of a person, as most in the commune are. */
export function aPerson(householdId: string, name: string, changed: Partial<Citizen> = {}): Citizen {
  return { householdId, name, birthYear: 1970, sex: 'nu', relation: 'khac', group: '1', ...changed };
}

/** Consent is saved before the first question. */
export function consentOf({ scope, citizenId, consentId, startedAt: at }: FormSubject): NewRevision {
  const payload = { citizenId, agreed: true, by: 'self', how: 'spoken', textVersion: 'test', at } as const;
  return { kind: 'consent', entityId: consentId, ...born, scope, payload };
}

/** The indicators of the criteria set, in their order. */
export const INDICATORS: readonly string[] = compiled.indicators.map(({ id }) => id);

/** @throws Error with a sentence where the set has no such indicator */
export function answered(
  answers: Evaluation['answers'],
  indicator: string,
  change: { readonly level?: Level; readonly evidence?: readonly object[] },
): Evaluation['answers'] {
  if (!INDICATORS.includes(indicator)) {
    throw new Error(`the criteria set has no indicator ${indicator}; it has ${INDICATORS.join(', ')}`);
  }
  const before = answers[indicator] ?? {};
  const { level, evidence = [] } = change;
  return {
    ...answers,
    [indicator]: {
      ...before,
      ...(level !== undefined && { level: LEVELS[level] }),
      ...(evidence.length > 0 && { evidence: [...(before.evidence ?? []), ...evidence] }),
    } as Evaluation['answers'][string],
  };
}

/**
 * The evaluation, and the visit in which it was made.
 * @throws Error that names what is unanswered: such a form cannot be finished
 */
export function finishedForm(
  subject: FormSubject,
  answers: Evaluation['answers'],
  evaluationId: string,
): readonly [evaluation: NewRevision, visit: NewRevision] {
  const { scope, visitId, householdId, ...rest } = subject;
  const finished = finish({
    ...rest,
    criteriaSet,
    answers,
    flags: {},
    conditions: [],
    result: score(compiled, answersOf({ answers })),
    signature: '',
  });
  if (finished.kind === 'incomplete') {
    const open = INDICATORS.filter((indicator) => answers[indicator] === undefined);
    throw new Error(`the form is not complete: ${open.join(', ')} not answered (say "others" for all the rest)`);
  }
  const visit = { householdId, citizenId: subject.citizenId, outcome: 'evaluated', at: subject.finishedAt } as const;
  return [
    { kind: 'evaluation', entityId: evaluationId, ...born, scope, payload: finished.evaluation },
    { kind: 'visit', entityId: visitId, ...born, scope, payload: visit },
  ];
}

/** The same as another revision of what is there, made on the heads that the phone shows. */
export function onShown({ kind, entityId, scope, payload }: NewRevision): NewRevision {
  return { kind, entityId, scope, payload };
}

export function reviewOf(id: string, scope: string, review: Review): NewRevision {
  return { kind: 'review', entityId: id, ...born, scope, payload: review };
}
