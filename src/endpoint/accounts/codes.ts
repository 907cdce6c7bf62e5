/** Makes enrolment codes (protocol/enrolment-code.ts). */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import {
  CODE_ALPHABET,
  CODE_LETTERS,
  CODE_PREFIX_LETTERS,
  CODE_SECRET_BYTES,
  groupedCode,
} from '../../protocol/index.ts';
import { codeHash } from '../http/sign-in.ts';
import type { NewEnrolmentCode } from '../store/api.ts';

/** A code ends so long after it was made, in milliseconds. */
export const CODE_LIFE_MS = 24 * 60 * 60 * 1000;

/** A code while its maker sees it: from then on only its hashes are known. */
export interface ShownCode {
  readonly code: NewEnrolmentCode;
  /** Twelve characters in groups of four. */
  readonly typed: string;
  /** 128 random bits, for a QR or a link. */
  readonly secret: string;
}

/** @param nowMs milliseconds since the epoch, by the endpoint's clock */
export function makeCode(officerId: string, madeBy: string, nowMs: number, lifeMs = CODE_LIFE_MS): ShownCode {
  const letters = Array.from({ length: CODE_LETTERS }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('');
  const secret = randomBytes(CODE_SECRET_BYTES).toString('base64url');
  return {
    code: {
      id: randomUUID(),
      officerId,
      prefix: letters.slice(0, CODE_PREFIX_LETTERS),
      typedHash: codeHash(letters),
      secretHash: codeHash(secret),
      madeBy,
      madeAt: new Date(nowMs).toISOString(),
      expiresAt: new Date(nowMs + lifeMs).toISOString(),
    },
    typed: groupedCode(letters),
    secret,
  };
}

/** A code that never ends and is taken any number of times: for the demo, whose codes stand in the README, and for tests. */
export function standingCode(officerId: string, typed: string): NewEnrolmentCode {
  return {
    id: `standing-${officerId}`,
    officerId,
    prefix: '',
    typedHash: codeHash(typed),
    secretHash: `standing-${officerId}-${typed}`,
    madeBy: '',
    madeAt: '',
    expiresAt: null,
  };
}
