/** Which IndexedDB the simulated phones have. */
import { IDBFactory as FakeFactory, IDBKeyRange as FakeKeyRange } from 'fake-indexeddb';
import { memoryIndexedDB } from './factory.ts';
import { KeyRange } from './keys.ts';

export interface Disks {
  /** An empty disk. */
  readonly factory: () => IDBFactory;
  readonly keyRange: typeof IDBKeyRange;
}

export const DISKS = {
  memory: { factory: memoryIndexedDB, keyRange: KeyRange as unknown as typeof IDBKeyRange },
  fake: { factory: () => new FakeFactory(), keyRange: FakeKeyRange },
} as const satisfies Readonly<Record<string, Disks>>;
