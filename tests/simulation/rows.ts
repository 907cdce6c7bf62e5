/** What a phone's database holds, read past the vault. */
import type { SimPhone } from './phone/phone.ts';

export interface StoredRow {
  readonly store: string;
  readonly row: Readonly<Record<string, unknown>>;
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export async function everyRow({ indexedDB }: Pick<SimPhone, 'indexedDB'>): Promise<StoredRow[]> {
  const database = await asked(indexedDB.open('vault'));
  const rows: StoredRow[] = [];
  for (const store of database.objectStoreNames) {
    const held = await asked(database.transaction(store).objectStore(store).getAll());
    rows.push(...held.map((row) => ({ store, row: row as StoredRow['row'] })));
  }
  database.close();
  return rows;
}

/** `revId contentHash` of every revision, sorted. */
export async function heldBy(phone: Pick<SimPhone, 'indexedDB'>): Promise<string[]> {
  const rows = await everyRow(phone);
  return rows.flatMap(({ store, row }) => (store === 'revisions' ? [`${row.revId} ${row.contentHash}`] : [])).sort();
}

/** Copies a phone's storage to another one, as a backup app does. */
export async function copyDatabase(from: IDBFactory, to: IDBFactory): Promise<void> {
  const source = await asked(from.open('vault'));
  const opening = to.open('vault', source.version);
  opening.onupgradeneeded = () => {
    for (const name of source.objectStoreNames) {
      const old = source.transaction(name).objectStore(name);
      const made = opening.result.createObjectStore(name, { keyPath: old.keyPath });
      for (const indexName of old.indexNames) made.createIndex(indexName, old.index(indexName).keyPath);
    }
  };
  const target = await asked(opening);
  for (const name of source.objectStoreNames) {
    const rows = await asked(source.transaction(name).objectStore(name).getAll());
    const writing = target.transaction(name, 'readwrite');
    for (const row of rows) writing.objectStore(name).put(row);
    await new Promise<void>((resolve, reject) => {
      writing.oncomplete = () => resolve();
      writing.onabort = () => reject(writing.error);
    });
  }
  source.close();
  target.close();
}
