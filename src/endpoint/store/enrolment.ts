/** Enrolment codes, in SQL. */
import type { Kysely, Transaction } from 'kysely';
import {
  type CodeRejection,
  type Enrolment,
  type EnrolmentCode,
  type EnrolmentOutcome,
  type EnrolmentStore,
  placeRejection,
  WRONG_TRIES_MAX,
  WRONG_TRIES_OF_PERSON_MAX,
} from './api.ts';
import { RejectedKey, registered } from './devices.ts';
import { isKeepableText } from './keepable.ts';
import { rowsByPart } from './parts.ts';
import type { Tables } from './schema.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Letters of an ISO instant up to its minute. */
const MINUTE_LETTERS = 16;

/** @returns the enrolment codes of a database */
export function enrolmentStore(db: Kysely<Tables>): EnrolmentStore {
  return {
    async addCode({ id, officerId, prefix, typedHash, secretHash, madeBy, madeAt, expiresAt }) {
      await db
        .insertInto('enrolment_codes')
        .values({
          id,
          officer_id: officerId,
          prefix,
          typed_hash: typedHash,
          secret_hash: secretHash,
          made_by: madeBy,
          made_at: madeAt,
          expires_at: expiresAt,
          wrong_tries: 0,
        })
        .execute();
    },

    async codesOf(officers) {
      const rows = await rowsByPart([...officers], (part) =>
        db.selectFrom('enrolment_codes').selectAll().where('officer_id', 'in', part).execute(),
      );
      return rows.map(codeOf).sort((a, b) => (a.madeAt < b.madeAt ? 1 : -1));
    },

    async voidCode(id, at) {
      const { numUpdatedRows } = await db
        .updateTable('enrolment_codes')
        .set({ voided_at: at })
        .where('id', '=', id)
        .where('used_at', 'is', null)
        .where('voided_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async enrol(enrolment) {
      let officerId: string | null = null;
      try {
        return await db.transaction().execute(async (trx): Promise<EnrolmentOutcome> => {
          const code = await lockCode(trx, enrolment.codeHash);
          if (code === null) {
            await countWrong(trx, enrolment);
            return { kind: 'rejected', why: 'wrong-code', officerId };
          }
          officerId = code.officer_id;
          const why = await rejectionOf(trx, code, enrolment);
          if (why !== null) return { kind: 'rejected', why, officerId };
          const key = await registered(trx, { ...enrolment, officerId });
          await noteEnrolled(trx, code, enrolment);
          return { kind: 'enrolled', officerId, key };
        });
      } catch (error) {
        // Thrown inside of the transaction, so that the code stays unused.
        if (error instanceof RejectedKey) return { kind: 'rejected', why: error.why, officerId };
        throw error;
      }
    },

    async wrongTriesSince(since) {
      const { tries } = await db
        .selectFrom('wrong_tries')
        .select((eb) => eb.fn.coalesce(eb.fn.sum<number | string>('tries'), eb.lit(0)).as('tries'))
        .where('minute', '>=', since.slice(0, MINUTE_LETTERS))
        .executeTakeFirstOrThrow();
      return Number(tries);
    },
  };
}

/** Locks the code to the end of the transaction, so that a second phone with it waits and then finds it used. */
async function lockCode(trx: Transaction<Tables>, codeHash: string) {
  const row = await trx
    .updateTable('enrolment_codes')
    .set((eb) => ({ wrong_tries: eb.ref('wrong_tries') }))
    .where((eb) => eb.or([eb('typed_hash', '=', codeHash), eb('secret_hash', '=', codeHash)]))
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}
type LockedCode = NonNullable<Awaited<ReturnType<typeof lockCode>>>;

/**
 * Counts a wrong try for everybody's codes that begin so, and for the endpoint as a whole. The codes are few and are locked one
 * by one in the order of their ids: two tries that lock them in different orders would each wait for the other.
 */
async function countWrong(trx: Transaction<Tables>, { prefix, at }: Enrolment): Promise<void> {
  const codes = prefix === null || !isKeepableText(prefix) ? [] : await unusedWith(trx, prefix);
  for (const { id } of codes) {
    await trx
      .updateTable('enrolment_codes')
      .set((eb) => ({ wrong_tries: eb('wrong_tries', '+', 1) }))
      .where('id', '=', id)
      .where('used_at', 'is', null)
      .execute();
  }
  await trx
    .insertInto('wrong_tries')
    .values({ minute: at.slice(0, MINUTE_LETTERS), tries: 1 })
    .onConflict((conflict) =>
      conflict.column('minute').doUpdateSet((eb) => ({ tries: eb('wrong_tries.tries', '+', 1) })),
    )
    .execute();
}

async function unusedWith(trx: Transaction<Tables>, prefix: string): Promise<readonly { readonly id: string }[]> {
  return await trx
    .selectFrom('enrolment_codes')
    .select('id')
    .where('prefix', '=', prefix)
    .where('expires_at', 'is not', null)
    .where('used_at', 'is', null)
    .orderBy('id')
    .execute();
}

async function rejectionOf(
  trx: Transaction<Tables>,
  code: LockedCode,
  enrolment: Enrolment,
): Promise<CodeRejection | null> {
  const { device, publicKey, at } = enrolment;
  const misplaced = placeRejection(code.officer_id, enrolment);
  if (misplaced !== null) return misplaced;
  const officer = await trx
    .selectFrom('officers')
    .select('closed_at')
    .where('id', '=', code.officer_id)
    .executeTakeFirst();
  if (officer === undefined || officer.closed_at !== null) return 'account-closed';
  if (code.expires_at === null) return null;
  if (code.voided_at !== null) return 'code-voided';
  if (at >= code.expires_at) return 'code-expired';
  if (code.used_at !== null) {
    // The phone that used it may have lost the answer: it shows the same code with the same key again.
    return code.used_by === device && (await hasKey(trx, device, publicKey)) ? null : 'code-used';
  }
  if (code.wrong_tries >= WRONG_TRIES_MAX) return 'too-many-tries';
  const dayBefore = new Date(Date.parse(at) - DAY_MS).toISOString();
  const { tries } = await trx
    .selectFrom('enrolment_codes')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number | string>('wrong_tries'), eb.lit(0)).as('tries'))
    .where('officer_id', '=', code.officer_id)
    .where('made_at', '>=', dayBefore)
    .executeTakeFirstOrThrow();
  return Number(tries) >= WRONG_TRIES_OF_PERSON_MAX ? 'too-many-tries' : null;
}

