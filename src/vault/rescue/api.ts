/** What the vault offers for work that leaves a phone by other ways than the network. */
import type { Revision } from '../../protocol/index.ts';

/** What of one's own the endpoint does not have, and how much of that is in no rescue file yet. */
export interface RescueStatus {
  /** Records that wait, or that a person has to look at. */
  readonly unreceived: number;
  readonly photosWaiting: number;
  readonly unexported: number;
  readonly photosUnexported: number;
  /** When the oldest record was made that is in no file. */
  readonly oldestUnexportedAt: string | null;
  /** Whether the last save failed: there may be no room for another. */
  readonly saveFailed: boolean;
  /** When the last file was read again and found whole. */
  readonly exportedAt: string | null;
}

/**
 * Opaque bytes that are nobody's records here: bundles relayed for colleagues and for persons who signed out, QR frames read
 * so far. They are encrypted by whoever made them, and outlive a wiped database. Names: a-z, 0-9 and hyphens.
 */
export interface RelayStore {
  /** @throws QuotaFull */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** @returns null where nothing has this name */
  get(name: string): Promise<Uint8Array | null>;
  remove(name: string): Promise<void>;
  /** @returns the names that begin so, sorted */
  list(prefix: string): Promise<readonly string[]>;
}

/** What a rescue file must hold, and what is relayed for others. */
export interface RescueStore {
  /** @returns records and photos that the endpoint does not have whole */
  unreceived(): Promise<{ readonly revisions: readonly Revision[]; readonly photos: readonly string[] }>;
  /** @returns how much is in no file yet, for whoever offers to make one */
  rescueStatus(): Promise<RescueStatus>;
  /** Notes what a file holds; only after the file was read again and compared. */
  noteExported(revIds: readonly string[], photos: readonly string[]): Promise<void>;
  /** The phone's, shared by all its persons. */
  readonly relayStore: RelayStore;
  /** The person's own: it is removed with them. */
  readonly ownRelayStore: RelayStore;
}
