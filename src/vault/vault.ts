import type { Platform, Vault } from './api.ts';
export async function openVault(_platform: Platform): Promise<Vault> {
  throw new Error('not built yet');
}
