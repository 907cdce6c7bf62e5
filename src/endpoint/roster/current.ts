/** The commune's present roster, found again by what a file tells: CCCD, or name, year of birth and household. */
import {
  type Citizen,
  citizenPayload,
  householdPayload,
  identityPayload,
  normalizeForSearch,
} from '../../programme/index.ts';
import type { CurrentEntity, NamedPerson } from '../store/api.ts';
import { placeKey } from '../views/keys.ts';

export interface CurrentCitizen {
  readonly id: string;
  readonly citizen: Citizen;
  readonly heads: readonly string[];
  /** The identity number, a record of its own under the same id. */
  readonly cccd: string | null;
  readonly cccdHeads: readonly string[];
  readonly conflict: boolean;
}

export interface CurrentRoster {
  readonly households: Iterable<CurrentEntity>;
  readonly citizens: Iterable<CurrentEntity>;
  readonly identities: Iterable<CurrentEntity>;
}

/** What the rows of a file name. */
export interface Wanted {
  /** Of `placeKey`. */
  readonly places: readonly string[];
  readonly people: readonly NamedPerson[];
  /** The endpoint's hashes of identity numbers. */
  readonly numberHashes: readonly string[];
  readonly citizenIds: readonly string[];
}

/** @returns at least those of the roster that are wanted, citizens with their identities */
export type FindCurrent = (wanted: Wanted) => Promise<CurrentRoster>;

export interface RosterIndex {
  householdId(key: string): string | undefined;
  citizen(id: string): CurrentCitizen | undefined;
  byCccd(cccd: string): readonly CurrentCitizen[];
  /** @param key of {@link personKey} */
  byPerson(key: string): readonly CurrentCitizen[];
}

export function personKey(name: string, birthYear: number, householdId: string): string {
  return `${normalizeForSearch(name)}|${birthYear}|${householdId}`;
}

/** What does not have the shape of the programme can't be matched and is left alone. */
export function indexRoster({ households, citizens, identities }: CurrentRoster): RosterIndex {
  const householdIds = new Map<string, string>();
  for (const { id, payload } of households) {
    const parsed = householdPayload.safeParse(payload);
    if (!parsed.success) continue;
    const key = placeKey(parsed.data.hamlet, parsed.data.number);
    const known = householdIds.get(key);
    // Two officers may have added one household: every import must take the same one.
    if (known === undefined || id < known) householdIds.set(key, id);
  }
  const numbers = new Map<string, CurrentEntity & { cccd: string | null }>();
  for (const identity of identities) {
    const parsed = identityPayload.safeParse(identity.payload);
    if (parsed.success) numbers.set(identity.id, { ...identity, cccd: parsed.data.cccd });
  }
  const byId = new Map<string, CurrentCitizen>();
  const byCccd = new Map<string, CurrentCitizen[]>();
  const byPerson = new Map<string, CurrentCitizen[]>();
  for (const { id, payload, heads, conflict = heads.length > 1 } of citizens) {
    const parsed = citizenPayload.safeParse(payload);
    if (!parsed.success) continue;
    const number = numbers.get(id);
    const { cccd = null, heads: cccdHeads = [] } = number ?? {};
    const unsettled = conflict || (number?.conflict ?? cccdHeads.length > 1);
    const found = { id, citizen: parsed.data, heads, cccd, cccdHeads, conflict: unsettled };
    const { name, birthYear, householdId } = parsed.data;
    byId.set(id, found);
    push(byPerson, personKey(name, birthYear, householdId), found);
    if (cccd !== null) push(byCccd, cccd, found);
  }
  return {
    householdId: (key) => householdIds.get(key),
    citizen: (id) => byId.get(id),
    byCccd: (cccd) => byCccd.get(cccd) ?? [],
    byPerson: (key) => byPerson.get(key) ?? [],
  };
}

function push<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
