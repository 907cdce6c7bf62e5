/**
 * What the vault is given: clock, randomness, disks and locks. They are passed in, so that one seed can replay a month
 * of phones, faults and crashes. OPFS, Cache and memory implement the parts; platform-browser.ts puts the browser's
 * together.
 */

/** The wall clock of the phone. */
export interface Clock {
  /** @returns an ISO 8601 instant with the offset of Asia/Ho_Chi_Minh, e.g. 2026-11-24T09:00:00.000+07:00 */
  now(): string;
  /** @returns milliseconds since 1970, for durations and UUIDv7 only: they never decide an order */
  millis(): number;
}
/** Randomness: ids, salts and store names are made from it. */
export interface Rng {
  /** @returns `length` random bytes */
  bytes(length: number): Uint8Array;
}

/**
 * An append-only file of encrypted frames, in OPFS, in the Cache or in memory. One contract test holds for all
 * (tests/contracts/journal.ts).
 */
export interface Journal {
  readonly kind: 'opfs' | 'cache' | 'memory';
  /** The largest payload of one frame, in bytes; the limit of frames.ts when omitted. */
  readonly payloadBytesMax?: number;
  /** Appends frames and flushes; resolves only when they are on the disk. @throws QuotaFull */
  append(payloads: readonly Uint8Array[]): Promise<void>;
  /** @returns every good frame from the start; a torn tail is cut at the last good one */
  readAll(): Promise<Uint8Array[]>;
  /** Replaces the whole content (compaction). Killed at any instant, the old content or the new is there. */
  rewrite(payloads: readonly Uint8Array[]): Promise<void>;
  sizeBytes(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Encryption at rest: the one seam through which every personal byte passes on its way to a disk and back, photos too.
 * It does nothing yet (`noEncryption`). Relayed bundles and QR frames (RelayStore) do not pass it, because whoever made
 * them has encrypted them.
 */
export interface Encryption {
  encrypt(plain: Uint8Array): Promise<Uint8Array>;
  /** @throws where the bytes are not what was encrypted */
  decrypt(encrypted: Uint8Array): Promise<Uint8Array>;
}

/** Bytes under names that become file names; a photo's name is the SHA-256 of its bytes before they are encrypted. */
export interface BlobStore {
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  get(sha256: string): Promise<Uint8Array | null>;
  has(sha256: string): Promise<boolean>;
  /** @returns how many bytes lie under the name, encrypted; 0 where there is nothing */
  size(sha256: string): Promise<number>;
  remove(sha256: string): Promise<void>;
  list(): Promise<string[]>;
}

/**
 * The key pair with which a person's device signs its revisions. `privateKey` is whatever the database can keep: in a
 * browser a CryptoKey that no script can read.
 */
export interface DeviceKey {
  /** The public key as protocol/signature.ts writes it. */
  readonly publicKey: string;
  readonly privateKey: unknown;
}
/** Making device keys and signing with them: WebCrypto in a browser, node:crypto in tests. */
export interface DeviceKeys {
  /** @returns null where the browser has no keys (a page without HTTPS): what is made there is not signed */
  create(): Promise<DeviceKey | null>;
  /** @returns the signature over the UTF-8 bytes of `text`, as protocol/signature.ts writes it */
  sign(privateKey: unknown, text: string): Promise<string>;
}

/** Room kept aside on the disk, released so that the form on screen can still be saved. */
export interface StorageReserve {
  /** Gives the room back to the disk. @returns whether there was any */
  release(): Promise<boolean>;
  /** Takes the room again where the disk has it. @returns whether it is held now */
  restock(): Promise<boolean>;
  /** Writes so many bytes and removes them again, because a browser's estimate cannot be relied on. */
  fits(bytes: number): Promise<boolean>;
}

/** What has changed in a vault: its screens read anew what they show of it. */
export type VaultChange = 'records' | 'drafts' | 'outbox' | 'session' | 'rebuilding' | 'closed';

/** The other tabs of this app over the same database. */
export interface Tabs {
  announce(changes: readonly VaultChange[]): void;
  /** @returns a function that stops listening */
  listen(onChange: (changes: readonly VaultChange[]) => void): () => void;
}

/** Everything that the vault of one person is given. */
export interface Platform {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly journal: Journal;
  /** The second copy of what was pulled, so that a wiped phone has its commune again without a network. */
  readonly pulled?: Journal;
  readonly blobs: BlobStore;
  /**
   * The store of bytes that all persons of the phone share, for bundles that it relays (RelayStore). When omitted, as
   * in tests, these are in `blobs`.
   */
  readonly phoneBlobs?: BlobStore;
  readonly encryption: Encryption;
  readonly keys: DeviceKeys;
  /** Tests pass in fake-indexeddb; the browser's own is used otherwise. */
  readonly indexedDB?: IDBFactory;
  readonly IDBKeyRange?: typeof IDBKeyRange;
  /** The name of the store: of its database, journals, photos, locks and channels. Each person has one (persons.ts). */
  readonly databaseName: string;
  /** Runs `work` while no other tab does (Web Locks). When omitted, as in tests, there is one process only. */
  exclusive?<T>(name: string, work: () => Promise<T>): Promise<T>;
  readonly storageReserve?: StorageReserve;
  readonly tabs?: Tabs;
  /** When payloads may go from the journal; the limits of compaction.ts when omitted. */
  readonly compaction?: { readonly retainDays: number; readonly droppedBytesMin: number };
}
