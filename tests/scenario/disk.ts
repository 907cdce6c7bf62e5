/** What is left of a phone when its process ends. Where the vault's making changes, only this file does. */
import { IDBFactory } from 'fake-indexeddb';
import { openVault, type Platform, type Vault } from '../../src/vault/index.ts';
import { testPhone } from '../../src/vault/test-phone.ts';

export interface PhoneDisk {
  readonly rng: Platform['rng'];
  /** The vault of the person whose phone this is, over what is on the disk. */
  open(): Promise<Vault>;
  /** The browser deletes every database; the files stay. */
  deleteDatabases(): void;
  /** All of the site's data is deleted. */
  deleteAll(): void;
}

/** @param seed chance of this phone: two phones of a scenario have different ones */
export function ownDisk(seed: number, clock: Platform['clock']): PhoneDisk {
  const phone = testPhone(seed);
  return {
    rng: phone.rng,
    open: () => openVault(phone.platform({ clock })),
    deleteDatabases: () => phone.wipe(),
    deleteAll() {
      phone.disk.bytes = new Uint8Array();
      phone.blobs.clear();
      phone.indexedDB = new IDBFactory();
      phone.key = null;
    },
  };
}
