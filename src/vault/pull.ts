/** Pages from the endpoint: rows and cursor in one transaction, every row's hash checked before anything is written. */
import { criteriaSetsOf, isOrdered, type StreamRef } from '../programme/index.ts';
import { holdsItsHash, isErased, type PullPage, type Revision } from '../protocol/index.ts';
import { type Core, entitiesOf, photosOf, toRow } from './core.ts';
import { metaRow, type OutboxRow, type RevisionRow, revisionKey } from './database.ts';
import { deviceIds } from './device.ts';
import { PullRefused } from './errors.ts';
import { settleMended } from './mended.ts';
import { bringBack, forgetPages, keepPage } from './pulled-copy.ts';
import { noteEpoch } from './receipts.ts';
import { noteAllShown, noteShown } from './refill.ts';
import { rowOf } from './roster.ts';
import { forgetRoster, refreshRoster } from './roster-store.ts';
import { wantSets } from './wanted-sets.ts';

export async function readCursor(
  core: Core,
  { scope, stream }: StreamRef,
): Promise<{ epoch: string | null; after: number }> {
  const row = await core.db.cursors.get([scope, stream]);
  return row ? { epoch: row.epoch, after: row.after } : { epoch: null, after: 0 };
}

/**
 * For a database found wiped: what was pulled before comes back from its second copy. Pages leave out what this phone had
 * pushed, and of that the journal may have only stubs: then the cursor stays at the beginning, and all is asked for again.
 * (Found by the simulator.)
 */
