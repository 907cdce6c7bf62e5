/** Enrolment codes, in memory. */
import {
  type CodeRejection,
  type Enrolment,
  type EnrolmentOutcome,
  type EnrolmentStore,
  placeRejection,
  WRONG_TRIES_MAX,
  WRONG_TRIES_OF_PERSON_MAX,
} from '../../../../src/endpoint/store/api.ts';
import type { Connection } from './connection.ts';
import { RejectedKey, register } from './devices.ts';
import type { StoredCode } from './rows.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Letters of an ISO instant up to its minute. */
const MINUTE_LETTERS = 16;

export function enrolmentStore(connection: Connection): EnrolmentStore {
  const all = (): StoredCode[] => [...connection.all('codes').values()];

  return {
    async addCode(code) {
      connection.put('codes', code.id, { ...code, usedAt: null, usedBy: null, voidedAt: null, wrongTries: 0 });
    },

    async codesOf(officers) {
      const codes = all().flatMap(({ prefix: _, typedHash: __, secretHash: ___, ...code }) =>
        officers.includes(code.officerId) ? [code] : [],
      );
      return codes.sort((a, b) => (a.madeAt < b.madeAt ? 1 : -1));
    },

    async voidCode(id, at) {
      const code = connection.get('codes', id);
      if (code === undefined || code.usedAt !== null || code.voidedAt !== null) return false;
      connection.put('codes', id, { ...code, voidedAt: at });
      return true;
    },

    async enrol(enrolment) {
      let officerId: string | null = null;
      const enrolled = (): EnrolmentOutcome => {
        const { codeHash, tokenHash, device, at } = enrolment;
        const code = all().find(({ typedHash, secretHash }) => typedHash === codeHash || secretHash === codeHash);
        if (code === undefined) {
          countWrong(connection, enrolment);
          return { kind: 'rejected', why: 'wrong-code', officerId };
        }
        officerId = code.officerId;
        const why = rejectionOf(connection, code, enrolment);
        if (why !== null) return { kind: 'rejected', why, officerId };
        const key = register(connection, { ...enrolment, officerId, signIn: tokenHash });
        connection.put('tokens', tokenHash, {
          signIn: tokenHash,
          device,
          officerId,
          madeAt: at,
          firstUsedAt: at,
          endedAt: null,
          endedWhy: null,
        });
        const row = connection.get('devices', device);
        const name = enrolment.deviceName ?? row?.name ?? null;
        if (row !== undefined) connection.put('devices', device, { ...row, name });
        for (const [id, own] of [...connection.all('devices')]) {
          const isOfPhone = own.officerId === officerId && own.keys.has(enrolment.publicKey);
          if (isOfPhone) connection.put('devices', id, { ...own, revokedAt: null });
        }
        if (code.expiresAt !== null) connection.put('codes', code.id, { ...code, usedAt: at, usedBy: device });
        return { kind: 'enrolled', officerId, key };
      };
      return await connection.transaction(enrolled).catch((error: unknown): EnrolmentOutcome => {
        if (error instanceof RejectedKey) return { kind: 'rejected', why: error.why, officerId };
        throw error;
      });
    },

    async wrongTriesSince(since) {
      const minutes = [...connection.all('wrongTries')].filter(([minute]) => minute >= since.slice(0, MINUTE_LETTERS));
      return minutes.reduce((sum, [, tries]) => sum + tries, 0);
    },
  };
}

function countWrong(connection: Connection, { prefix, at }: Enrolment): void {
  for (const code of connection.all('codes').values()) {
    if (code.prefix !== prefix || code.expiresAt === null || code.usedAt !== null) continue;
    connection.put('codes', code.id, { ...code, wrongTries: code.wrongTries + 1 });
  }
  const minute = at.slice(0, MINUTE_LETTERS);
  connection.put('wrongTries', minute, (connection.get('wrongTries', minute) ?? 0) + 1);
}

function rejectionOf(connection: Connection, code: StoredCode, enrolment: Enrolment): CodeRejection | null {
  const { device, publicKey, at } = enrolment;
  const misplaced = placeRejection(code.officerId, enrolment);
  if (misplaced !== null) return misplaced;
  const officer = connection.get('officers', code.officerId);
  if (officer === undefined || officer.closedAt !== null) return 'account-closed';
  if (code.expiresAt === null) return null;
  if (code.voidedAt !== null) return 'code-voided';
  if (at >= code.expiresAt) return 'code-expired';
  if (code.usedAt !== null) {
    const isSame = code.usedBy === device && connection.get('devices', device)?.keys.has(publicKey);
    return isSame ? null : 'code-used';
  }
  if (code.wrongTries >= WRONG_TRIES_MAX) return 'too-many-tries';
  const dayBefore = new Date(Date.parse(at) - DAY_MS).toISOString();
  const own = [...connection.all('codes').values()].filter(
    ({ officerId, madeAt }) => officerId === code.officerId && madeAt >= dayBefore,
  );
  const tries = own.reduce((sum, { wrongTries }) => sum + wrongTries, 0);
  return tries >= WRONG_TRIES_OF_PERSON_MAX ? 'too-many-tries' : null;
}
