/**
 * What the vault offers, put together from the interfaces of its folders. What it stands on is in platform.ts.
 *
 *     const vault = await openVault(platform);                     // journal and database compared, replayed, healed
 *     await vault.saveDraft(draft);                                // at each answer, ≤ 300 ms
 *     const saved = await vault.commit(recordVisit(ref, visit));  // journal, strict transaction, its rows read back
 *     if (saved.kind === 'saved') show('Đã lưu');                  // only now
 */
import type { DraftStore, SessionStore } from './drafts/api.ts';
import type { DeviceIdentity } from './keys/api.ts';
import type { PhotoStore } from './photos/api.ts';
import type { VaultChange } from './platform.ts';
import type { RecordStore } from './records/api.ts';
import type { Outbox, Pulled } from './records/outbox-api.ts';
import type { RescueStore } from './rescue/api.ts';
import type { Upkeep } from './upkeep/api.ts';

/** One person's store on this phone, opened. */
export interface Vault
  extends RecordStore,
    Outbox,
    Pulled,
    DraftStore,
    SessionStore,
    PhotoStore,
    RescueStore,
    DeviceIdentity,
    Upkeep {
  /** Name of the person's store: the name of what windows of one person must do one at a time. */
  readonly store: string;
  /** Another tab has a newer version of the app and took the database: nothing can be saved here any more. */
  readonly closed: boolean;
  /** Calls the listener after every change, with what changed, also in another tab. @returns unsubscribe */
  subscribe(listener: (change: VaultChange) => void): () => void;
  /** Closes journal and database once the write that is under way is done. */
  close(): Promise<void>;
  /**
   * Ends this store: while no window of the person can save, `isSafeElsewhere` answers whether all that is unsent is safe elsewhere; then
   * the store is closed for good and `remove` takes it from the disk.
   * @returns false, and nothing is changed, where `isSafeElsewhere` answers no
   * @throws what `remove` threw
   */
  end(
    isSafeElsewhere: (unsent: {
      readonly revIds: readonly string[];
      readonly photos: readonly string[];
    }) => Promise<boolean>,
    remove: () => Promise<void>,
  ): Promise<boolean>;
}
