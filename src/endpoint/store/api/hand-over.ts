/** Drafts that came in encrypted, and who goes on with whose work, as the features see them. */
import type { HandOver } from '../../../programme/index.ts';

/** What is known of the drafts of one device in one commune without opening them. */
export interface DraftBundleRow {
  readonly scope: string;
  readonly device: string;
  readonly officerId: string;
  /** How many drafts its phone says are in it. */
  readonly draftCount: number;
  /** SHA-256 of the encrypted bytes. */
  readonly sha256: string;
  /** ISO instant of the endpoint's clock. */
  readonly receivedAt: string;
}

/** Keeps encrypted drafts, one bundle for each commune and device, and the hand-overs of officers who left. */
export interface HandOverStore {
  /** Keeps a bundle in place of the one that the device sent before. */
  putDrafts(bundle: DraftBundleRow & { readonly bytes: Uint8Array }): Promise<void>;
  /**
   * @param sha256 only a bundle with this hash; null: whichever there is
   * @returns whether one was removed
   */
  dropDrafts(scope: string, device: string, sha256: string | null): Promise<boolean>;
  /** @returns the bundles of these officers in a commune, the oldest first */
  draftsOf(scope: string, officers: readonly string[]): Promise<readonly DraftBundleRow[]>;
  /** @returns the encrypted bytes; null where the device has no bundle with this hash any more */
  draftBytes(scope: string, device: string, sha256: string): Promise<Uint8Array | null>;
  /** Keeps hand-overs, each in place of the one before of the same officer and commune. */
  putHandOvers(handOvers: readonly (HandOver & { readonly by: string })[]): Promise<void>;
  /** @returns all hand-overs in these communes, also those that ended */
  handOvers(scopes: readonly string[]): Promise<readonly HandOver[]>;
}
