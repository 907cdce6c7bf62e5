/** The endpoint's disk without a database: the rows of the store in memory. */
import type { Store } from '../../../src/endpoint/store/api.ts';
import { endpointCrash } from './crash.ts';
import type { EndpointDisk } from './disk.ts';
import { copyOf, type Rows } from './memory-store/rows.ts';
import { memoryStore, newRows } from './memory-store/store.ts';

let installed: Promise<Rows> | null = null;

async function makeTemplate(install: (store: Store) => Promise<void>): Promise<Rows> {
  const rows = newRows();
  await install(memoryStore(rows));
  return rows;
}

export function memoryDisk(): EndpointDisk {
  let rows = newRows();
  let backup = rows;
  return {
    async install(install) {
      installed ??= makeTemplate(install);
      rows = copyOf(await installed);
    },
    open: async () => memoryStore(rows, endpointCrash.step),
    backUp() {
      backup = copyOf(rows);
    },
    restore() {
      rows = copyOf(backup);
    },
    keysInBackup: (device) => [...(backup.devices.get(device)?.keys.keys() ?? [])],
    lose(revId) {
      const keys = [...rows.revisions].flatMap(([key, { revision }]) => (revision.revId === revId ? [key] : []));
      for (const key of keys) rows.revisions.delete(key);
      return keys.length;
    },
    quarantine: () =>
      [...rows.quarantine.values()].map(({ revId, device, resolved }) => ({
        revId,
        device,
        isOpen: resolved === null,
      })),
    dispose: () => undefined,
  };
}
