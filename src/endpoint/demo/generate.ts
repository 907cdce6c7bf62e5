/**
 * A made-up district that looks real, and is the same for the same seed: 3 communes × 8 ấp, 3,200 households, 12,000
 * citizens, 40 officers, 9,000 past evaluations. All persons are made up. The names and counts of ấp are the demo's own:
 * real ones come by import.
 */
import {
  type Citizen,
  type Evaluation,
  type Grant,
  grantsOn,
  type Household,
  type Identity,
  type SubjectGroup,
  tailOf,
} from '../../programme/index.ts';
import { deterministicId } from '../deterministic-id.ts';
import type { NewCommune, NewOfficer } from '../store/api.ts';
import { PASS_PERCENT, PERIOD, pastEvaluation } from './evaluations.ts';
import { familyOf, personName } from './names.ts';
import { cardNumbers, type Member, makeHousehold, YEAR } from './people.ts';
import { type Random, seeded } from './random.ts';
import type { ScoreOf } from './sets.ts';

/** A record that is to become a revision. */
export interface DemoRecord<P> {
  readonly id: string;
  readonly revId: string;
  readonly scope: string;
  readonly author: string;
  /** ISO 8601 instant with offset. */
  readonly at: string;
  readonly payload: P;
}
/** An officer with the code that signs in. */
export type DemoOfficer = NewOfficer & { readonly code: string };
/** Everything that is made. */
export interface DemoCommune {
  readonly communes: readonly NewCommune[];
  readonly officers: readonly DemoOfficer[];
  readonly households: readonly DemoRecord<Household>[];
  readonly citizens: readonly DemoRecord<Citizen>[];
  /** Numbers of the citizens who have a card. */
  readonly identities: readonly DemoRecord<Identity>[];
  readonly evaluations: readonly DemoRecord<Evaluation>[];
}

const COMMUNES: readonly Omit<NewCommune, 'scope'>[] = [
  { code: '31064', name: 'Xã Vĩnh Bình', province: 'An Giang', criteriaVariant: '80' },
  { code: '31069', name: 'Xã Vĩnh Thuận', province: 'An Giang', criteriaVariant: '80' },
  { code: '31051', name: 'Xã Vĩnh Phong', province: 'An Giang', criteriaVariant: '70' },
];
const HAMLETS: Readonly<Record<string, readonly string[]>> = {
  '31064': ['Bình Hòa', 'Bình Minh', 'Hiệp Hòa', 'Kinh Một', 'Ngã Năm', 'Tân Bình', 'Xẻo Dừa', 'Vĩnh Tân'],
  '31069': ['Cạnh Đền', 'Kinh Hai', 'Ranh Hạt', 'Tân Lợi', 'Vĩnh Hưng', 'Vĩnh Lộc', 'Xẻo Gia', 'Đòn Dong'],
  '31051': ['Bời Lời', 'Cái Nhum', 'Kinh Ba', 'Tân Phú', 'Thạnh Đông', 'Vĩnh Đông', 'Vĩnh Phước', 'Đường Xuồng'],
};
/** How many of each are made, in three communes. */
export interface DemoSize {
  readonly households: number;
  readonly citizens: number;
  /** Evaluations of last year. */
  readonly evaluations: number;
}
/** The size of the demo that an endpoint starts with. */
export const DEMO_SIZE: DemoSize = { households: 3200, citizens: 12_000, evaluations: 9000 };
const OFFICERS_PER_COMMUNE = 12;
/** Nobody younger than this was evaluated. */
const EVALUATED_AGE = 12;
const ROSTER_AT = '2025-01-06T08:00:00.000+07:00';

/** @param input.hashOf the endpoint's hash of an identity number */
export function generateCommune({
  seed,
  scoreOf,
  hashOf,
  size = DEMO_SIZE,
}: {
  seed: number;
  scoreOf: ScoreOf;
  hashOf: (cccd: string) => string;
  size?: DemoSize;
}): DemoCommune {
  const random = seeded(seed);
  const communes = COMMUNES.map((commune) => ({ scope: deterministicId(`scope:${seed}:${commune.code}`), ...commune }));
  const officers = makeOfficers(random, communes);
  const authorOf = (scope: string) =>
    random.pick(
      officers.filter(({ grants }) =>
        grants.some((grant) => grant.role === 'officer' && grant.on === 'commune' && grant.scope === scope),
      ),
    ).id;
  const households: DemoRecord<Household>[] = [];
  const citizens: DemoRecord<Citizen>[] = [];
  const identities: DemoRecord<Identity>[] = [];
  const cards = cardNumbers(random);
  const homes = homesOf(householdSizes(random, size), communes);
  for (const { commune, hamlet, number, size: persons } of homes) {
    const { scope, code, name } = commune;
    const id = deterministicId(`household:${scope}:${hamlet}:${number}`);
    const author = authorOf(scope);
    const record = { scope, author, at: ROSTER_AT };
    households.push({
      id,
      revId: deterministicId(`revision:${id}`),
      ...record,
      payload: { number, hamlet },
    });
    const members = known(code, hamlet, number) ?? makeHousehold(random, cards, persons, name.replace('Xã ', ''));
    members.forEach(({ cccd, ...member }, index) => {
      const citizenId = deterministicId(`citizen:${id}:${index}`);
      const tail = cccd === undefined ? {} : { cccdTail: tailOf(cccd), cccdHash: hashOf(cccd) };
      citizens.push({
        id: citizenId,
        revId: deterministicId(`revision:${citizenId}`),
        ...record,
        payload: { householdId: id, ...member, ...tail },
      });
      if (cccd === undefined) return;
      const revId = deterministicId(`revision:identity:${citizenId}`);
      identities.push({ id: citizenId, revId, ...record, payload: { citizenId, cccd } });
    });
  }
  return {
    communes,
    officers,
    households,
    citizens,
    identities,
    evaluations: evaluationsOf(random, scoreOf, { households, citizens, most: size.evaluations }, communes, authorOf),
  };
}

