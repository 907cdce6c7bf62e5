/**
 * The roster kept as one encrypted record, its snapshot, with marks of the entities that changed since it was written.
 * A commit only adds a mark, because rewriting 1.5 MB at each save would be felt; the snapshot is written anew when a
 * pull has come to its end. Where there is none, the roster is made from all revisions.
 */

import { type EntityRef, KINDS, orderMatters, VIEWS } from '../../programme/index.ts';
import type { Revision } from '../../protocol/index.ts';
import { type Database, metaRow } from '../database/database.ts';
import { decryptJson, encryptJson } from '../database/encrypted-json.ts';
import { uuidv7 } from '../keys/ids.ts';
import { type Core, distinct, entitiesOf, fromRow, keyOf, revisionsOf, rowsOf } from './core.ts';
import { placesOf } from './evaluations.ts';
import {
  applyToRoster,
  type EvaluationLine,
  emptyRoster,
  type HomeLine,
  needsWhole,
  type PersonLine,
  type RosterMemory,
  rowOf,
  type VisitLine,
  type Whole,
} from './roster.ts';

/** Raised when other lines are made from the same rows of views: the search key of a name, the members of a line. */
const LINES_VERSION = 4;
/**
 * What the lines depend on. Under another value they are made anew from the revisions: a view has changed, or this app
 * knows a kind of record that the one before did not.
 */
const MADE_BY = JSON.stringify([
  LINES_VERSION,
  Object.values(VIEWS).map(({ name, version }) => [name, version]),
  KINDS,
]);
const STALE_BATCH = 500;

interface Snapshot {
  readonly madeBy: string;
  readonly homes: readonly HomeLine[];
  readonly people: readonly PersonLine[];
  readonly numbers: readonly (readonly [string, string | null])[];
  readonly evaluations: readonly (readonly [string, EvaluationLine])[];
  readonly visits: readonly (readonly [string, VisitLine])[];
  readonly whole: readonly string[];
}

/** @returns the lists, read once until something drops them */
export function rosterOf(core: Core): Promise<RosterMemory> {
  core.roster ??= load(core).catch((error: unknown) => {
    core.roster = null;
    throw error;
  });
  return core.roster;
}

async function load(core: Core): Promise<RosterMemory> {
  const { db } = core;
  const memory = emptyRoster();
  const row = await metaRow(db, 'roster');
  const snapshot = row && (await decryptJson<Snapshot>(core.platform.encryption, row.encrypted));
  const holds = row !== undefined && snapshot?.madeBy === MADE_BY;
  if (holds) {
    memory.mark = row.mark;
    for (const home of snapshot.homes) memory.homes.set(keyOf(home), home);
    for (const line of snapshot.people) memory.people.set(keyOf(line), line);
    for (const [key, cccd] of snapshot.numbers) memory.numbers.set(key, cccd);
    for (const [key, line] of snapshot.evaluations) memory.evaluations.set(key, line);
    for (const [key, line] of snapshot.visits) memory.visits.set(key, line);
    for (const key of snapshot.whole) memory.whole.add(key);
  }
  await bring(core, memory, await (holds ? staleEntities(core) : allEntities(core)));
  return memory;
}

/** @returns each entity of which a revision is held, once */
async function allEntities({ db }: Core): Promise<readonly EntityRef[]> {
  const keys = (await db.revisions.orderBy('[scope+entityId]').keys()) as unknown as [scope: string, id: string][];
  return entitiesOf(keys.map(([scope, entityId]) => ({ scope, entityId })));
}

async function staleEntities({ db }: Core): Promise<readonly EntityRef[]> {
  const keys = await db.stale.toCollection().primaryKeys();
  return keys.map(([scope, id]) => ({ scope, id }));
}

/** @returns how many snapshots there are, without reading its megabytes: 0 or 1 */
export function hasSnapshot(db: Database): Promise<number> {
  return db.meta.where('key').equals('roster').count();
}

/**
 * Marks what came in a page as newer than the snapshot. Before there is one, a single mark says that this tab has
 * brought rows, because a row for each of 50,000 entities would be written and removed for nothing. It runs inside a
 * transaction over stale and meta.
 */
export async function noteStale({ db, mark }: Core, scope: string, added: readonly Revision[]): Promise<void> {
  const refs = (await hasSnapshot(db)) > 0 ? entitiesOf(added) : [{ scope, id: mark }];
  await db.stale.bulkPut(refs.map((ref) => ({ scope: ref.scope, entityId: ref.id, by: mark })));
}

/**
 * Makes the rows of these entities anew from all that is held of them, and of what hangs from them.
 * @param refs of revisions: a review among them changes its evaluation's row
 */
async function bring(core: Core, memory: RosterMemory, refs: readonly EntityRef[]): Promise<void> {
  try {
    await bringAll(core, memory, refs);
  } finally {
    if (core.rebuilding !== null) showRebuilding(core, null);
  }
}

async function bringAll(core: Core, memory: RosterMemory, refs: readonly EntityRef[]): Promise<void> {
  for (let from = 0; from < refs.length; from += STALE_BATCH) {
    if (refs.length > STALE_BATCH) showRebuilding(core, { done: from, total: refs.length });
    const named = await revisionsOf(core, refs.slice(from, from + STALE_BATCH));
    // A review may come before its evaluation: whenever the evaluation comes, its row is made from both.
    for (const revision of named) {
      const ref = rowOf(revision);
      if (ref !== null && ref.id !== revision.entityId) memory.whole.add(keyOf(ref));
    }
    applyToRoster(memory, await wholeOf(core, named));
  }
}

