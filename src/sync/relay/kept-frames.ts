/** QR frames that were read so far, in the phone's relay store, so that a closed screen loses nothing. */
import type { Vault } from '../../vault/index.ts';

/** Transfers that were begun and never ended: more than so many would only take room. */
const TRANSFERS_MAX = 8;
const PREFIX = 'frames-';

const nameOf = (id: string) => PREFIX + id.toLowerCase();

/** Keeps the texts of the frames of a transfer, instead of those kept before. @throws QuotaFull */
export async function keepFrames(vault: Vault, id: string, texts: readonly string[]): Promise<void> {
  const others = (await vault.relayStore.list(PREFIX)).filter((name) => name !== nameOf(id));
  for (const name of others.slice(TRANSFERS_MAX - 1)) await vault.relayStore.remove(name);
  await vault.relayStore.put(nameOf(id), new TextEncoder().encode(texts.join('\n')));
}

/** @returns texts of all frames that are kept, of every transfer: to be read as if the camera had just seen them */
export async function keptFrames(vault: Vault): Promise<readonly string[]> {
  const names = await vault.relayStore.list(PREFIX);
  const kept = await Promise.all(names.map((name) => vault.relayStore.get(name)));
  return kept.flatMap((bytes) => (bytes ? new TextDecoder().decode(bytes).split('\n') : []));
}

/** A transfer is whole, so its frames need no longer be kept. */
export async function dropFrames(vault: Vault, id: string): Promise<void> {
  await vault.relayStore.remove(nameOf(id));
}
