/**
 * A page's rows compared with what the phone holds under their ids: which are new, which have another number, which
 * settle an own record.
 */
import { orderMatters } from '../../programme/index.ts';
import { isErased, type PullPage, type Revision } from '../../protocol/index.ts';
import { keyOfRevision, metaRow, type OutboxRow, type RevisionRow } from '../database/database.ts';
import { deviceIds } from '../keys/device.ts';
import { type Core, photosNamedBy, toRow } from './core.ts';

/**
 * What this phone holds under the ids of a page's rows, place by place; `none` where a row that is held must fail the
 * page.
 */
export type Held =
  | 'none'
  | {
      readonly revisions: readonly (RevisionRow | undefined)[];
      readonly own: readonly (OutboxRow | undefined)[];
    };

/** @returns what the phone holds under the ids of these rows */
export async function heldAmong({ db }: Core, rows: PullPage['rows']): Promise<Held> {
  const [revisions, own] = await Promise.all([
    db.revisions.bulkGet(rows.map(({ revision }) => keyOfRevision(revision))),
    db.outbox.bulkGet(rows.map(({ revision }) => revision.revId)),
  ]);
  return { revisions, own };
}

interface Compared {
  /** Revisions that are not held yet, or were erased since. */
  readonly added: readonly Revision[];
  /** Revisions that are held already and have another number now, which may change the lists. */
  readonly reordered: readonly Revision[];
  readonly rows: readonly RevisionRow[];
  readonly outbox: readonly OutboxRow[];
}

/** Finds what a page has that is not known here. @param page.fresh the rows after the cursor */
export async function compared(
  core: Core,
  { scope, fresh, held }: { readonly scope: string; readonly fresh: PullPage['rows']; readonly held: Held },
): Promise<Compared> {
  const ours = deviceIds(core, await metaRow(core.db, 'device'));
  const at = core.platform.clock.now();
  const added: Revision[] = [];
  const reordered: Revision[] = [];
  const adding: Promise<RevisionRow>[] = [];
  const outbox: OutboxRow[] = [];
  for (const [index, { revision, scopeSeq }] of fresh.entries()) {
    const before = held === 'none' ? undefined : held.revisions[index];
    if (before === undefined || isNowErased(before, revision)) {
      added.push(revision);
      adding.push(toRow(core, revision, scopeSeq));
    } else if (before.contentHash === revision.contentHash && before.scopeSeq !== scopeSeq) {
      adding.push(Promise.resolve({ ...before, scopeSeq }));
      if (orderMatters(revision.kind)) reordered.push(revision);
    }
    const mine = held === 'none' ? undefined : held.own[index];
    // Under another scope it is another record, whatever its id.
    if (mine && mine.scope !== scope) continue;
    const next = mine ? settled(mine, revision, scopeSeq, at) : null;
    if (next) outbox.push(next);
    if (!mine && ours.includes(revision.device)) outbox.push(comeBack(revision, scopeSeq, at));
  }
  return { added, reordered, rows: await Promise.all(adding), outbox };
}

/** Whether the endpoint erased a revision that is held here. */
function isNowErased(before: RevisionRow, revision: Revision): boolean {
  return isErased(revision) && before.erased !== true && before.contentHash === revision.contentHash;
}

/** @returns an own row after its record came in a page; null where nothing changes */
function settled(mine: OutboxRow, revision: Revision, scopeSeq: number, at: string): OutboxRow | null {
  // Nothing is overwritten: other bytes under an own id are shown to a person.
  if (mine.contentHash !== revision.contentHash) return { ...mine, state: 'attention', code: 'hash-mismatch' };
  const erased = isErased(revision) && { erased: true as const };
  if (mine.state === 'received') return erased && !mine.erased ? { ...mine, ...erased } : null;
  return { ...mine, state: 'received', receipt: { scopeSeq, at }, code: null, ...erased };
}

/**
 * @returns the row of a record that this phone made and had lost; it is offered to an endpoint that is restored without
 * it
 */
function comeBack(revision: Revision, scopeSeq: number, at: string): OutboxRow {
  const { scope, revId, deviceSeq, contentHash: hash, deviceTime } = revision;
  const receipt = { scopeSeq, at };
  const photos = photosNamedBy(revision);
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
