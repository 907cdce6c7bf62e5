/**
 * Devices, their keys and their tokens, in SQL. A device is one person's for ever; it may have several keys, because a key is
 * lost with the database of a phone, and what was signed with it stays valid.
 */

import type { Kysely, Transaction } from 'kysely';
import { type Heartbeat, LIMITS } from '../../protocol/index.ts';
import type {
  DeviceHolder,
  DeviceStore,
  KeyOutcome,
  KeyRegistration,
  KeyRejection,
  Phone,
  PhoneHeartbeat,
} from './api.ts';
import { isKeepableText } from './keepable.ts';
import { parts } from './parts.ts';
import { grantPlacesOf, holdersOfGrants } from './people.ts';
import type { Tables } from './schema.ts';
import { signInOf, type TokenStore } from './tokens.ts';

/** @returns the devices of a database */
export function deviceStore(db: Kysely<Tables>): Omit<DeviceStore, keyof TokenStore> {
  return {
    async registerKey(registration) {
      const { tokenHash, officerId, device } = registration;
      return await unlessRejected(db, async (trx) => {
        const signIn = (await signInOf(trx, tokenHash)) ?? tokenHash;
        const own = await trx
          .selectFrom('devices')
          .select('device')
          .where('officer_id', '=', officerId)
          .where('sign_in', '=', signIn)
          .execute();
        const isNew = own.every((row) => row.device !== device);
        if (isNew && own.length >= LIMITS.devicesPerToken) throw new RejectedKey('too-many-devices');
        return await registered(trx, { ...registration, tokenHash: signIn });
      });
    },

    async nameDevice(device, name) {
      await db.updateTable('devices').set({ name }).where('device', '=', device).execute();
    },

    deviceHolders: (devices) => deviceHolders(db, devices),

    async phones(scope) {
      const places = await grantPlacesOf(db, scope);
      const rows = await db
        .selectFrom('devices')
        .innerJoin('officers', 'officers.id', 'devices.officer_id')
        .select(['device', 'officers.id', 'officers.name', 'enrolled_at', 'seen_at', 'heartbeat', 'forked_at'])
        .select(['devices.name as deviceName', 'revoked_at'])
        .where('officers.id', 'in', (eb) => holdersOfGrants(eb, places))
        .orderBy('seen_at')
        .execute();
      return rows.map(({ device, deviceName, revoked_at, id, name, enrolled_at, seen_at, heartbeat, forked_at }) => ({
        device,
        name: deviceName,
        revokedAt: revoked_at,
        officer: { id, name },
        enrolledAt: enrolled_at,
        seenAt: seen_at,
        ...keptBeat(heartbeat),
        forkedAt: forked_at,
      }));
    },
  };
}

async function deviceHolders(db: Kysely<Tables>, devices: readonly string[]): Promise<Map<string, DeviceHolder>> {
  const holders = new Map<string, DeviceHolder>();
  for (const part of parts([...new Set(devices)].filter(isKeepableText))) {
    const rows = await db
      .selectFrom('devices')
      .innerJoin('device_keys', 'device_keys.device', 'devices.device')
      .select(['devices.device as device', 'officer_id as officerId', 'public_key as publicKey'])
      .select('revoked_at as revokedAt')
      .where('devices.device', 'in', part)
      .orderBy('registered_at', 'desc')
      .orderBy('public_key')
      .execute();
    for (const row of rows) {
      const before = holders.get(row.device)?.publicKeys ?? [];
      const { officerId, publicKey, revokedAt } = row;
      holders.set(row.device, { officerId, publicKeys: [...before, publicKey], isRevoked: revokedAt !== null });
    }
  }
  return holders;
}

/** A key is rejected; it is thrown inside a transaction, so that nothing of it is kept. */
export class RejectedKey extends Error {
  readonly why: KeyRejection;
  constructor(why: KeyRejection) {
    super(why);
    this.why = why;
  }
}

async function unlessRejected(
  db: Kysely<Tables>,
  work: (trx: Transaction<Tables>) => Promise<KeyOutcome>,
): Promise<KeyOutcome> {
  try {
    return await db.transaction().execute(work);
  } catch (error) {
    if (error instanceof RejectedKey) return error.why;
    throw error;
  }
}

/**
 * Registers the device and its key.
 * @param registration its `tokenHash` is that of the sign-in's first token
 * @throws {RejectedKey}
 */
export async function registered(
  trx: Transaction<Tables>,
  registration: KeyRegistration,
): Promise<Exclude<KeyOutcome, KeyRejection>> {
  const isNew = await claim(trx, registration);
  const isNewKey = await addKey(trx, registration);
  if (isNew) return 'device-registered';
  return isNewKey ? 'key-registered' : 'known';
}

/**
 * Makes the device this officer's, with this sign-in as the one whose tokens may push for it. Until the transaction ends nobody else
 * can claim it, nor add a key to it.
 * @returns whether nobody had it
 * @throws {RejectedKey}
 */
async function claim(
  trx: Transaction<Tables>,
  { device, officerId, tokenHash, at }: KeyRegistration,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('devices')
    .values({ device, officer_id: officerId, sign_in: tokenHash, enrolled_at: at, seen_at: at })
    .onConflict((conflict) => conflict.column('device').doNothing())
    .executeTakeFirst();
  const { numUpdatedRows } = await trx
    .updateTable('devices')
    .set({ sign_in: tokenHash })
    .where('device', '=', device)
    .where('officer_id', '=', officerId)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new RejectedKey('device-of-another');
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/**
 * @returns whether the key is a new one
 * @throws {RejectedKey}
 */
async function addKey(trx: Transaction<Tables>, { device, publicKey, at }: KeyRegistration): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('device_keys')
    .values({ device, public_key: publicKey, registered_at: at })
    .onConflict((conflict) => conflict.columns(['device', 'public_key']).doNothing())
    .executeTakeFirst();
  if ((numInsertedOrUpdatedRows ?? 0n) === 0n) return false;
  const keys = await trx.selectFrom('device_keys').select('public_key').where('device', '=', device).execute();
  if (keys.length > LIMITS.keysPerDevice) throw new RejectedKey('too-many-keys');
  return true;
}

/** Reads a heartbeat as it is kept: with the skew, which a phone cannot know, in the same JSON. */
function keptBeat(json: string | null): Pick<Phone, 'heartbeat' | 'skewMs'> {
  if (json === null) return { heartbeat: null, skewMs: null };
  const { skewMs, ...heartbeat } = JSON.parse(json) as Heartbeat & { skewMs?: number };
  return { heartbeat, skewMs: skewMs ?? null };
}

/** Notes that a device was seen, and its heartbeat where it sent one. */
export async function noteHeartbeat(
  trx: Transaction<Tables>,
  { device, heartbeat, skewMs }: PhoneHeartbeat,
  at: string,
): Promise<void> {
  const beat = heartbeat !== null && {
    heartbeat: JSON.stringify({ ...heartbeat, ...(skewMs !== null && { skewMs }) }),
  };
  await trx
    .updateTable('devices')
    .set({ seen_at: at, ...beat })
    .where('device', '=', device)
    .execute();
}
