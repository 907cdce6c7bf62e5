/** What outlives a process of the simulated endpoint: its database, and the one backup of it. */
import type { Store } from '../../../src/endpoint/store/api.ts';

export interface EndpointDisk {
  /** @param install fills a new database; called once in this process, and its outcome is copied for each disk */
  install(install: (store: Store) => Promise<void>): Promise<void>;
  /** Opens the store as a process that starts does. */
  open(): Promise<Store>;
  /** While a process runs, as `cli -- backup` does. */
  backUp(): void;
  /** While none runs, and once there is a backup. */
  restore(): void;
  /** The keys of a device as the backup knows them, once there is one. */
  keysInBackup(device: string): readonly string[];
  /** A row of the records goes behind the endpoint's back. @returns how many went */
  lose(revId: string): number;
  /** Names every record that was ever quarantined, open or decided, in whatever scope. */
  quarantine(): readonly { readonly revId: string | null; readonly device: string | null; readonly isOpen: boolean }[];
  dispose(): void;
}
