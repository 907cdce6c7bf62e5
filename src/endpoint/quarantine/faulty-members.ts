/**
 * Which members of a record keep it from being accepted, and which values each of them may have: what a supervisor can
 * correct. What is not a matter of a member (a hash that does not hold, an author who is no officer, newer schemas) is not
 * found here.
 */
import type { z } from 'zod';
import { type Compiled, fits } from '../../criteria/index.ts';
import {
  answersOf,
  definitionOf,
  type Evaluation,
  impossibleDates,
  isCleanText,
  isSaneDate,
} from '../../programme/index.ts';
import {
  type FaultyMember,
  type MemberFault,
  type MemberPath,
  type Revision,
  SCHEMA_VERSION,
} from '../../protocol/index.ts';
import type { Scorer } from '../ingest/rescore.ts';

/** What the endpoint knows that a record is checked against. */
export interface FaultContext {
  /** The communes of the supervisor who asks. */
  readonly communes: readonly { readonly scope: string; readonly code: string; readonly name: string }[];
  readonly sets: readonly { readonly id: string; readonly version: string; readonly sha256: string }[];
  readonly scorers: ReadonlyMap<string, Scorer>;
}

/** @returns the faulty members in the order in which a form shows them; [] where nothing can be corrected */
export function faultyMembers(revision: Revision, { communes, sets, scorers }: FaultContext): FaultyMember[] {
  const definition = definitionOf(revision.kind);
  if (revision.schema > SCHEMA_VERSION || definition === null) return [];
  const found = new Found(revision);
  const { scope, payload } = revision;
  const known = sets.map(({ id, version, sha256 }) => ({ value: { id, version, sha256 }, label: `${id} ${version}` }));
  if (communes.every((commune) => commune.scope !== scope)) {
    const choices = communes.map((commune) => ({ value: commune.scope, label: `${commune.name} (${commune.code})` }));
    found.add(['scope'], 'scope', { choices });
  }
  if (!isSaneDate(revision.deviceTime)) found.add(['deviceTime'], 'time');
  for (const path of impossibleDates(payload)) found.add(['payload', ...path], 'time');
  found.addUnclean(payload, ['payload']);
  const parsed = definition.payload.safeParse(payload);
  if (!parsed.success) for (const issue of parsed.error.issues) found.addIssue(issue, known);
  else if (revision.kind === 'evaluation') {
    const evaluation = parsed.data as Evaluation;
    const scorer = scorers.get(evaluation.criteriaSet.sha256);
    const isForIt = scorer?.compiled.set.subject.kind === evaluation.subject.kind;
    if (scorer === undefined || !isForIt) found.add(CRITERIA_SET, 'set', { choices: known });
    else found.addAnswers(evaluation, scorer.compiled);
  }
  return found.members;
}

const CRITERIA_SET: MemberPath = ['payload', 'criteriaSet'];
const YES_NO = [
  { value: true, label: 'Có' },
  { value: false, label: 'Không' },
];
type Choices = NonNullable<FaultyMember['choices']>;
type Bounds = Pick<FaultyMember, 'min' | 'max' | 'choices'> & { readonly takes?: 'text' | 'json' };

/** Collects the faulty members of one record. */
class Found {
  readonly members: FaultyMember[] = [];
  readonly #record: unknown;
  constructor(record: unknown) {
    this.#record = record;
  }

  /** Adds a member unless it is there for another reason already. */
  add(path: MemberPath, why: MemberFault, bounds: Bounds = {}): void {
    if (this.members.some((member) => samePath(member.path, path))) return;
    const value = valueAt(this.#record, path);
    const takes = value === undefined || typeof value === 'string' ? 'text' : 'json';
    this.members.push({ path, why, takes, ...(value !== undefined && { value }), ...bounds });
  }

  /** Adds texts with characters that cannot be seen, and with NUL, which no database can hold (ingest/judge.ts). */
  addUnclean(value: unknown, path: MemberPath): void {
    if (typeof value === 'string' && !isCleanText(value)) this.add(path, 'nul');
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      this.addUnclean(inner, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  }

  addIssue(issue: z.core.$ZodIssue, sets: Choices): void {
    const path: MemberPath = ['payload', ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))];
    const bounds = boundsOf(issue);
    const value = valueAt(this.#record, path);
    const ranged = bounds.min !== undefined || bounds.max !== undefined;
    const out = typeof value === 'string' ? 'letters' : 'range';
    // Nobody types a hash, so the criteria set is chosen as a whole.
    if (path[1] === CRITERIA_SET[1]) this.add(CRITERIA_SET, 'set', { choices: sets });
    else if (value === undefined || value === '') this.add(path, 'missing', bounds);
    else this.add(path, ranged ? out : bounds.choices === undefined ? 'form' : 'choice', bounds);
  }

  addAnswers(evaluation: Evaluation, compiled: Compiled): void {
    const { indicators } = answersOf(evaluation);
    for (const [id, answer] of Object.entries(indicators)) {
      const spec = compiled.byId.get(id)?.spec;
      if (spec === undefined || fits(compiled, id, answer)) continue;
      const add = (way: keyof typeof answer, why: MemberFault, bounds: Bounds) =>
        this.add(['payload', 'answers', id, way], why, bounds);
      if (answer.notApplicable) add('notApplicable', 'form', { choices: YES_NO });
      if (answer.points !== undefined || spec.kind === 'free') {
        const min = spec.kind === 'free' || spec.kind === 'levels' ? spec.free?.min : undefined;
        add('points', 'range', { takes: 'json', ...(min !== undefined && { min }), max: spec.max });
      }
      if (answer.level !== undefined || (spec.kind === 'levels' && answer.points === undefined)) {
        const levels = spec.kind === 'levels' ? spec.levels : [];
        add('level', 'choice', { choices: levels.map((each) => ({ value: each.id, label: each.title.vi })) });
      }
      if (answer.yes !== undefined || spec.kind === 'yes-no') add('yes', 'choice', { choices: YES_NO });
      if (answer.measured !== undefined || spec.kind === 'measured') add('measured', 'form', { takes: 'json' });
    }
  }
}

function boundsOf(issue: z.core.$ZodIssue): Bounds {
  switch (issue.code) {
    case 'invalid_type':
      return { takes: issue.expected === 'string' ? 'text' : 'json' };
    case 'invalid_value':
      return { choices: issue.values.map((value) => ({ value, label: String(value) })) };
    case 'too_small':
      return { min: Number(issue.minimum) };
    case 'too_big':
      return { max: Number(issue.maximum) };
    default:
      return {};
  }
}

/** @returns whether both are the place of the same member */
export function samePath(one: MemberPath, other: MemberPath): boolean {
  return one.length === other.length && one.every((key, at) => key === other[at]);
}

/** @returns the value at this place of a record; undefined where there is none */
export function valueAt(record: unknown, path: MemberPath): unknown {
  let value = record;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}
