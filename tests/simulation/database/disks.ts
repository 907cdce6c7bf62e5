/** Which IndexedDB the simulated phones have. */
import { IDBFactory as FakeFactory, IDBKeyRange as FakeKeyRange } from 'fake-indexeddb';
import { memoryIndexedDB } from './factory.ts';
import { KeyRange } from './keys.ts';

export interface Disks {
  /** An empty disk. */
  readonly factory: () => IDBFactory;
  readonly keyRange: typeof IDBKeyRange;
}

const keyRange = KeyRange as unknown as typeof IDBKeyRange;
export const DISKS = {
  /** The vault's database is Dexie, over IndexedDB in memory. */
  memory: { factory: () => memoryIndexedDB(), keyRange },
  /** The same rows without Dexie, where the simulator loads the vault (load.ts); elsewhere as `memory`. */
  direct: { factory: () => memoryIndexedDB({ isDirect: true }), keyRange },
  fake: { factory: () => new FakeFactory(), keyRange: FakeKeyRange },
} as const satisfies Readonly<Record<string, Disks>>;
