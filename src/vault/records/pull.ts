/**
 * Pages from the endpoint: rows and cursor are written in one transaction, and every row's hash is checked before
 * anything is.
 */
import { criteriaSetsOf, type StreamRef } from '../../programme/index.ts';
import { holdsItsHash, isErased, type PullPage, type Revision } from '../../protocol/index.ts';
import { type Database, keyOfRevision } from '../database/database.ts';
import { InvalidPage } from '../errors.ts';
import { wantSets } from '../upkeep/wanted-sets.ts';
import type { Core } from './core.ts';
import { compared, type Held, heldAmong } from './page-rows.ts';
import { bringBack, forgetPages, keepPage } from './pulled-copy.ts';
import { noteEpoch } from './receipts.ts';
import { noteAllShown, noteShown } from './refill.ts';
import { rowOf } from './roster.ts';
import { forgetRoster, hasSnapshot, noteStale, refreshRoster } from './roster-store.ts';
import { settleCorrected } from './settle-corrected.ts';

/** @returns where the next page of a stream begins; epoch null before the first page */
export async function readCursor(
  core: Core,
  { scope, stream }: StreamRef,
): Promise<{ epoch: string | null; after: number }> {
  const row = await core.db.cursors.get([scope, stream]);
  return row ? { epoch: row.epoch, after: row.after } : { epoch: null, after: 0 };
}

/**
 * Gives a database that was found wiped what was pulled before, from its second copy. Pages leave out what this phone
 * had pushed, and of that the journal may have only stubs: then the cursor stays at the beginning, and all is asked for
 * again. (Found by the simulator.)
 */
export async function pullBack(core: Core): Promise<void> {
  const own = await core.db.outbox.toArray();
  const whole = (await core.db.revisions.bulkGet(own.map(keyOfRevision))).every((row) => row !== undefined);
  const ends = new Map<string, number>();
  const nameOf = ({ scope, stream }: StreamRef) => `${scope} ${stream}`;
  const endOf = (of: StreamRef) => ends.get(nameOf(of)) ?? 0;
  await bringBack(
    core,
    async (page) => {
      await applyAlone(core, page, { copied: true, keepsCursor: !whole });
      ends.set(nameOf(page), Math.max(page.next, endOf(page)));
    },
    endOf,
  );
}

/**
 * Keeps one page of a stream.
 * @param how.moreToCome other streams are asked for after this one: the roster's snapshot is written after the last
 * @throws InvalidPage where a row does not have its own hash, or the page is out of order
 */
export async function applyPull(core: Core, page: PullPage, how: { readonly moreToCome: boolean }): Promise<void> {
  const changes = await core.write(() => applyAlone(core, page, how));
  core.announce(...changes);
}

interface ApplyHow {
  readonly moreToCome?: boolean;
  /** Whether the page is of the second copy. */
  readonly copied?: boolean;
  readonly keepsCursor?: boolean;
}

async function applyAlone(
  core: Core,
  page: PullPage,
  { moreToCome = false, copied = false, keepsCursor = false }: ApplyHow,
): Promise<('records' | 'outbox')[]> {
  const { db } = core;
  const cursor = await readCursor(core, page);
  const renewed = await db.transaction('rw', [db.revisions, db.outbox, db.photos, db.refill, db.cursors, db.meta], () =>
    noteEpoch(core, page.epoch),
  );
  if (renewed || (cursor.epoch !== null && cursor.epoch !== page.epoch)) {
    // The page was asked for with a cursor of the old epoch and may begin in the middle: the stream is asked for again
    // from 0.
    await forgetPages(core);
    return ['outbox'];
  }

  const fresh = page.rows.filter(({ scopeSeq }) => scopeSeq > cursor.after);
  checkPage(page.scope, fresh, page.next);
  if (fresh.length === 0) {
    // What this phone has just pushed is counted in `next` and not sent back.
    if (cursor.epoch === null || page.next > cursor.after) {
      if (!copied) await keepPage(core, page, cursor.after);
      const after = keepsCursor ? cursor.after : Math.max(page.next, cursor.after);
      await db.cursors.put({ scope: page.scope, stream: page.stream, epoch: page.epoch, after });
    }
    if (page.more) return [];
    await noteAllShown(core, page);
    await refreshRoster(core, [], { snapshot: !moreToCome });
    return (await settleCorrected(core)) ? ['outbox'] : [];
  }

  if (!copied) await keepPage(core, page, cursor.after);
  const first = await isFirstDownload(db);
  const put = (held: Held) => putRows(core, page, { fresh, cursor, copied, keepsCursor, held });
  const done = await put(first ? 'none' : await heldAmong(core, fresh)).catch(async (error: unknown) => {
    // Another tab has saved meanwhile, or the page repeats what an earlier one had.
    if (!first || !isOfKeyInUse(error)) throw error;
    return await put(await heldAmong(core, fresh));
  });
  if (!page.more) await noteAllShown(core, page);
  // Pages kept before this one may have what was erased.
  if (done.erasing && !copied) await forgetPages(core);
  await refreshRoster(core, done.listed, { snapshot: !page.more && !moreToCome });
  const corrected = !page.more && (await settleCorrected(core));
  return corrected || done.outbox ? ['records', 'outbox'] : ['records'];
}

