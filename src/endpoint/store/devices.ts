/**
 * Devices, their keys and their tokens, in SQL. A device is one person's for ever; it may have several keys, because a key is
 * lost with the database of a phone, and what was signed with it stays good.
 */

import type { Kysely, Transaction } from 'kysely';
import { type Heartbeat, LIMITS } from '../../protocol/index.ts';
import type { DeviceHolder, DeviceStore, Heard, KeyOutcome, KeyRefusal, Phone } from './api.ts';
import { isKeepableText } from './keepable.ts';
import { parts } from './parts.ts';
import { holdersOfGrants } from './people.ts';
import type { Tables } from './schema.ts';
import { type Statements, times } from './statements.ts';

export function deviceStore(db: Kysely<Tables>, statements: Statements): DeviceStore {
  return {
    async enrolDevice({ tokenHash, device, officerId, publicKey, at }) {
      return await unlessRefused(db, async (trx) => {
        const outcome = await registered(trx, { tokenHash, officerId, device, publicKey, at });
        await trx
          .insertInto('tokens')
          .values({ token_hash: tokenHash, device, officer_id: officerId, made_at: at })
          .execute();
        return outcome;
      });
    },

    async registerKey({ tokenHash, officerId, device, publicKey, at }) {
      return await unlessRefused(db, async (trx) => {
        const own = await trx
          .selectFrom('devices')
          .select('device')
          .where('officer_id', '=', officerId)
          .where('token_hash', '=', tokenHash)
          .execute();
        const isNew = own.every((row) => row.device !== device);
        if (isNew && own.length >= LIMITS.devicesPerToken) throw new RefusedKey('too-many-devices');
        return await registered(trx, { tokenHash, officerId, device, publicKey, at });
      });
    },

    async endToken(tokenHash, at) {
      // The first instant stays: it is told again by a phone that did not hear the answer.
      await db
        .updateTable('tokens')
        .set({ ended_at: at })
        .where('token_hash', '=', tokenHash)
        .where('ended_at', 'is', null)
        .execute();
    },

    async deviceHolders(devices) {
      const holders = new Map<string, DeviceHolder>();
      for (const part of parts([...new Set(devices)].filter(isKeepableText))) {
        const asked = () =>
          db
            .selectFrom('devices')
            .innerJoin('device_keys', 'device_keys.device', 'devices.device')
            .select(['devices.device as device', 'officer_id as officerId', 'public_key as publicKey'])
            .where('devices.device', 'in', times(part.length, ''))
            .orderBy('registered_at', 'desc')
            .orderBy('public_key');
        for (const row of await statements.run(db, 'holders', part.length, asked, part)) {
          const before = holders.get(row.device)?.publicKeys ?? [];
          holders.set(row.device, { officerId: row.officerId, publicKeys: [...before, row.publicKey] });
        }
      }
      return holders;
    },

    async phones(scope) {
      const rows = await db
        .selectFrom('devices')
        .innerJoin('officers', 'officers.id', 'devices.officer_id')
        .select(['device', 'officers.id', 'officers.name', 'enrolled_at', 'seen_at', 'heartbeat', 'forked_at'])
        .where('officers.id', 'in', (eb) => holdersOfGrants(eb, scope))
        .orderBy('seen_at')
        .execute();
      return rows.map(({ device, id, name, enrolled_at, seen_at, heartbeat, forked_at }) => ({
        device,
        officer: { id, name },
        enrolledAt: enrolled_at,
        seenAt: seen_at,
        ...keptBeat(heartbeat),
        forkedAt: forked_at,
      }));
    },
  };
}

/** Thrown inside a transaction, so that nothing of it is kept. */
class RefusedKey extends Error {
  readonly why: KeyRefusal;
  constructor(why: KeyRefusal) {
    super(why);
    this.why = why;
  }
}

async function unlessRefused(
  db: Kysely<Tables>,
  work: (trx: Transaction<Tables>) => Promise<KeyOutcome>,
): Promise<KeyOutcome> {
  try {
    return await db.transaction().execute(work);
  } catch (error) {
    if (error instanceof RefusedKey) return error.why;
    throw error;
  }
}

interface Registering {
  readonly tokenHash: string;
  readonly officerId: string;
  readonly device: string;
  readonly publicKey: string;
  readonly at: string;
}

/** @throws {RefusedKey} */
async function registered(trx: Transaction<Tables>, registering: Registering): Promise<KeyOutcome> {
  const isNew = await claim(trx, registering);
  const isNewKey = await addKey(trx, registering);
  if (isNew) return 'device-registered';
  return isNewKey ? 'key-registered' : 'known';
}

/**
 * Makes the device this officer's, with this token as the one that speaks for it. Until the transaction ends nobody else can
 * claim it, nor add a key to it.
 * @returns whether nobody had it
 * @throws {RefusedKey}
 */
async function claim(trx: Transaction<Tables>, { device, officerId, tokenHash, at }: Registering): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('devices')
    .values({ device, officer_id: officerId, token_hash: tokenHash, enrolled_at: at, seen_at: at })
    .onConflict((conflict) => conflict.column('device').doNothing())
    .executeTakeFirst();
  const { numUpdatedRows } = await trx
    .updateTable('devices')
    .set({ token_hash: tokenHash })
    .where('device', '=', device)
    .where('officer_id', '=', officerId)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new RefusedKey('device-of-another');
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** @returns whether it is a new one @throws {RefusedKey} */
async function addKey(trx: Transaction<Tables>, { device, publicKey, at }: Registering): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('device_keys')
    .values({ device, public_key: publicKey, registered_at: at })
    .onConflict((conflict) => conflict.columns(['device', 'public_key']).doNothing())
    .executeTakeFirst();
  if ((numInsertedOrUpdatedRows ?? 0n) === 0n) return false;
  const keys = await trx.selectFrom('device_keys').select('public_key').where('device', '=', device).execute();
  if (keys.length > LIMITS.keysPerDevice) throw new RefusedKey('too-many-keys');
  return true;
}

/** A heartbeat as it is kept: with the skew, which a phone cannot know, in the same JSON. */
function keptBeat(json: string | null): Pick<Phone, 'heartbeat' | 'skewMs'> {
  if (json === null) return { heartbeat: null, skewMs: null };
  const { skewMs, ...heartbeat } = JSON.parse(json) as Heartbeat & { skewMs?: number };
  return { heartbeat, skewMs: skewMs ?? null };
}

/** Notes that a device was heard of, and what it said of itself. */
export async function noteHeard(
  trx: Transaction<Tables>,
  statements: Statements,
  { device, heartbeat, skewMs }: Heard,
  at: string,
): Promise<void> {
  const said = heartbeat !== null && {
    heartbeat: JSON.stringify({ ...heartbeat, ...(skewMs !== null && { skewMs }) }),
  };
  const row = { seen_at: at, ...said };
  const noted = () => trx.updateTable('devices').set(row).where('device', '=', '');
  await statements.run(trx, said ? 'heard' : 'seen', 1, noted, [...Object.values(row), device]);
}
