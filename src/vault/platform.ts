/**
 * What the vault is given: clock, randomness, disks and locks. Passed in, so that one seed can replay a month of phones,
 * faults and crashes. OPFS, Cache and memory implement the parts; platform-browser.ts puts the browser's together.
 */

/** Wall clock and ids are passed in, so one seed can replay a month. */
export interface Clock {
  /** ISO 8601 instant with offset, e.g. 2026-11-24T09:00:00.000+07:00. */
  now(): string;
  /** Milliseconds since the epoch, for durations and UUIDv7 only: never decides an order. */
  millis(): number;
}
export interface Rng {
  /** `length` random bytes. */
  bytes(length: number): Uint8Array;
}

/** An append-only file of encrypted frames. Implementations: OPFS worker, Cache fallback, memory. One contract test. */
export interface Journal {
  readonly kind: 'opfs' | 'cache' | 'memory';
  /** Of one frame, in bytes; as much as frames.ts takes when omitted. */
  readonly payloadBytesMax?: number;
  /** Appends frames and flushes; resolves only when they are on the disk. @throws QuotaFull */
  append(payloads: readonly Uint8Array[]): Promise<void>;
  /** Every good frame from the start; a torn tail is cut at the last good one. */
  readAll(): Promise<Uint8Array[]>;
  /** Replaces the whole content (compaction); can be killed at any instant without losing the old one. */
  rewrite(payloads: readonly Uint8Array[]): Promise<void>;
  sizeBytes(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Encryption at rest: the one seam through which every personal byte passes on its way to a disk and back, photos too. It does
 * nothing yet (`noEncryption`). What is left out is encrypted by whoever made it: relayed bundles and QR frames (RelayStore).
 */
export interface Encryption {
  encrypt(plain: Uint8Array): Promise<Uint8Array>;
  /** @throws where the bytes are not what was encrypted */
  decrypt(encrypted: Uint8Array): Promise<Uint8Array>;
}

/** Bytes under names that become file names: photos under the SHA-256 of what they are before they are encrypted. */
export interface BlobStore {
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  get(sha256: string): Promise<Uint8Array | null>;
  has(sha256: string): Promise<boolean>;
  /** Bytes of one as they lie there, encrypted; 0 where it is not there. */
  size(sha256: string): Promise<number>;
  remove(sha256: string): Promise<void>;
  list(): Promise<string[]>;
}

/**
 * The key pair with which a person's device signs its revisions. `privateKey` is whatever the database can keep: in a browser a
 * CryptoKey that no script can read.
 */
export interface DeviceKey {
  /** As protocol/signature.ts writes it. */
  readonly publicKey: string;
  readonly privateKey: unknown;
}
export interface DeviceKeys {
  /** @returns null where the browser has no keys (a page without HTTPS): what is made there is not signed */
  create(): Promise<DeviceKey | null>;
  /** @returns the signature over the UTF-8 bytes of `text`, as protocol/signature.ts writes it */
  sign(privateKey: unknown, text: string): Promise<string>;
}

/** Room kept aside on the disk, given up so that the form on screen can still be saved. */
export interface StorageReserve {
  /** Gives the room back to the disk. @returns whether there was any */
  release(): Promise<boolean>;
  /** Takes the room again where the disk has it. @returns whether it is held now */
  restock(): Promise<boolean>;
  /** Writes so many bytes and removes them again: an estimate of the browser is not to be believed. */
  fits(bytes: number): Promise<boolean>;
}

export type VaultChange = 'records' | 'drafts' | 'outbox' | 'session' | 'rebuilding' | 'closed';

/** The other tabs of this app over the same database. */
export interface Tabs {
  announce(changes: readonly VaultChange[]): void;
  /** @returns stops listening */
  listen(onChange: (changes: readonly VaultChange[]) => void): () => void;
}

export interface Platform {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly journal: Journal;
  /** Second copy of what was pulled, so that a wiped phone has its commune again without a network. */
  readonly pulled?: Journal;
  readonly blobs: BlobStore;
  /** What all persons of the phone share: bundles that it relays (RelayStore). With the photos when omitted, as in tests. */
  readonly phoneBlobs?: BlobStore;
  readonly encryption: Encryption;
  readonly keys: DeviceKeys;
  /** Injected in tests (fake-indexeddb); the browser's own otherwise. */
  readonly indexedDB?: IDBFactory;
  readonly IDBKeyRange?: typeof IDBKeyRange;
  /** Name of the store: of its database, journals, photos, locks and channels. One for each person (persons.ts). */
  readonly databaseName: string;
  /** Runs `work` while no other tab does (Web Locks). Omitted: one process only, as in tests. */
  exclusive?<T>(name: string, work: () => Promise<T>): Promise<T>;
  readonly storageReserve?: StorageReserve;
  readonly tabs?: Tabs;
  /** When payloads may go from the journal; the limits of compaction.ts when omitted. */
  readonly compaction?: { readonly retainDays: number; readonly droppedBytesMin: number };
}
