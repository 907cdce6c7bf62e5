/** Tokens and their sign-ins, in SQL. Tokens of one sign-in replace each other (hand-in.ts draws their life). */
import type { ExpressionBuilder, Kysely } from 'kysely';
import type { DeviceStore } from './api.ts';
import type { Tables } from './schema.ts';

export type TokenStore = Pick<DeviceStore, 'endToken' | 'addToken' | 'confirmToken' | 'revokeDevice'>;

/** @returns the tokens of a database */
export function tokenStore(db: Kysely<Tables>): TokenStore {
  return {
    async endToken(tokenHash, at) {
      const signIn = await signInOf(db, tokenHash);
      if (signIn === null) return;
      // The first instant stays: a phone that did not get the answer asks again. A token that could still hand in ends, too.
      await db
        .updateTable('tokens')
        .set({ ended_at: at, ended_why: 'signed-out' })
        // A phone that was enrolled again has left tokens of sign-ins before, which end with the last one.
        .where((eb) =>
          eb.or([
            eb('sign_in', '=', signIn),
            eb('device', 'in', eb.selectFrom('devices').select('device').where('sign_in', '=', signIn)),
          ]),
        )
        .where((eb) => eb.or([eb('ended_why', 'is', null), eb('ended_why', '!=', 'signed-out')]))
        .execute();
    },

    async addToken(tokenHash, newHash, at) {
      await db
        .insertInto('tokens')
        .columns(['token_hash', 'sign_in', 'device', 'officer_id', 'made_at'])
        .expression((eb) =>
          eb
            .selectFrom('tokens')
            .select([eb.val(newHash).as('token_hash'), 'sign_in', 'device', 'officer_id', eb.val(at).as('made_at')])
            .where('token_hash', '=', tokenHash),
        )
        .execute();
    },

    async confirmToken(tokenHash, at) {
      await db.transaction().execute(async (trx) => {
        const token = await trx
          .updateTable('tokens')
          .set({ first_used_at: at })
          .where('token_hash', '=', tokenHash)
          .where('first_used_at', 'is', null)
          .where('ended_at', 'is', null)
          .returning('sign_in')
          .executeTakeFirst();
        if (token === undefined) return;
        await trx
          .updateTable('tokens')
          .set({ ended_at: at, ended_why: 'replaced' })
          .where('sign_in', '=', token.sign_in)
          .where('token_hash', '!=', tokenHash)
          .where('ended_at', 'is', null)
          .execute();
      });
    },

    async revokeDevice(device, at) {
      return await db.transaction().execute(async (trx) => {
        const revoked = await trx
          .updateTable('devices')
          .set({ revoked_at: at })
          .where('device', '=', device)
          .where('revoked_at', 'is', null)
          .returning(['sign_in', 'officer_id'])
          .executeTakeFirst();
        if (revoked === undefined) return false;
        await trx
          .updateTable('tokens')
          .set({ ended_at: at, ended_why: 'revoked' })
          .where('officer_id', '=', revoked.officer_id)
          .where((eb) => eb.or([eb('sign_in', '=', revoked.sign_in), eb('device', 'in', idsOfPhone(eb, device))]))
          .where((eb) => eb.or([eb('ended_why', 'is', null), eb('ended_why', '=', 'replaced')]))
          .execute();
        return true;
      });
    },
  };
}

/** The ids under which a phone signs with the same key: it keeps the tokens of sign-ins under former ones, too. */
function idsOfPhone(eb: ExpressionBuilder<Tables, 'tokens'>, device: string) {
  return eb
    .selectFrom('device_keys as own')
    .innerJoin('device_keys as same', 'same.public_key', 'own.public_key')
    .select('same.device')
    .where('own.device', '=', device);
}

/** @returns the sign-in that a token belongs to; null for an unknown one */
export async function signInOf(db: Pick<Kysely<Tables>, 'selectFrom'>, tokenHash: string): Promise<string | null> {
  const row = await db.selectFrom('tokens').select('sign_in').where('token_hash', '=', tokenHash).executeTakeFirst();
  return row?.sign_in ?? null;
}
