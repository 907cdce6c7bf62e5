/**
 * Who is enrolled on this phone: one small file for each person, in two places that outlive a deleted IndexedDB. Who is
 * leaving it is in departures.ts.
 *
 *     person-STORE    {"id":"cb-1001","name":"Trần Văn Bình"}, encrypted: an id and a name, nothing else
 *
 * STORE is the name under which a person's database, journals and photos lie. It is random and says nothing about the person.
 * A store whose entry is lost is found by its name on the disk, and its person is known again once it was opened.
 */
import { decryptJson, encryptJson } from '../database/encrypted-json.ts';
import { assertVault } from '../errors.ts';
import type { BlobStore, Encryption, Rng } from '../platform.ts';

/** A person who uses this phone, and the store of their data. */
export interface EnrolledPerson {
  /** The name of the person's store. */
  readonly store: string;
  /** `null` where the entry is lost and the store was not opened since. */
  readonly officer: { readonly id: string; readonly name: string } | null;
}

/** What a phone gives to all who are enrolled on it; what belongs to one person is `Platform`. */
export interface PhonePlatform {
  readonly rng: Rng;
  readonly encryption: Encryption;
  /** The store of bytes that all share: entries, and the bundles that the phone relays (RelayStore). */
  readonly phoneBlobs: BlobStore;
  /** @returns names of the stores of which anything lies on the disk */
  stores(): Promise<readonly string[]>;
  /** Removes all that lies under this name, the database last. @throws where another window does not let go of it */
  remove(store: string): Promise<void>;
}

/** The persons of a phone; each has a store of their own. */
export interface Persons {
  /** @returns all who are enrolled, in the order of their names; those who are being signed out are not among them */
  list(): Promise<readonly EnrolledPerson[]>;
  /** @returns a name for the store of whoever enrols next */
  newStore(): string;
  /** Keeps who the person of a store is. */
  note(store: string, officer: NonNullable<EnrolledPerson['officer']>): Promise<void>;
  /** Removes the store, then the entry, then the mark of the sign-out. Killed in the middle, it can be done again. */
  remove(store: string): Promise<void>;

  /** @returns stores whose sign-out was begun and is not at its end */
  leaving(): Promise<readonly string[]>;
}

const STORE = /^p-[0-9a-f]{32}$/;
/** Whether a name on the disk is that of a person's store. */
export const isStoreName = (name: string): boolean => STORE.test(name);
const STORE_BYTES = 16;

const entryOf = (store: string) => `person-${store}`;
/** @returns the name under which a sign-out of this store is noted */
export const leavingOf = (store: string) => `leaving-${store}`;

/** @returns null where nothing has this name, or it cannot be read any more */
export async function readSmall<T>({ phoneBlobs, encryption }: Small, name: string): Promise<T | null> {
  const bytes = await phoneBlobs.get(name);
  try {
    return bytes && (await decryptJson<T>(encryption, bytes));
  } catch (error) {
    console.warn('persons: cannot be read', name, error);
    return null;
  }
}

/** Keeps a small value, encrypted, in the phone's own store of bytes. */
export async function writeSmall({ phoneBlobs, encryption }: Small, name: string, value: unknown): Promise<void> {
  await phoneBlobs.put(name, await encryptJson(encryption, value));
}
/** Where small values of the phone are kept, and how they are encrypted. */
export type Small = Pick<PhonePlatform, 'phoneBlobs' | 'encryption'>;

/** The persons of a phone, read anew from its disk at each call. */
export function createPersons(phone: PhonePlatform): Persons {
  const { phoneBlobs } = phone;
  const after = (names: readonly string[], prefix: string) =>
    names.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));

  return {
    async list() {
      const [kept, found] = await Promise.all([phoneBlobs.list(), phone.stores()]);
      const leaving = new Set(after(kept, 'leaving-'));
      const stores = [...new Set([...after(kept, 'person-'), ...found])].filter((store) => !leaving.has(store));
      const people = await Promise.all(
        stores.map(async (store) => ({
          store,
          officer: await readSmall<NonNullable<EnrolledPerson['officer']>>(phone, entryOf(store)),
        })),
      );
      const key = ({ officer, store }: EnrolledPerson) => officer?.name ?? `\uffff${store}`;
      return people.sort((a, b) => key(a).localeCompare(key(b), 'vi'));
    },
    newStore: () =>
      `p-${Array.from(phone.rng.bytes(STORE_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('')}`,
    async note(store, { id, name }) {
      assertVault(isStoreName(store), `store name ${store}`);
      await writeSmall(phone, entryOf(store), { id, name });
    },
    async remove(store) {
      if ((await phone.stores()).includes(store)) await phone.remove(store);
      await phoneBlobs.remove(entryOf(store));
      await phoneBlobs.remove(leavingOf(store));
    },

    leaving: async () => after(await phoneBlobs.list(), 'leaving-'),
  };
}
