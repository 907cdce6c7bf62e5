/**
 * Whose sign-out was begun on this phone, and which tokens the endpoint must still end. The notes are beside the entries of
 * the persons, in the same two places.
 *
 *     leaving-STORE   how far the sign-out is (sync/relay/leave.ts), encrypted
 *     ending-HASH     a token to be ended, encrypted
 */
import { hashText } from '../../protocol/index.ts';
import { leavingOf, readSmall, type Small, writeSmall } from './persons.ts';

/** Notes of the sign-outs of this phone. */
export interface Departures {
  /** @returns the note of a sign-out that was begun; null where none was */
  note<T>(store: string): Promise<T | null>;
  /** Notes how far the sign-out of a store is. */
  noteLeaving(store: string, note: object): Promise<void>;
  /** Removes the note of a sign-out that is at its end. */
  forgetLeaving(store: string): Promise<void>;
  /** @returns tokens that the endpoint must still end, whichever person of the phone reaches it next */
  tokensToEnd(): Promise<readonly string[]>;
  /** Notes a token that the endpoint must still end. */
  endLater(token: string): Promise<void>;
  /** Removes the note of a token that the endpoint has ended. */
  ended(token: string): Promise<void>;
}

const ENDING = 'ending-';
const endingOf = (token: string) => ENDING + hashText(token);

/** The notes of sign-outs in a phone's own store of bytes. */
export function departuresOf(phone: Small): Departures {
  const { phoneBlobs } = phone;
  return {
    note: (store) => readSmall(phone, leavingOf(store)),
    noteLeaving: (store, note) => writeSmall(phone, leavingOf(store), note),
    forgetLeaving: (store) => phoneBlobs.remove(leavingOf(store)),
    async tokensToEnd() {
      const names = (await phoneBlobs.list()).filter((name) => name.startsWith(ENDING));
      const tokens = await Promise.all(names.map((name) => readSmall<string>(phone, name)));
      return tokens.filter((token) => token !== null);
    },
    endLater: (token) => writeSmall(phone, endingOf(token), token),
    ended: (token) => phoneBlobs.remove(endingOf(token)),
  };
}
