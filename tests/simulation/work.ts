/** What officers do in the simulation: households, citizens, visits, evaluations, as the screens would commit them. */
import { compile, loadBuiltIn, score, setHash } from '../../src/criteria/index.ts';
import type { Random } from '../../src/endpoint/demo/random.ts';
import {
  addCitizen,
  addHousehold,
  answersOf,
  type Citizen,
  changeCitizen,
  definitionOf,
  type Evaluation,
  finishEvaluation,
  KINDS,
  type Kind,
  type NewRevision,
  newRevision,
  type PayloadOf,
  recordVisit,
  reviewEvaluation,
} from '../../src/programme/index.ts';
import type { Revision } from '../../src/protocol/index.ts';
import { uuidv7 } from '../../src/vault/index.ts';
import { SCOPE } from './scopes.ts';

const set = await loadBuiltIn('cdht-1');
const compiled = compile(set);
const criteriaSet = { id: set.id, version: set.version, sha256: setHash(set) };
/** A few results worked out once: the engine has tests of its own. */
const RESULTS = (['chua', 'dat', 'kha', 'tot'] as const).map((level) => {
  const answers: Evaluation['answers'] = {};
  for (const { id } of compiled.indicators) answers[id] = { level };
  return { answers, result: resultOf(answers) };
});
const HAMLET = 'Bình Hòa';
const GROUP = '1';
/** Nobody looks for what somebody agreed to: all forms here name the same. */
const CONSENT = '0192a000-0000-7000-8000-000000000001';

export interface Known {
  readonly households: string[];
  readonly citizens: { readonly id: string; readonly householdId: string }[];
  readonly evaluations?: { readonly id: string; readonly revId: string }[];
}

/** Saved, and so promised. */
export interface Promised {
  readonly revision: Revision;
  /** Name of the phone that made it. */
  readonly phone: string;
  /** Photo bytes the record speaks of, kept by the test. */
  readonly photo: string | null;
}

/** Kinds that have an act of their own here, or are for supervisors. */
const ACTED: readonly string[] = ['household', 'citizen', 'identity', 'visit', 'consent', 'evaluation', 'review'];
/** Kinds without a line here are saved as their examples, so that a new kind is tried without a change here. */
const OTHER_KINDS = KINDS.filter((kind) => !ACTED.includes(kind) && definitionOf(kind)?.writtenBy === 'collect');

/** @returns one act: what a screen saves at once */
export function anAct(
  random: Random,
  id: () => string,
  at: string,
  known: Known,
  photo: string | null,
  scope: string = SCOPE,
): NewRevision[] {
  const kind = random.int(10);
  const household = known.households.length === 0 ? undefined : random.pick(known.households);
  const citizen = known.citizens.length === 0 ? undefined : random.pick(known.citizens);
  if (household === undefined || kind === 0) {
    return addHousehold({ scope, id: id() }, { number: String(1 + random.int(400)), hamlet: HAMLET });
  }
  if (citizen === undefined || kind <= 2) {
    return addCitizen(
      { scope, id: id() },
      {
        householdId: household,
        name: `Nguyễn Văn ${random.int(1000)}`,
        birthYear: 1940 + random.int(80),
        sex: 'nam',
        relation: 'con',
        group: GROUP,
      },
    );
  }
  if (kind === 3) {
    // A person's data corrected: built on the heads this phone knows, so two phones make siblings.
    const number = random.int(1000);
    const birthYear = 1940 + random.int(80);
    const corrected: Citizen = {
      householdId: citizen.householdId,
      name: `Trần Thị ${number}`,
      birthYear,
      sex: 'nu',
      relation: 'con',
      group: GROUP,
    };
    const ref = { scope, id: citizen.id };
    if (number % 2 === 1) return changeCitizen(ref, corrected);
    // One in two has a card: saved in one act with the person, in a stream of its own.
    const cccd = `091${birthYear}${String(number).padStart(5, '0')}`;
    return changeCitizen(ref, { ...corrected, cccdTail: cccd.slice(-3) }, cccd);
  }
  if (kind <= 5) {
    return recordVisit({ scope, id: id() }, { householdId: household, outcome: 'vang-nha', at });
  }
  if (OTHER_KINDS.length > 0 && random.chance(40)) {
    const other = random.pick(OTHER_KINDS);
    return [newRevision(other, { scope, id: id() }, definitionOf(other)?.example as PayloadOf[Kind])];
  }
  const { answers: plain, result } = random.pick(RESULTS);
  const first = Object.keys(plain)[0] ?? '1';
  const evidence = photo === null ? undefined : [{ kind: 'photo' as const, sha256: photo }];
  const answers = evidence === undefined ? plain : { ...plain, [first]: { ...plain[first], evidence } };
  const form = {
    subject: { kind: 'citizen', id: citizen.id },
    hamlet: HAMLET,
    unit: null,
    group: GROUP,
    period: '2026',
    criteriaSet,
    answers,
    flags: {},
    conditions: [],
    result: evidence === undefined ? result : resultOf(answers),
    consentId: CONSENT,
    signature: '',
    startedAt: at,
    finishedAt: at,
  } as const;
  const ref = { scope, id: id() };
  const finished = finishEvaluation(ref, form, { id: id(), householdId: citizen.householdId });
  if (finished.kind === 'incomplete') throw new Error('every level of every indicator is an answer');
  return [...finished.revisions];
}

/** @returns what a supervisor saves at once; nothing where there is no evaluation to judge */
export function aReview(random: Random, id: () => string, at: string, { evaluations = [] }: Known): NewRevision[] {
  if (evaluations.length === 0) return [];
  const reviewed = random.pick(evaluations);
  const decision = random.pick(['returned', 'accepted', 'proposed', 'recognised'] as const);
  const review = { evaluationId: reviewed.id, revId: reviewed.revId, decision, at };
  return reviewEvaluation({ scope: SCOPE, id: id() }, review);
}

/** What others of this phone may be made on, from what was saved. */
export function learn(known: Known, revisions: readonly Revision[]): void {
  for (const { kind, entityId, revId, payload } of revisions) {
    if (kind === 'evaluation') known.evaluations?.push({ id: entityId, revId });
    if (kind === 'household' && !known.households.includes(entityId)) known.households.push(entityId);
    if (kind === 'citizen' && !known.citizens.some(({ id }) => id === entityId)) {
      known.citizens.push({ id: entityId, householdId: String(payload?.householdId) });
    }
  }
}

/** Ids as a phone makes them at its present instant. */
export function idsOf(phone: { readonly millis: number }, random: Random): () => string {
  return () => uuidv7({ now: () => '', millis: () => phone.millis }, { bytes: (length) => bytesOf(random, length) });
}

/** Bytes of a picture on which a name can be read (canary.ts). */
export function aPhoto(random: Random): Uint8Array {
  const bytes = bytesOf(random, 400 + random.int(2000));
  bytes.set(new TextEncoder().encode('Trần Thị'), random.int(100));
  return bytes;
}

export function bytesOf(random: Random, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 1) bytes[at] = random.int(256);
  return bytes;
}

function resultOf(answers: Evaluation['answers']): Evaluation['clientResult'] {
  return score(compiled, answersOf({ answers }));
}