export async function pullBack(core: Core): Promise<void> {
  const own = await core.db.outbox.toArray();
  const whole = (await core.db.revisions.bulkGet(own.map(revisionKey))).every((row) => row !== undefined);
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

/** @throws PullRefused where a row does not carry its own hash or the page is of another order. */
export async function applyPull(core: Core, page: PullPage): Promise<void> {
  const changes = await core.write(() => applyAlone(core, page));
  core.tell(...changes);
}

async function applyAlone(
  core: Core,
  page: PullPage,
  { copied = false, keepsCursor = false }: { readonly copied?: boolean; readonly keepsCursor?: boolean } = {},
): Promise<('records' | 'outbox')[]> {
  const { db } = core;
  const cursor = await readCursor(core, page);
  const renewed = await db.transaction('rw', [db.revisions, db.outbox, db.photos, db.refill, db.cursors, db.meta], () =>
    noteEpoch(core, page.epoch),
  );
  if (renewed || (cursor.epoch !== null && cursor.epoch !== page.epoch)) {
    // The page was asked for with a cursor of the old epoch: it may begin in the middle. Ask again from 0.
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
    await refreshRoster(core, [], { snapshot: true });
    return (await settleMended(core)) ? ['outbox'] : [];
  }

  if (!copied) await keepPage(core, page, cursor.after);
  const { added, reordered, rows, outbox } = await compared(core, page.scope, fresh);
  const stale = entitiesOf([...added, ...reordered]).map(({ scope, id }) => ({ scope, entityId: id, by: core.mark }));

  const erasing = added.some(isErased);
  const forgetting = added.some((revision) => isErased(revision) && rowOf(revision) === null);
  const tables = [db.revisions, db.outbox, db.cursors, db.stale, db.refill, db.sets, db.meta];
  await db.transaction('rw', tables, async () => {
    const now = await db.cursors.get([page.scope, page.stream]);
    if ((now?.after ?? 0) !== cursor.after) throw new PullRefused('another tab moved the cursor');
    await db.revisions.bulkPut([...rows]);
    await db.outbox.bulkPut([...outbox]);
    await db.stale.bulkPut(stale);
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
  if (!page.more) await noteAllShown(core, page);
  // Pages kept before this one may have what was erased.
  if (erasing && !copied) await forgetPages(core);
  await refreshRoster(core, [...added, ...reordered], { snapshot: !page.more });
  const mended = !page.more && (await settleMended(core));
  return mended || outbox.length > 0 ? ['records', 'outbox'] : ['records'];
}

interface Compared {
  /** Not held yet, or erased since. */
  readonly added: readonly Revision[];
  /** Held already, and of another number now: what the lists make of them may be another. */
  readonly reordered: readonly Revision[];
  readonly rows: readonly RevisionRow[];
  readonly outbox: readonly OutboxRow[];
}

/** What a page says that is not known here. */
async function compared(core: Core, scope: string, fresh: PullPage['rows']): Promise<Compared> {
  const { db } = core;
  const [held, own] = await Promise.all([
    db.revisions.bulkGet(fresh.map(({ revision }) => revisionKey(revision))),
    db.outbox.bulkGet(fresh.map(({ revision }) => revision.revId)),
  ]);
  const ours = deviceIds(core, await metaRow(db, 'device'));
  const at = core.platform.clock.now();
  const added: Revision[] = [];
  const reordered: Revision[] = [];
  const adding: Promise<RevisionRow>[] = [];
  const outbox: OutboxRow[] = [];
  for (const [index, { revision, scopeSeq }] of fresh.entries()) {
    const before = held[index];
    if (before === undefined || isNowErased(before, revision)) {
      added.push(revision);
      adding.push(toRow(core, revision, scopeSeq));
    } else if (before.contentHash === revision.contentHash && before.scopeSeq !== scopeSeq) {
      adding.push(Promise.resolve({ ...before, scopeSeq }));
      if (isOrdered(revision.kind)) reordered.push(revision);
    }
    const mine = own[index];
    // Of another scope it is another record, whatever its id.
    if (mine && mine.scope !== scope) continue;
    const next = mine ? settled(mine, revision, scopeSeq, at) : null;
    if (next) outbox.push(next);
    if (!mine && ours.includes(revision.device)) outbox.push(comeBack(revision, scopeSeq, at));
  }
  return { added, reordered, rows: await Promise.all(adding), outbox };
}

/** The endpoint erased what is held here. */
function isNowErased(before: RevisionRow, revision: Revision): boolean {
  return isErased(revision) && before.erased !== true && before.contentHash === revision.contentHash;
}

/** @returns an own row after it came in a page; null where nothing changes */
function settled(mine: OutboxRow, revision: Revision, scopeSeq: number, at: string): OutboxRow | null {
  // Nothing is overwritten: other bytes under our id are told to a person.
  if (mine.contentHash !== revision.contentHash) return { ...mine, state: 'attention', code: 'hash-mismatch' };
  const erased = isErased(revision) && { erased: true as const };
  if (mine.state === 'received') return erased && !mine.erased ? { ...mine, ...erased } : null;
  return { ...mine, state: 'received', receipt: { scopeSeq, at }, code: null, ...erased };
}

/** A record of this phone that it had lost: its own again, offered to an endpoint that is restored without it. */
function comeBack(revision: Revision, scopeSeq: number, at: string): OutboxRow {
  const { scope, revId, deviceSeq, contentHash: hash, deviceTime } = revision;
  const receipt = { scopeSeq, at };
  const photos = photosOf(revision);
  return {
    revId,
    scope,
    deviceSeq,
    contentHash: hash,
    state: 'received',
    since: deviceTime,
    photos,
    receipt,
    code: null,
    cameBack: true,
    ...(isErased(revision) && { erased: true as const }),
  };
}

function checkPage(scope: string, rows: PullPage['rows'], next: number): void {
  let last = 0;
  for (const { scopeSeq, revision } of rows) {
    if (scopeSeq <= last || scopeSeq > next) throw new PullRefused(`scopeSeq ${scopeSeq} out of order`);
    // The scope is in the hash: a row under another one would be kept where nobody looks for it.
    if (revision.scope !== scope) throw new PullRefused(`scope of ${revision.revId}`);
    if (!holdsItsHash(revision)) throw new PullRefused(`hash of ${revision.revId}`);
    last = scopeSeq;
  }
}
