/**
 * The roster kept as one sealed record, and marks of the entities that changed since it was written. A commit only adds
 * a mark (rewriting 1.5 MB at each save would be felt); the record is written anew when a pull has come to its end.
 */

import { indexName } from '../programme/index.ts';
import type { Revision } from '../protocol/index.ts';
import type { EntityRef, HamletSummary, HouseholdSummary, RosterRow } from './api.ts';
import { type Core, keyOf, revisionsOf } from './core.ts';
import { metaRow } from './database.ts';
import { decryptJson, encryptJson } from './encrypted-json.ts';
import { uuidv7 } from './ids.ts';
import {
  applyToRoster,
  derive,
  emptyRoster,
  type HomeLine,
  hamletSummaries,
  homeOf,
  householdSummaries,
  needsWhole,
  type PersonLine,
  type RosterMemory,
} from './roster.ts';
import { type Seen, seenBy } from './scopes-seen.ts';

/** Raised when the search key of a name is made in another way: keys are then made anew from the names. */
const KEYS_VERSION = 2;
const STALE_BATCH = 500;

interface Snapshot {
  readonly keys: number;
  readonly homes: readonly HomeLine[];
  readonly people: readonly PersonLine[];
  readonly numbers: readonly (readonly [string, string | null])[];
  readonly evaluated: readonly (readonly [string, string[]])[];
  readonly visits: readonly (readonly [string, { at: string; nextDate: string | null }])[];
  readonly hidden: readonly string[];
}

export function rosterOf(core: Core): Promise<RosterMemory> {
  core.roster ??= load(core).catch((error: unknown) => {
    core.roster = null;
    throw error;
  });
  return core.roster;
}

async function load(core: Core): Promise<RosterMemory> {
  const memory = emptyRoster();
  const row = await metaRow(core.db, 'roster');
  if (row) {
    memory.mark = row.mark;
    const snapshot = await decryptJson<Snapshot>(core.platform.encryption, row.sealed);
    const sameKeys = snapshot.keys === KEYS_VERSION;
    for (const home of snapshot.homes) memory.homes.set(keyOf(home), home);
    for (const line of snapshot.people) {
      memory.people.set(keyOf(line), sameKeys ? line : { ...line, key: indexName(line.name) });
    }
    for (const [key, cccd] of snapshot.numbers) memory.numbers.set(key, cccd);
    for (const [key, periods] of snapshot.evaluated) memory.evaluated.set(key, periods);
    for (const [key, visit] of snapshot.visits) memory.visits.set(key, visit);
    for (const key of snapshot.hidden) memory.hidden.add(key);
  }
  const stale = await core.db.stale.toCollection().primaryKeys();
  for (let from = 0; from < stale.length; from += STALE_BATCH) {
    const refs = stale.slice(from, from + STALE_BATCH).map(([scope, id]) => ({ scope, id }));
    applyToRoster(memory, await revisionsOf(core, refs));
  }
  return memory;
}

/**
 * What an erased record added to the lists cannot be taken out again: they are made anew from the revisions. Rare, and so
 * not worth remembering who added what. Runs inside a transaction over revisions, stale and meta.
 */
export async function forgetRoster(core: Core): Promise<void> {
  const { db } = core;
  core.roster = null;
  if ((await db.meta.get('roster')) === undefined) return;
  await db.meta.delete('roster');
  const keys = await db.revisions.orderBy('[scope+entityId]').uniqueKeys();
  const entities = keys as unknown as [scope: string, entityId: string][];
  await db.stale.bulkPut(entities.map(([scope, entityId]) => ({ scope, entityId, by: core.mark })));
}

