/** The quarantine, as the features see it. */
import type { CorrectedMember } from '../../../protocol/index.ts';

/** One row of the quarantine in its present state. */
export interface QuarantineEntry {
  readonly scope: string;
  readonly bodyHash: string;
  /** Why the record is not accepted now. */
  readonly code: string;
  readonly body: string;
  readonly submittedBy: string;
  readonly receivedAt: string;
  readonly retriedAt: string | null;
  /** `null` while the row is open. */
  readonly resolved: {
    readonly at: string;
    readonly by: string;
    readonly outcome: 'accepted' | 'closed';
    readonly reason: string | null;
    readonly corrected?: { readonly revId: string; readonly changes: CorrectedMember[] };
  } | null;
}

/** Reads and marks what could not be accepted; rows are never deleted. */
export interface QuarantineStore {
  /** @returns rows that were never examined again first, then the oldest first */
  quarantined(scope: string, which: { open: boolean; limit: number }): Promise<readonly QuarantineEntry[]>;
  quarantinedByHash(scope: string, bodyHashes: readonly string[]): Promise<readonly QuarantineEntry[]>;
  openCount(scope: string): Promise<number>;
  /** @returns how many open records name this device */
  openCountOf(scope: string, device: string): Promise<number>;
  /** @returns open records that name this device and wait for one of these reasons, the oldest first */
  quarantinedOf(
    scope: string,
    device: string,
    which: { readonly codes: readonly string[]; readonly limit: number },
  ): Promise<readonly QuarantineEntry[]>;
  /**
   * Reads open records that wait for this criteria set, in the order of the hashes of their texts.
   * @param which.after hash of the last one of the batch before; '' at the start
   */
  quarantinedForSet(
    scope: string,
    sha256: string,
    which: { readonly after: string; readonly limit: number },
  ): Promise<readonly QuarantineEntry[]>;
  /**
   * Notes that open rows were examined again and why they stay.
   * @param codes by the hash of the row's text
   */
  noteRetried(scope: string, codes: ReadonlyMap<string, string>, at: string): Promise<void>;
  /** @returns whether the row was open */
  closeQuarantined(scope: string, bodyHash: string, why: { by: string; reason: string; at: string }): Promise<boolean>;
}
