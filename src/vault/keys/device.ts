/**
 * The id and the numbers under which this phone makes records. Both outlive a deleted database in the journal. The
 * endpoint knows better in two cases: it holds a later record of this device than the phone does (both copies of the
 * last ones are gone, or the phone was set back to an older backup), or two phones work under one id (the storage was
 * copied to another phone).
 */
import { type LastHeld, LIMITS } from '../../protocol/index.ts';
import { type MetaRow, metaRow, metaRows, type OutboxRow } from '../database/database.ts';
import { encodeEntry } from '../journal/entries.ts';
import type { Core } from '../records/core.ts';
import { stubRows, writeOwn } from '../records/own.ts';
import { uuidv7 } from './ids.ts';

/** @returns every id this phone made records under, the present one last */
export function deviceIds({ deviceId }: Core, row: Extract<MetaRow, { key: 'device' }> | undefined): string[] {
  return [...(row?.former ?? []), row?.deviceId ?? deviceId];
}

/**
 * Goes on after the endpoint's last record of this device where the phone's own end before it, and asks for all pages
 * again: what was lost here comes back in them.
 * @returns whether records were lost here
 */
export async function goOnAfter(core: Core, last: LastHeld): Promise<boolean> {
  const lost = await core.write(async () => {
    const { db, platform } = core;
    const { device, chain } = await metaRows(db, 'device', 'chain');
    if (last.device !== device?.deviceId || last.deviceSeq <= (chain?.deviceSeq ?? 0)) return false;
    // No honest phone ever got there, and going on after it would end all numbers.
    if (last.deviceSeq > LIMITS.deviceSeqMax) return false;
    const at = platform.clock.now();
    const { scope, revId, deviceSeq, contentHash, scopeSeq } = last;
    const row: OutboxRow = {
      revId,
      scope,
      deviceSeq,
      contentHash,
      state: 'received',
      since: at,
      photos: [],
      receipt: { scopeSeq, at },
      code: null,
      cameBack: true,
    };
    try {
      core.databaseMayLack = true;
      await platform.journal.append([await encodeEntry(platform.encryption, { kind: 'stub', row })]);
      await writeOwn(core, await stubRows(core, [row]), null);
      core.databaseMayLack = false;
    } catch (error) {
      // On a full disk no record can be made with a wrong number either, and the endpoint names its last record again.
      console.warn('chain: not moved on', error);
      return false;
    }
    await db.transaction('rw', [db.cursors, db.meta], async () => {
      await db.cursors.toCollection().modify({ after: 0 });
      await db.meta.put({ ...device, wipedAt: at });
    });
    core.opened = 'behind';
    return true;
  });
  if (lost) core.announce('records', 'outbox');
  return lost;
}

/**
 * Takes another id for what is made from now on. Numbers and chain go on, so that no number here is ever of two
 * records.
 * @param sharedId the id that two phones work under; where this phone has left it already, nothing changes
 */
export async function takeAnotherId(core: Core, sharedId: string): Promise<void> {
  const { db, platform } = core;
  await core.write(async () => {
    const device = await metaRow(db, 'device');
    if (device === undefined || device.deviceId !== sharedId) {
      // Another tab has taken a new id already.
      core.deviceId = device?.deviceId ?? core.deviceId;
      return;
    }
    const deviceId = uuidv7(platform.clock, platform.rng);
    try {
      await platform.journal.append([await encodeEntry(platform.encryption, { kind: 'device', deviceId })]);
      await db.meta.put({ ...device, deviceId, former: deviceIds(core, device) });
    } catch (error) {
      console.warn('device: no other id taken', error);
      return;
    }
    core.deviceId = deviceId;
    core.opened = 'cloned';
  });
  core.announce('outbox');
}