/** The household of the walkthrough and of the tests: its people are always there, with no evaluation yet. */
function known(code: string, hamlet: string, number: string): Member[] | null {
  if (code !== '31064' || hamlet !== HAMLETS['31064']?.[0] || number !== '001') return null;
  return [
    {
      name: 'Nguyễn Văn Bảy',
      birthYear: 1958,
      birthDate: '1958-04-02',
      sex: 'nam',
      cccd: '091058004217',
      relation: 'chu-ho',
      group: '1',
      occupation: 'Làm ruộng',
    },
    {
      name: 'Đặng Thị Hòa',
      birthYear: 1962,
      birthDate: '1962-09-15',
      sex: 'nu',
      cccd: '091162007731',
      relation: 'vo-chong',
      group: '1',
      occupation: 'Buôn bán',
    },
    {
      name: 'Nguyễn Minh Khang',
      birthYear: 1989,
      birthDate: '1989-12-01',
      sex: 'nam',
      cccd: '091089011846',
      relation: 'con',
      group: '2',
      occupation: 'Thợ sửa máy',
    },
    {
      name: 'Nguyễn Thị Ánh',
      birthYear: 2010,
      birthDate: '2010-06-21',
      sex: 'nu',
      cccd: '091310002958',
      relation: 'chau',
      group: '4',
      occupation: 'Học sinh, sinh viên',
      unit: 'Trường THPT Vĩnh Thuận',
    },
  ];
}
const KNOWN_SIZE = 4;

function householdSizes(random: Random, { households, citizens }: DemoSize): number[] {
  const sizes = Array.from(
    { length: households },
    () =>
      random.weighted([
        [1, 6],
        [2, 15],
        [3, 22],
        [4, 29],
        [5, 18],
        [6, 7],
        [7, 3],
      ] as const) as number,
  );
  sizes[0] = KNOWN_SIZE;
  let sum = sizes.reduce((a, b) => a + b, 0);
  while (sum !== citizens) {
    const at = 1 + random.int(households - 1);
    const size = sizes[at] ?? 1;
    const step = sum < citizens ? 1 : -1;
    if (size + step < 1 || size + step > 8) continue;
    sizes[at] = size + step;
    sum += step;
  }
  return sizes;
}

function homesOf(
  sizes: readonly number[],
  communes: readonly NewCommune[],
): { commune: NewCommune; hamlet: string; number: string; size: number }[] {
  const hamlets = communes.flatMap((commune) => (HAMLETS[commune.code] ?? []).map((hamlet) => ({ commune, hamlet })));
  return sizes.flatMap((size, index) => {
    const home = hamlets[index % hamlets.length];
    const number = String(1 + Math.floor(index / hamlets.length)).padStart(3, '0');
    return home === undefined ? [] : [{ ...home, number, size }];
  });
}

function makeOfficers(random: Random, communes: readonly NewCommune[]): DemoOfficer[] {
  const officers: DemoOfficer[] = [];
  const add = (code: string, grants: readonly Grant[]) =>
    officers.push({
      id: deterministicId(`officer:${code}`),
      name: personName(random, familyOf(random), random.chance(60) ? 'nu' : 'nam'),
      grants,
      code,
    });
  communes.forEach(({ scope }, commune) => {
    for (let index = 0; index < OFFICERS_PER_COMMUNE; index += 1) {
      add(`CB-${1001 + commune * OFFICERS_PER_COMMUNE + index}`, grantsOn('officer', [scope]));
    }
    add(`GS-${2001 + commune}`, grantsOn('supervisor', [scope]));
  });
  add('QT-3001', [{ role: 'administrator', on: 'instance' }]);
  return officers;
}

function evaluationsOf(
  random: Random,
  scoreOf: ScoreOf,
  { households, citizens, most }: Pick<DemoCommune, 'households' | 'citizens'> & { readonly most: number },
  communes: readonly NewCommune[],
  authorOf: (scope: string) => string,
): DemoRecord<Evaluation>[] {
  const hamlets = new Map(households.map(({ id, payload }) => [id, payload.hamlet]));
  const variants = new Map(communes.map(({ scope, criteriaVariant }) => [scope, criteriaVariant]));
  const [firstHome] = citizens;
  const old = citizens.filter(
    ({ payload }) =>
      YEAR - payload.birthYear >= EVALUATED_AGE && payload.householdId !== firstHome?.payload.householdId,
  );
  const chosen = random.shuffle(old).slice(0, most);
  const passing = new Set<string>();
  for (const group of ['1', '2', '3', '4'] as const satisfies readonly SubjectGroup[]) {
    const registered = chosen.filter(({ payload }) => payload.group === group);
    const count = Math.round((registered.length * PASS_PERCENT[group]) / 100);
    for (const { id } of registered.slice(0, count)) passing.add(id);
  }
  return chosen.map(({ id: citizenId, scope, payload: citizen }) => {
    const id = deterministicId(`evaluation:${citizenId}:${PERIOD}`);
    const payload = pastEvaluation(random, scoreOf, {
      citizenId,
      citizen,
      hamlet: hamlets.get(citizen.householdId) ?? '',
      variant: variants.get(scope) ?? '80',
      passes: passing.has(citizenId),
    });
    return {
      id,
      revId: deterministicId(`revision:${id}`),
      scope,
      author: authorOf(scope),
      at: payload.finishedAt,
      payload,
    };
  });
}