async function hasKey(trx: Transaction<Tables>, device: string, publicKey: string): Promise<boolean> {
  const row = await trx
    .selectFrom('device_keys')
    .select('device')
    .where('device', '=', device)
    .where('public_key', '=', publicKey)
    .executeTakeFirst();
  return row !== undefined;
}

async function noteEnrolled(
  trx: Transaction<Tables>,
  code: LockedCode,
  { device, publicKey, tokenHash, deviceName, at }: Enrolment,
): Promise<void> {
  await trx
    .insertInto('tokens')
    .values({
      token_hash: tokenHash,
      sign_in: tokenHash,
      device,
      officer_id: code.officer_id,
      made_at: at,
      first_used_at: at,
    })
    .execute();
  // The phone has the same key under its former ids, whose records it still holds.
  await trx
    .updateTable('devices')
    .set({ revoked_at: null })
    .where('officer_id', '=', code.officer_id)
    .where('device', 'in', (eb) => eb.selectFrom('device_keys').select('device').where('public_key', '=', publicKey))
    .execute();
  if (deviceName !== null) {
    await trx.updateTable('devices').set({ name: deviceName }).where('device', '=', device).execute();
  }
  if (code.expires_at === null) return;
  await trx.updateTable('enrolment_codes').set({ used_at: at, used_by: device }).where('id', '=', code.id).execute();
}

function codeOf(row: LockedCode): EnrolmentCode {
  return {
    id: row.id,
    officerId: row.officer_id,
    madeBy: row.made_by,
    madeAt: row.made_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
    usedBy: row.used_by,
    voidedAt: row.voided_at,
    wrongTries: row.wrong_tries,
  };
}
