/**
 * Who is enrolled on this phone, and what the phone itself remembers beside their stores: whose sign-out was begun, and which
 * tokens the endpoint must still be told to end. One small file for each, in two places that outlive a deleted IndexedDB.
 *
 *     person-STORE    {"id":"cb-1001","name":"Trần Văn Bình"}, encrypted: an id and a name, nothing else
 *     leaving-STORE   how far the sign-out is (sync/leave.ts), encrypted
 *     ending-HASH     a token to be ended, encrypted
 *
 * STORE is the name under which a person's database, journals and photos lie: random, never a word about the person. A store
 * whose entry is lost is found by its name on the disk, and its person is known again once it was opened.
 */
import { hashText } from '../protocol/index.ts';
import { decryptJson, encryptJson } from './encrypted-json.ts';
import { assert } from './errors.ts';
import type { BlobStore, Encryption, Rng } from './platform.ts';

export interface EnrolledPerson {
  /** Name of the person's store. */
  readonly store: string;
  /** null: the entry is lost, and the store was not opened since. */
  readonly officer: { readonly id: string; readonly name: string } | null;
}

/** What a phone gives to all who are enrolled on it; a person's own is `Platform`. */
export interface PhonePlatform {
  readonly rng: Rng;
  readonly encryption: Encryption;
  /** Shared by all: entries, and the bundles that the phone carries (Shelf). */
  readonly shelf: BlobStore;
  /** Names of the stores of which anything lies on the disk. */
  stores(): Promise<readonly string[]>;
  /** Removes all that lies under this name; the database last. @throws where another window does not let go of it */
  remove(store: string): Promise<void>;
}

export interface Persons {
  /** By name; those who are being signed out are not among them. */
  list(): Promise<readonly EnrolledPerson[]>;
  /** A name for the store of whoever enrols next. */
  newStore(): string;
  note(store: string, officer: NonNullable<EnrolledPerson['officer']>): Promise<void>;
  /** Removes the store, then the entry, then the mark of the sign-out. Killed in the middle, it can be done again. */
  remove(store: string): Promise<void>;

  /** Stores whose sign-out was begun and is not at its end. */
  leaving(): Promise<readonly string[]>;
  /** @returns null where none was begun */
  leavingNote<T>(store: string): Promise<T | null>;
  noteLeaving(store: string, note: object): Promise<void>;
  forgetLeaving(store: string): Promise<void>;

  /** Tokens that the endpoint must be told to end: by whoever meets it next. */
  tokensToEnd(): Promise<readonly string[]>;
  endLater(token: string): Promise<void>;
  ended(token: string): Promise<void>;
}

const STORE = /^p-[0-9a-f]{32}$/;
export const isStoreName = (name: string): boolean => STORE.test(name);
const STORE_BYTES = 16;

const entryOf = (store: string) => `person-${store}`;
const leavingOf = (store: string) => `leaving-${store}`;
const endingOf = (token: string) => `ending-${hashText(token)}`;

export function createPersons(phone: PhonePlatform): Persons {
  const { shelf, encryption } = phone;
  const write = async (name: string, value: unknown) => shelf.put(name, await encryptJson(encryption, value));
  /** @returns null where it is not there, or cannot be read any more */
  async function read<T>(name: string): Promise<T | null> {
    const bytes = await shelf.get(name);
    try {
      return bytes && (await decryptJson<T>(encryption, bytes));
    } catch (error) {
      console.warn('persons: cannot be read', name, error);
      return null;
    }
  }
  const after = (names: readonly string[], prefix: string) =>
    names.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));

  return {
    async list() {
      const [kept, found] = await Promise.all([shelf.list(), phone.stores()]);
      const leaving = new Set(after(kept, 'leaving-'));
      const stores = [...new Set([...after(kept, 'person-'), ...found])].filter((store) => !leaving.has(store));
      const people = await Promise.all(
        stores.map(async (store) => ({
          store,
          officer: await read<NonNullable<EnrolledPerson['officer']>>(entryOf(store)),
        })),
      );
      const key = ({ officer, store }: EnrolledPerson) => officer?.name ?? `\uffff${store}`;
      return people.sort((a, b) => key(a).localeCompare(key(b), 'vi'));
    },
    newStore: () =>
      `p-${Array.from(phone.rng.bytes(STORE_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('')}`,
    async note(store, { id, name }) {
      assert(isStoreName(store), `store name ${store}`);
      await write(entryOf(store), { id, name });
    },
    async remove(store) {
      if ((await phone.stores()).includes(store)) await phone.remove(store);
      await shelf.remove(entryOf(store));
      await shelf.remove(leavingOf(store));
    },

    leaving: async () => after(await shelf.list(), 'leaving-'),
    leavingNote: (store) => read(leavingOf(store)),
    noteLeaving: (store, note) => write(leavingOf(store), note),
    forgetLeaving: (store) => shelf.remove(leavingOf(store)),

    async tokensToEnd() {
      const names = (await shelf.list()).filter((name) => name.startsWith('ending-'));
      const tokens = await Promise.all(names.map((name) => read<string>(name)));
      return tokens.filter((token) => token !== null);
    },
    endLater: (token) => write(endingOf(token), token),
    ended: (token) => shelf.remove(endingOf(token)),
  };
}
