/** The session: who is signed in, as one encrypted record in the database and in the journal. */
import type { Session } from '../../protocol/index.ts';
import { type MetaRow, metaRow } from '../database/database.ts';
import { decryptJson, encryptJson } from '../database/encrypted-json.ts';
import type { Core } from '../records/core.ts';
import { withReserve } from '../upkeep/storage-reserve.ts';
import { alsoJournal } from './second-copy.ts';

/** @returns null where nobody is signed in */
export async function readSession(core: Core): Promise<Session | null> {
  return await decryptSession(core, await metaRow(core.db, 'session'));
}

/** @param row the row that was read with others in one transaction */
export async function decryptSession(
  core: Core,
  row: Extract<MetaRow, { key: 'session' }> | undefined,
): Promise<Session | null> {
  return row ? decryptJson<Session | null>(core.platform.encryption, row.encrypted) : null;
}

/**
 * Signs in, or out with null.
 * @throws QuotaFull, or the browser's error of that kind, where not even the storage reserve has room
 */
export async function writeSession(core: Core, session: Session | null): Promise<void> {
  await core.write(() => withReserve(core, () => putSession(core, session)));
  core.announce('session');
}

/** Reads and writes under the writer's lock, because it must not sign in again somebody who signed out meanwhile. */
export async function learnRescueKeys(core: Core, keys: Readonly<Record<string, string>>): Promise<void> {
  await core.write(async () => {
    const session = await readSession(core);
    if (session === null) return;
    const communes = session.communes.map((commune) => ({
      ...commune,
      rescueKey: keys[commune.scope] ?? commune.rescueKey,
    }));
    if (communes.every(({ rescueKey }, index) => rescueKey === session.communes[index]?.rescueKey)) return;
    await putSession(core, { ...session, communes });
  });
  core.announce('session');
}

async function putSession(core: Core, session: Session | null): Promise<void> {
  await core.db.meta.put({ key: 'session', encrypted: await encryptJson(core.platform.encryption, session) });
  await alsoJournal(core, { kind: 'session', session });
}
