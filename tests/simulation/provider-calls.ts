/**
 * Calls of what a vault is given, each a place of death. A simulator in which nobody ever dies at one of them watches it no
 * more. (For a while no process was killed in a transaction, and no seed showed it.)
 */
export const PROVIDER_CALLS = [
  'net: before',
  'net: after',
  'journal: before append',
  'journal: after append',
  'journal: readAll',
  'journal: before rewrite',
  'journal: after rewrite',
  'transaction: readonly',
  'transaction: readwrite',
  'photo: put',
  'photo: get',
  'encrypt',
  'decrypt',
  'storage reserve: release',
  'storage reserve: restock',
  'lock',
  'unlock',
] as const;
export type ProviderCall = (typeof PROVIDER_CALLS)[number];