/**
 * Whether a phone has nothing yet but pages. Then no id of the next page is held: asking for each, and marking each as
 * newer than a snapshot that does not exist, would more than double the time of the first download.
 */
async function isFirstDownload(db: Database): Promise<boolean> {
  const counts = [hasSnapshot(db), db.outbox.count(), db.refill.count()];
  return (await Promise.all(counts)).every((count) => Number(count) === 0);
}

/** Whether a row was there already: Dexie's error of several rows, or the browser's of one. */
function isOfKeyInUse(error: unknown): boolean {
  return error instanceof Error && ['BulkError', 'ConstraintError'].includes(error.name);
}

interface PutInput {
  /** The rows after the cursor. */
  readonly fresh: PullPage['rows'];
  readonly cursor: { readonly epoch: string | null; readonly after: number };
  readonly copied: boolean;
  readonly keepsCursor: boolean;
  readonly held: Held;
}

interface Put {
  /** The revisions from which the lists are made anew. */
  readonly listed: readonly Revision[];
  /** Whether rows of the outbox changed. */
  readonly outbox: boolean;
  readonly erasing: boolean;
}

/**
 * Writes the rows of a page and its cursor in one transaction.
 * @throws an error of a key in use where `held` is `none` and a row is held
 * @throws InvalidPage where another tab moved the cursor
 */
async function putRows(core: Core, page: PullPage, input: PutInput): Promise<Put> {
  const { db } = core;
  const { fresh, cursor, keepsCursor, held } = input;
  const { added, reordered, rows, outbox } = await compared(core, { scope: page.scope, fresh, held });
  const forgetting = added.some((revision) => isErased(revision) && rowOf(revision) === null);
  const tables = [db.revisions, db.outbox, db.cursors, db.stale, db.refill, db.sets, db.meta];
  await db.transaction('rw', tables, async () => {
    const now = await db.cursors.get([page.scope, page.stream]);
    if ((now?.after ?? 0) !== cursor.after) throw new InvalidPage('another tab moved the cursor');
    if (held === 'none') await db.revisions.bulkAdd([...rows]);
    else await db.revisions.bulkPut([...rows]);
    await db.outbox.bulkPut([...outbox]);
    await noteStale(core, page.scope, [...added, ...reordered]);
    await wantSets(db, criteriaSetsOf(added));
    await noteShown(
      db,
      fresh.map(({ revision }) => revision),
    );
    if (forgetting) await forgetRoster(core);
    await db.cursors.put({
      scope: page.scope,
      stream: page.stream,
      epoch: page.epoch,
      after: keepsCursor ? cursor.after : Math.max(page.next, fresh.at(-1)?.scopeSeq ?? 0),
    });
  });
  return { listed: [...added, ...reordered], outbox: outbox.length > 0, erasing: added.some(isErased) };
}

function checkPage(scope: string, rows: PullPage['rows'], next: number): void {
  let last = 0;
  for (const { scopeSeq, revision } of rows) {
    if (scopeSeq <= last || scopeSeq > next) throw new InvalidPage(`scopeSeq ${scopeSeq} out of order`);
    // The scope is in the hash: a row under another scope would be kept where nobody looks for it.
    if (revision.scope !== scope) throw new InvalidPage(`scope of ${revision.revId}`);
    if (!holdsItsHash(revision)) throw new InvalidPage(`hash of ${revision.revId}`);
    last = scopeSeq;
  }
}
