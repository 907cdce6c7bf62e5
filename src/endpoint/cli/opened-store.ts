/** The store that the environment names, for commands. */
import { readSettings } from '../settings.ts';
import type { Store } from '../store/api.ts';
import { openStore } from '../store/sql-store.ts';

/** @throws {SettingsError} where the environment names no store */
export async function openedStore(): Promise<Store> {
  const { dataDir, databaseUrl } = readSettings(process.env);
  return await openStore({ dataDir: dataDir ?? undefined, databaseUrl });
}