function showRebuilding(core: Core, progress: Core['rebuilding']): void {
  core.rebuilding = progress;
  core.announce('rebuilding');
}

async function wholeOf(core: Core, named: readonly Revision[]): Promise<Whole> {
  const rows = named.flatMap((revision) => rowOf(revision) ?? []);
  const have = new Set(entitiesOf(named).map(keyOf));
  const owners = distinct(rows).filter((ref) => !have.has(keyOf(ref)));
  const revisions = [...named, ...(await revisionsOf(core, owners))];
  const evaluations = entitiesOf(revisions.filter(({ kind }) => kind === VIEWS.evaluations.kind));
  const hanging = (await rowsOf(core, '[scope+ownerId]', evaluations)).filter(({ kind }) => orderMatters(kind));
  if (hanging.length === 0) return { revisions, reviews: new Map(), scopeSeqOf: () => null };
  const reviews = await Promise.all(hanging.map(async (row) => ({ row, revision: await fromRow(core, row) })));
  const decided = new Set(reviews.map(({ row }) => keyOf({ scope: row.scope, id: row.ownerId })));
  const ordered = [
    ...revisions.filter(({ scope, entityId }) => decided.has(keyOf({ scope, id: entityId }))),
    ...reviews.map(({ revision }) => revision),
  ];
  const places = await placesOf(
    core,
    ordered.map(({ scope, revId }) => ({ scope, id: revId })),
  );
  const scopeSeqOf = ({ scope, revId }: Revision) => places.get(keyOf({ scope, id: revId }))?.scopeSeq ?? null;
  return {
    revisions,
    reviews: Map.groupBy(
      reviews.map(({ row, revision }) => ({ ...revision, scopeSeq: scopeSeqOf(revision), row })),
      ({ row }) => keyOf({ scope: row.scope, id: row.ownerId }),
    ),
    scopeSeqOf,
  };
}

/**
 * Drops the lists, and all rows are made anew: an erased review no longer names the evaluation in whose row it counted.
 * That is rare, and so it is not worth remembering who decided what. It runs inside a transaction over meta.
 */
export async function forgetRoster(core: Core): Promise<void> {
  core.roster = null;
  await core.db.meta.delete('roster');
}

/**
 * Brings new revisions into the lists; it runs inside `core.write`. The revisions are saved: nothing here may fail
 * them, and a save does not wait for it. Readers of the lists wait, also where the lists are just being read for the
 * first time (seconds on a slow phone).
 */
export async function refreshRoster(core: Core, added: readonly Revision[], to = { snapshot: false }): Promise<void> {
  if (core.roster === null && !to.snapshot) return;
  changeRoster(core, (memory) => bringIn(core, memory, added));
  if (to.snapshot)
    await rosterOf(core)
      .then(async (memory) => writeSnapshot(core, await withOtherTabs(core, memory)))
      .catch((error: unknown) => toBeReadAnew(core, error));
}

/**
 * Makes the lines anew that depend on these records, after their places in the endpoint's order changed; it runs inside
 * `core.write`. Lists that nobody has read yet do so when they are read, because the records are marked as stale.
 */
export function refreshReordered(core: Core, reordered: readonly EntityRef[]): void {
  if (core.roster === null || reordered.length === 0) return;
  changeRoster(core, (memory) => bring(core, memory, reordered));
}

/** Makes one change after the other; the next reader of the lists waits for all of them. */
function changeRoster(core: Core, change: (memory: RosterMemory) => Promise<void>): void {
  core.roster = rosterOf(core).then(async (memory) => {
    await change(memory);
    return memory;
  });
  core.roster.catch((error: unknown) => toBeReadAnew(core, error));
}

function toBeReadAnew(core: Core, error: unknown): void {
  console.warn('roster: will be read anew', error);
  core.roster = null;
}

async function bringIn(core: Core, memory: RosterMemory, added: readonly Revision[]): Promise<void> {
  const seen = new Set<string>();
  const changed = new Set<string>();
  for (const revision of added) {
    const key = keyOf({ scope: revision.scope, id: revision.entityId });
    if (needsWhole(memory, revision) || seen.has(key)) changed.add(key);
    seen.add(key);
  }
  const isChanged = ({ scope, entityId }: Revision) => changed.has(keyOf({ scope, id: entityId }));
  const alone = added.filter((revision) => !isChanged(revision));
  if (alone.length > 0) applyToRoster(memory, { revisions: alone, reviews: new Map(), scopeSeqOf: () => null });
  await bring(core, memory, entitiesOf(added.filter(isChanged)));
}

/**
 * Reads what other tabs saved: they announce it, but the announcement may not have arrived yet. A snapshot without it
 * would remove its mark, and the lists would lack it for ever. (Found by the simulator: two tabs, a pull in the one.)
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
  if (stale.length === 0 && memory.mark !== undefined) return;
  const mark = uuidv7(core.platform.clock, core.platform.rng);
  const snapshot: Snapshot = {
    madeBy: MADE_BY,
    homes: [...memory.homes.values()],
    people: [...memory.people.values()],
    numbers: [...memory.numbers],
    evaluations: [...memory.evaluations],
    visits: [...memory.visits],
    whole: [...memory.whole],
  };
  const encrypted = await encryptJson(core.platform.encryption, snapshot);
  await db.transaction('rw', [db.meta, db.stale], async () => {
    await db.meta.put({ key: 'roster', encrypted, mark });
    await db.stale.bulkDelete(stale);
  });
  memory.mark = mark;
}
