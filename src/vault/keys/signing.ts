/**
 * The key with which this person's device signs what it makes. It is kept in the database alone, because it cannot be
 * copied into the journal: it is lost with a deleted database, the next record makes another one, and the next push
 * registers it. Signatures of the former key stay good at the endpoint, which keeps every key of a device. What is sent
 * is signed anew all the same, because an endpoint restored from before the former key was registered does not know it.
 */
import { LIMITS, type Revision } from '../../protocol/index.ts';
import { type MetaRow, metaRow } from '../database/database.ts';
import { isQuota } from '../errors.ts';
import type { Core } from '../records/core.ts';
import type { RegisteredKey } from './api.ts';
import { deviceIds } from './device.ts';

type KeyRow = Extract<MetaRow, { key: 'signing' }>;

/** @returns the key of this store, made at the first use; null where the browser has no keys */
export async function signingKey({ db, platform }: Core): Promise<KeyRow | null> {
  const held = await metaRow(db, 'signing');
  if (held !== undefined) return held;
  const made = await platform.keys.create();
  if (made === null) return null;
  try {
    const row: KeyRow = { key: 'signing', ...made };
    await db.meta.add(row);
    return row;
  } catch (error) {
    // Another tab has made a key meanwhile, and all tabs use that one.
    const theirs = await metaRow(db, 'signing');
    if (theirs === undefined) throw error;
    return theirs;
  }
}

/** Signs a text that is no record, which makes the key if there is none yet. */
export async function signedText(
  core: Core,
  text: string,
): Promise<{ readonly publicKey: string; readonly signature: string } | null> {
  const key = await signingKey(core);
  return key && { publicKey: key.publicKey, signature: await core.platform.keys.sign(key.privateKey, text) };
}

/**
 * Signs own revisions. It runs before any transaction begins, because waiting for a signature inside one ends it in
 * Firefox and WebKit.
 * @returns the revisions with their signatures; unchanged where the browser has no keys
 */
export async function signed(core: Core, revisions: readonly Revision[]): Promise<Revision[]> {
  const key = await signingKey(core);
  if (key === null) return [...revisions];
  const ours = deviceIds(core, await metaRow(core.db, 'device'));
  return Promise.all(
    revisions.map(async (revision) => {
      // A record of another device keeps that device's signature.
      if (!ours.includes(revision.device)) return revision;
      return { ...revision, signature: await core.platform.keys.sign(key.privateKey, revision.contentHash) };
    }),
  );
}

/** Signs as `signed` does. On a full disk, where no key can be kept, the revisions keep the signatures they have. */
export async function signedForSending(core: Core, revisions: readonly Revision[]): Promise<readonly Revision[]> {
  if (revisions.length === 0) return revisions;
  try {
    return await signed(core, revisions);
  } catch (error) {
    if (isQuota(error)) return revisions;
    throw error;
  }
}

/**
 * @returns what is to be registered with the endpoint of this epoch; null where it knows the key under this device's id
 */
export async function keyToRegister(core: Core): Promise<{ publicKey: string; devices: string[] } | null> {
  // On a full disk no key can be made, and what was made before can still be sent.
  const made = signingKey(core).catch((error: unknown) => {
    if (isQuota(error)) return null;
    throw error;
  });
  const [key, epoch, device] = await Promise.all([made, metaRow(core.db, 'epoch'), metaRow(core.db, 'device')]);
  if (key === null) return null;
  const known = key.registered;
  return known?.epoch === epoch?.epoch && known?.device === core.deviceId
    ? null
    : { publicKey: key.publicKey, devices: deviceIds(core, device).slice(-LIMITS.devicesPerToken) };
}

/** Notes that the endpoint of this epoch knows the key under this id. */
export async function noteRegistered(core: Core, { publicKey, device, epoch }: RegisteredKey): Promise<void> {
  await core.write(async () => {
    const key = await metaRow(core.db, 'signing');
    if (key?.publicKey !== publicKey) return;
    await core.db.meta.put({ ...key, registered: { device, epoch } });
  });
}

/**
 * Notes that the endpoint does not know the key under this id: a copy of this phone may have signed in with it since.
 * The next push registers it again. (Found by the simulator: a cloned phone was denied at every push.)
 */
export async function noteUnregistered(core: Core): Promise<void> {
  await core.write(async () => {
    const key = await metaRow(core.db, 'signing');
    if (key?.registered === undefined) return;
    const { registered: _, ...unknown } = key;
    await core.db.meta.put(unknown);
  });
}
