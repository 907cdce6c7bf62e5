/** The commune's present roster, indexed by what a file has of a person: CCCD, or name, year of birth and household. */
import {
  type Citizen,
  citizenPayload,
  householdPayload,
  identityPayload,
  normalizeForSearch,
} from '../../programme/index.ts';
import type { CurrentEntity, NamedPerson } from '../store/api.ts';
import { placeKey } from '../views/keys.ts';

/** A citizen of the roster with their identity number. */
export interface CurrentCitizen {
  readonly id: string;
  readonly citizen: Citizen;
  readonly heads: readonly string[];
  /** The identity number, which is a record of its own under the same id. */
  readonly cccd: string | null;
  readonly cccdHeads: readonly string[];
  /** Whether officers have changed the citizen, or the number, in ways that contradict each other. */
  readonly conflict: boolean;
}

/** The entities of a commune's roster, or a part of them. */
export interface CurrentRoster {
  readonly households: Iterable<CurrentEntity>;
  readonly citizens: Iterable<CurrentEntity>;
  readonly identities: Iterable<CurrentEntity>;
}

/** What the rows of a file name, by which the roster is searched. */
export interface Wanted {
  /** Keys of households, made by `placeKey`. */
  readonly places: readonly string[];
  readonly people: readonly NamedPerson[];
  /** The endpoint's hashes of identity numbers. */
  readonly numberHashes: readonly string[];
  readonly citizenIds: readonly string[];
}

/** @returns at least those of the roster that are wanted, citizens with their identities */
export type FindCurrent = (wanted: Wanted) => Promise<CurrentRoster>;

/** Finds households and citizens of the roster. */
export interface RosterIndex {
  householdId(key: string): string | undefined;
  citizen(id: string): CurrentCitizen | undefined;
  byCccd(cccd: string): readonly CurrentCitizen[];
  /** @param key of {@link personKey} */
  byPerson(key: string): readonly CurrentCitizen[];
}

/** @returns the key by which a person without a CCCD is found */
export function personKey(name: string, birthYear: number, householdId: string): string {
  return `${normalizeForSearch(name)}|${birthYear}|${householdId}`;
}

/** Indexes the roster. An entity whose payload does not have the programme's shape cannot be matched and is left out. */
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