/** Brings new revisions into the memory; runs inside `core.write`. The revisions are saved: nothing here may fail them. */
export async function refreshRoster(core: Core, added: readonly Revision[], to = { snapshot: false }): Promise<void> {
  try {
    if (core.roster === null && !to.snapshot) return;
    const memory = await rosterOf(core);
    const seen = new Set<string>();
    const changed = new Map<string, EntityRef>();
    for (const revision of added) {
      const ref = { scope: revision.scope, id: revision.entityId };
      const key = keyOf(ref);
      if (needsWhole(memory, revision) || seen.has(key)) changed.set(key, ref);
      seen.add(key);
    }
    const alone = added.filter(({ scope, entityId }) => !changed.has(keyOf({ scope, id: entityId })));
    const whole = await revisionsOf(core, [...changed.values()]);
    if (added.length > 0) applyToRoster(memory, [...alone, ...whole]);
    if (to.snapshot) await writeSnapshot(core, await withOtherTabs(core, memory));
  } catch (error) {
    console.warn('roster: will be read anew', error);
    core.roster = null;
  }
}

/**
 * What another tab saved is told to this one, but may not have been heard yet: a snapshot without it would take its mark
 * away, and the lists would lack it for ever. (Found by the simulator: two tabs, a pull in the one.)
 */
async function withOtherTabs(core: Core, memory: RosterMemory): Promise<RosterMemory> {
  const { db } = core;
  const row = await metaRow(db, 'roster');
  const stale = await db.stale.toArray();
  if (row?.mark === memory.mark && stale.every(({ by }) => by === core.mark)) return memory;
  core.roster = load(core);
  return await core.roster;
}

async function writeSnapshot(core: Core, memory: RosterMemory): Promise<void> {
  const { db } = core;
  const stale = await db.stale.toCollection().primaryKeys();
  if (stale.length === 0) return;
  const mark = uuidv7(core.platform.clock, core.platform.rng);
  const snapshot: Snapshot = {
    keys: KEYS_VERSION,
    homes: [...memory.homes.values()],
    people: [...memory.people.values()],
    numbers: [...memory.numbers],
    evaluated: [...memory.evaluated],
    visits: [...memory.visits],
    hidden: [...memory.hidden],
  };
  const sealed = await encryptJson(core.platform.encryption, snapshot);
  await db.transaction('rw', [db.meta, db.stale], async () => {
    await db.meta.put({ key: 'roster', sealed, mark });
    await db.stale.bulkDelete(stale);
  });
  memory.mark = mark;
}

/** Light rows of everyone, the same array until something changes. */
export async function rosterRows(core: Core): Promise<readonly RosterRow[]> {
  const [memory, seen] = await Promise.all([rosterOf(core), seenBy(core)]);
  return rowsIn(memory, seen);
}

export function peopleIn(memory: RosterMemory, { scopes, key }: Seen): readonly PersonLine[] {
  return derive(memory, `people ${key}`, () => [...memory.people.values()].filter(({ scope }) => scopes.has(scope)));
}

function rowsIn(memory: RosterMemory, seen: Seen): readonly RosterRow[] {
  const { period, key } = seen;
  return derive(memory, `rows ${key}`, () =>
    peopleIn(memory, seen).map((line) => {
      const home = memory.homes.get(keyOf(homeOf(line)));
      const periods = memory.evaluated.get(keyOf(line)) ?? [];
      return {
        id: line.id,
        name: line.name,
        birthYear: line.birthYear,
        hamlet: home?.hamlet ?? '',
        householdId: line.householdId,
        householdNumber: home?.number ?? '',
        scope: line.scope,
        cccdTail: line.cccdTail,
        evaluated: period === null ? periods.length > 0 : periods.includes(period),
      };
    }),
  );
}

export function rowByKey(memory: RosterMemory, seen: Seen): ReadonlyMap<string, RosterRow> {
  return derive(memory, `byKey ${seen.key}`, () => new Map(rowsIn(memory, seen).map((row) => [keyOf(row), row])));
}

export async function hamletsOf(core: Core, period: string): Promise<readonly HamletSummary[]> {
  const [memory, { scopes }] = await Promise.all([rosterOf(core), seenBy(core)]);
  return hamletSummaries(memory, period).filter(({ scope }) => scopes.has(scope));
}

export async function householdsOf(
  core: Core,
  scope: string,
  hamlet: string,
  period: string,
): Promise<readonly HouseholdSummary[]> {
  const [memory, { scopes }] = await Promise.all([rosterOf(core), seenBy(core)]);
  return scopes.has(scope) ? householdSummaries(memory, scope, hamlet, period) : [];
}
