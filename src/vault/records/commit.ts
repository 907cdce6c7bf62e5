/**
 * Saving: the journal is appended and flushed; then one strict transaction writes the database; its rows are read back
 * and hashed; only then the answer is `saved`.
 *
 * When the journal has the entry but the transaction failed, the answer is `failed`, and yet the record is not lost:
 * the next commit (or the next start) first replays the journal. If that next commit asks for the very same revisions
 * (the officer taps *Hoàn tất* again), the replayed ones are its answer and nothing new is made. A retry with other
 * content becomes a successor of the same entity, never a second entity, as long as the screen keeps the entity's id
 * (a draft's id is the id of the evaluation to be).
 */

import { cleanTexts, headsOf, type NewRevision, PARENTS_MAX } from '../../programme/index.ts';
import {
  canonicalText,
  contentHash,
  LIMITS,
  type Revision,
  SCHEMA_VERSION,
  withContentHash,
} from '../../protocol/index.ts';
import { keyOfRevision, metaRows } from '../database/database.ts';
import { decryptSession } from '../drafts/session.ts';
import { assertVault, isQuota } from '../errors.ts';
import { encodeEntry } from '../journal/entries.ts';
import { salt, uuidv7 } from '../keys/ids.ts';
import { signed } from '../keys/signing.ts';
import { heal } from '../upkeep/startup.ts';
import { releaseReserve } from '../upkeep/storage-reserve.ts';
import type { Committed } from './api.ts';
import { type Core, entitiesOf, fromRow, revisionsOf } from './core.ts';
import { ownRows, writeOwn } from './own.ts';
import { refreshRoster } from './roster-store.ts';

interface Attempt {
  readonly wanted: string;
  readonly revisions: readonly Revision[];
}
const failedAttempts = new WeakMap<Core, Attempt>();

/** Saves these or nothing; on a full disk it releases the storage reserve and tries once more. It never throws. */
export async function commit(core: Core, wanted: readonly NewRevision[]): Promise<Committed> {
  if (core.closed) return { kind: 'failed', reason: 'closed', detail: '' };
  if (wanted.length === 0) return { kind: 'saved', revisions: [] };
  const outcome = await core.write(async () => {
    const first = await commitAlone(core, wanted);
    if (first.kind === 'saved' || first.reason !== 'quota' || !(await releaseReserve(core))) return first;
    return await commitAlone(core, wanted);
  });
  if (outcome.kind === 'saved') core.announce('records', 'outbox');
  return outcome;
}

async function commitAlone(core: Core, wanted: readonly NewRevision[]): Promise<Committed> {
  try {
    // A database that lost its chain was wiped under the open app (Dexie recreates it silently): it is rebuilt before
    // anything is written.
    let known = await metaRows(core.db, 'device', 'session', 'chain');
    if (core.databaseMayLack || known.device === undefined) {
      await heal(core);
      const again = await alreadyKept(core, wanted);
      if (again) return { kind: 'saved', revisions: again };
      known = await metaRows(core.db, 'device', 'session', 'chain');
    }
    const { chain, device } = known;
    // Another tab may have given this store a new device id (keys/device.ts).
    core.deviceId = device?.deviceId ?? core.deviceId;
    const session = await decryptSession(core, known.session);
    const seq = chain?.deviceSeq ?? 0;
    const made = await makeRevisions(core, wanted, {
      author: session?.officer.id ?? 'nobody',
      seq,
      lastHash: chain?.lastHash ?? '',
    });
    const revisions = await signed(core, made);
    const rows = await ownRows(core, revisions);
    const frames = await Promise.all(
      revisions.map((revision) => encodeEntry(core.platform.encryption, { kind: 'revision', revision })),
    );

    core.databaseMayLack = true;
    failedAttempts.set(core, { wanted: canonicalText(wanted), revisions });
    await core.platform.journal.append(frames);
    await writeOwn(core, rows, seq);
    if (!(await databaseHolds(core, revisions))) return { kind: 'failed', reason: 'read-back', detail: '' };
    core.databaseMayLack = false;
    failedAttempts.delete(core);
    await refreshRoster(core, revisions);
    return { kind: 'saved', revisions };
  } catch (error) {
    return { kind: 'failed', reason: isQuota(error) ? 'quota' : 'unknown', detail: String(error) };
  }
}

/**
 * @returns the revisions of a failed attempt with the same content that replaying the journal has since stored; null where
 * there are none
 */
async function alreadyKept(core: Core, wanted: readonly NewRevision[]): Promise<readonly Revision[] | null> {
  const attempt = failedAttempts.get(core);
  failedAttempts.delete(core);
  if (!attempt || attempt.wanted !== canonicalText(wanted)) return null;
  return (await databaseHolds(core, attempt.revisions)) ? attempt.revisions : null;
}

async function makeRevisions(
  core: Core,
  wanted: readonly NewRevision[],
  { author, seq, lastHash }: { author: string; seq: number; lastHash: string },
): Promise<Revision[]> {
  const { clock, rng } = core.platform;
  const known = await revisionsOf(core, entitiesOf(wanted.filter(({ parents }) => parents === undefined)));
  const made: Revision[] = [];
  for (const [index, { kind, entityId, parents, scope, payload }] of wanted.entries()) {
    const revision = withContentHash({
      revId: uuidv7(clock, rng),
      schema: SCHEMA_VERSION,
      kind,
      entityId,
      parents: [...(parents ?? headsOf(sameEntity([...known, ...made], { entityId, kind, scope })))].slice(
        0,
        PARENTS_MAX,
      ),
      scope,
      author,
      device: core.deviceId,
      deviceSeq: seq + index + 1,
      prevHash: made.at(-1)?.contentHash ?? lastHash,
      deviceTime: clock.now(),
      salt: salt(rng),
      payload: cleanTexts(payload as Record<string, unknown>),
    });
    assertVault(
      new TextEncoder().encode(JSON.stringify(revision)).length <= LIMITS.revisionBytesMax,
      'revision too large',
    );
    made.push(revision);
  }
  return made;
}

function sameEntity(
  revisions: readonly Revision[],
  { entityId, kind, scope }: Pick<Revision, 'entityId' | 'kind' | 'scope'>,
): Revision[] {
  return revisions.filter((each) => each.entityId === entityId && each.kind === kind && each.scope === scope);
}

/** @returns whether revisions and outbox have a row of each, and each payload still has its hash */
async function databaseHolds(core: Core, revisions: readonly Revision[]): Promise<boolean> {
  const { db } = core;
  const ids = revisions.map(({ revId }) => revId);
  const [rows, queued] = await Promise.all([
    db.revisions.bulkGet(revisions.map(keyOfRevision)),
    db.outbox.bulkGet(ids),
  ]);
  for (const [index, revision] of revisions.entries()) {
    const row = rows[index];
    if (!row || queued[index]?.contentHash !== revision.contentHash) return false;
    if (contentHash(await fromRow(core, row)) !== revision.contentHash) return false;
  }
  return true;
}
