/** One-time codes and the tokens they are exchanged for, as the features see them. */
import type { KeyOutcome, KeyRejection } from './devices.ts';

/** Wrong tries of one code's beginning after which the code is void: whoever guesses cannot go on, and another is made in a minute. */
export const WRONG_TRIES_MAX = 10;
/** Wrong tries of all codes of one person in 24 hours after which none of theirs is taken. */
export const WRONG_TRIES_OF_PERSON_MAX = 30;

/** A code as somebody makes it. Only hashes are kept: it is shown once. */
export interface NewEnrolmentCode {
  readonly id: string;
  readonly officerId: string;
  /** The first characters of the typed code, by which wrong tries are counted. */
  readonly prefix: string;
  readonly typedHash: string;
  readonly secretHash: string;
  /** The person who made it; `''` for the endpoint's operator. */
  readonly madeBy: string;
  /** ISO instant of the endpoint's clock. */
  readonly madeAt: string;
  /** ISO instant; null: it never ends and can be used any number of times, which only the demo's codes may. */
  readonly expiresAt: string | null;
}

/** A code as the desk shows it; nobody can read the code itself any more. */
export interface EnrolmentCode extends Pick<NewEnrolmentCode, 'id' | 'officerId' | 'madeBy' | 'madeAt' | 'expiresAt'> {
  readonly usedAt: string | null;
  /** The device that was enrolled with it. */
  readonly usedBy: string | null;
  /** ISO instant at which somebody voided it. */
  readonly voidedAt: string | null;
  readonly wrongTries: number;
}

/** Why a code is not taken. Only whoever gives in the very code learns more than that it is wrong. */
export type CodeRejection =
  | 'wrong-code'
  | 'code-used'
  | 'code-expired'
  | 'code-voided'
  | 'too-many-tries'
  | 'account-closed'
  | 'code-of-another'
  | 'person-is-here';

/** @returns why a code of this officer is not for the store that asks on the phone; null: it is */
export function placeRejection(
  officerId: string,
  { person, others }: Pick<Enrolment, 'person' | 'others'>,
): CodeRejection | null {
  if (person !== null && person !== officerId) return 'code-of-another';
  return others.includes(officerId) ? 'person-is-here' : null;
}

/** An enrolment as it comes in. */
export interface Enrolment {
  /** Hash of the code as it was typed or scanned. */
  readonly codeHash: string;
  /** Beginning of a typed code; null for a scanned one, which nobody can guess. */
  readonly prefix: string | null;
  readonly tokenHash: string;
  readonly device: string;
  readonly publicKey: string;
  /** What the person calls the device; null: they said nothing. */
  readonly deviceName: string | null;
  /** The person whom the code must be of; null: anybody. */
  readonly person: string | null;
  /** Persons whom the code must not be of: they have a place of their own on the phone, which is to ask. */
  readonly others: readonly string[];
  /** ISO instant of the endpoint's clock. */
  readonly at: string;
}

export type EnrolmentOutcome =
  | {
      readonly kind: 'enrolled';
      readonly officerId: string;
      readonly key: Exclude<KeyOutcome, KeyRejection>;
    }
  | { readonly kind: 'rejected'; readonly why: CodeRejection | KeyRejection; readonly officerId: string | null };

/** Makes and takes enrolment codes. */
export interface EnrolmentStore {
  addCode(code: NewEnrolmentCode): Promise<void>;
  /** @returns the codes of these people, the newest first */
  codesOf(officers: readonly string[]): Promise<readonly EnrolmentCode[]>;
  /** @returns whether there was an unused code of this id */
  voidCode(id: string, at: string): Promise<boolean>;
  /**
   * Takes a code, registers the device and its key, and keeps the token, in one transaction: of two phones with one code one is
   * enrolled. A wrong try is counted in the same transaction.
   */
  enrol(enrolment: Enrolment): Promise<EnrolmentOutcome>;
  /** @returns wrong tries of anybody since this instant */
  wrongTriesSince(since: string): Promise<number>;
}
