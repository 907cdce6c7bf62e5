/**
 * Stands in for Dexie where the vault's files are loaded by the simulator (load.ts): the disk that is given says whether
 * the real one is made or the direct one.
 */
import Dexie, { type DexieOptions } from 'dexie';
import { DirectDatabase, type DirectOptions } from './direct.ts';

/** A class whose `new` gives another's object. */
export default function ChosenDatabase(name: string, options: DexieOptions & DirectOptions): Dexie | DirectDatabase {
  const { isDirect } = options.indexedDB as IDBFactory & { readonly isDirect?: boolean };
  return isDirect === true ? new DirectDatabase(name, options) : new Dexie(name, options);
}
