/**
 * Goal: every list, count and export says the same on phone, desk and endpoint. Method: officers and a supervisor write into one
 * commune at random, each on a phone of their own that syncs when it likes; once all have synced, what each phone shows is held
 * against the endpoint's tables and its export.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../src/endpoint/demo/random.ts';
import {
  type Citizen,
  type Decision,
  type Evaluation,
  type Household,
  reviewEvaluation,
} from '../../src/programme/index.ts';
import { recordList } from '../../src/protocol/index.ts';
import { uuidv7, type Vault } from '../../src/vault/index.ts';
import { anAct, type Known, learn } from '../simulation/work.ts';
import { SCOPE, STORES, Station } from './station.ts';

const PERIOD = '2026';
/** Void often enough that some people are left without an evaluation. */
const DECISIONS: readonly Decision[] = ['void', 'void', 'void', 'returned', 'accepted', 'proposed', 'recognised'];
const REASON = 'Đã bàn trong ban chỉ đạo';
const PEOPLE = ['CB-1', 'CB-2', 'GS-1'] as const;

/** What one person does next: saves, decides about an evaluation, or syncs. */
const step = fc.record({
  who: fc.nat(PEOPLE.length - 1),
  what: fc.constantFrom('save', 'save', 'decide', 'decide', 'sync'),
  chance: fc.nat(1_000_000),
});

describe.each(STORES)('phones, desk and endpoint on %s', (kind) => {
  it('agree once all have synced, whatever was done in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 80 }), async (steps) => {
        const station = await Station.open(kind);
        try {
          await station.putOfficers([{ id: 'cb-2', role: 'officer', scopes: [SCOPE], code: 'CB-2' }]);
          const people = [];
          for (const [at, code] of PEOPLE.entries()) {
            const known: Known = { households: [], citizens: [], evaluations: [] };
            people.push({ ...(await station.phone(700 + at, code)), known });
          }
          for (const { who, what, chance } of steps) {
            const person = people[who];
            if (person === undefined) continue;
            const { vault, syncClient, phone, known } = person;
            const random = seeded(chance);
            const id = () => uuidv7(phone.clock, phone.rng);
            if (what === 'sync') await syncClient.sync();
            if (what === 'save') {
              const done = await vault.commit(anAct(random, id, phone.clock.now(), known, null, SCOPE));
              if (done.kind !== 'saved') throw new Error(done.detail);
              // One commune: all know of what was saved anywhere, as from talking.
              for (const other of people) learn(other.known, done.revisions);
            }
            const { evaluations = [] } = known;
            const decider = people.at(-1);
            if (what === 'decide' && evaluations.length > 0 && decider !== undefined) {
              const { id: evaluationId, revId } = random.pick(evaluations);
              const review = {
                evaluationId,
                revId,
                decision: random.pick(DECISIONS),
                reason: REASON,
                at: phone.clock.now(),
              };
              await decider.vault.commit(reviewEvaluation({ scope: SCOPE, id: id() }, review));
            }
          }
          for (let round = 0; round < 2; round += 1) for (const { syncClient } of people) await syncClient.sync();
          const atEndpoint = await endpointOf(station);
          for (const { vault } of people)
            expect(
              await shownBy(
                vault,
                atEndpoint.evaluations.map(({ id }) => id),
              ),
            ).toEqual(atEndpoint);
        } finally {
          await station.dispose();
        }
      }),
      { numRuns: kind === 'sqlite' ? 12 : 4 },
    );
  });
});

interface Shown {
  readonly hamlets: readonly { hamlet: string; households: number; citizens: number; evaluated: number }[];
  readonly people: readonly string[];
  readonly evaluations: readonly { id: string; status: string; counted: string | null; total: number }[];
}

const byId = <T extends { readonly id: string }>(rows: readonly T[]): T[] =>
  [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));

async function shownBy(vault: Vault, evaluationIds: readonly string[]): Promise<Shown> {
  const hamlets = await vault.hamlets(PERIOD);
  const evaluations = [];
  for (const id of evaluationIds) {
    const stored = await vault.evaluation({ scope: SCOPE, id });
    if (stored === null) throw new Error(`${id} is not on the phone`);
    const { status, countedRevId: counted, evaluation } = stored;
    evaluations.push({ id, status, counted, total: evaluation.clientResult.total });
  }
  return {
    hamlets: hamlets.map(({ scope: _, ...counts }) => counts),
    people: (await vault.roster()).map(({ id, name, householdId }) => `${id} ${name} ${householdId}`).sort(),
    evaluations: byId(evaluations),
  };
}

/** The export gives who there is, the tables where each evaluation stands. */
async function endpointOf(station: Station): Promise<Shown> {
  const supervisor = await station.enrol('GS-1');
  const exported = async <P>(kind: string) => {
    const { value } = await station.ask(supervisor, `/v1/export/${kind}?scope=${SCOPE}`);
    return recordList.parse(value).rows.map(({ id, payload }) => ({ id, payload: payload as P }));
  };
  const households = await exported<Household>('household');
  const citizens = (await exported<Citizen>('citizen')).filter(({ payload }) => payload.movedOut !== true);
  const evaluations = await exported<Evaluation>('evaluation');
  const rows = (await station.sql(
    `select entity_id as id, status, counted_rev_id as counted, total from evaluations where scope = '${SCOPE}'`,
  )) as Shown['evaluations'];
  expect(byId(rows).map(({ id }) => id)).toEqual(byId(evaluations).map(({ id }) => id));
  const counting = new Set(rows.filter(({ status }) => status !== 'void').map(({ id }) => id));
  const evaluated = new Set(evaluations.filter(({ id }) => counting.has(id)).map(({ payload }) => payload.subject.id));
  const hamletOf = new Map(households.map(({ id, payload }) => [id, payload.hamlet]));
  const hamlets = [...new Set(hamletOf.values())].map((hamlet) => {
    const own = citizens.filter(({ payload }) => hamletOf.get(payload.householdId) === hamlet);
    return {
      hamlet,
      households: [...hamletOf.values()].filter((each) => each === hamlet).length,
      citizens: own.length,
      evaluated: own.filter(({ id }) => evaluated.has(id)).length,
    };
  });
  return {
    hamlets,
    people: citizens.map(({ id, payload }) => `${id} ${payload.name} ${payload.householdId}`).sort(),
    evaluations: byId(rows.map(({ id, status, counted, total }) => ({ id, status, counted, total: Number(total) }))),
  };
}
