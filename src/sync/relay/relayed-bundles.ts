/**
 * Bundles that this phone relays for colleagues and for those who signed out on it: opaque bytes in the phone's relay store,
 * with all that is known of them in their names. send-relayed.ts sends them.
 */
import { hashBytes } from '../../protocol/index.ts';
import type { Clock, Vault } from '../../vault/index.ts';
import { type Holds, RELAYED, type RelayedBundle } from '../api.ts';

const NAME = /^relayed-(file|qr|person-(p-[0-9a-f]{32})-(\d+)-(\d+))-(\d+)-([0-9a-f]{64})$/;

/**
 * Keeps a colleague's bundle until the endpoint has it; the same one twice is kept once.
 * @param from how it came to this phone
 * @throws QuotaFull
 */
export async function relay(
  vault: Vault,
  clock: Clock,
  bundle: Uint8Array,
  from: 'file' | 'qr',
): Promise<RelayedBundle> {
  const sha256 = hashBytes(bundle);
  const before = (await relayedBundles(vault)).find((held) => held.sha256 === sha256);
  if (before) return before;
  const since = clock.millis();
  const name = `${RELAYED}${from}-${since}-${sha256}`;
  await vault.relayStore.put(name, bundle);
  return { name, from, formerStore: null, holds: null, since, sha256 };
}

/**
 * The name under which the bundle of somebody who signs out is kept. Its counts are shown to whoever relays it, and its photos
 * are compared with the endpoint's answer.
 * @param store name of the person's store
 * @param millis when the bundle was made, in milliseconds since the epoch
 */
export function leftName(store: string, bundle: Uint8Array, { records, photos }: Holds, millis: number): string {
  return `${RELAYED}person-${store}-${records}-${photos}-${millis}-${hashBytes(bundle)}`;
}

/** All bundles in a relay store, oldest first; other files of the store are passed over. */
export async function relayedBundles({
  relayStore,
}: {
  readonly relayStore: Pick<Vault['relayStore'], 'list'>;
}): Promise<readonly RelayedBundle[]> {
  const names = await relayStore.list(RELAYED);
  return names
    .flatMap((name): RelayedBundle[] => {
      const [, origin, formerStore = null, records, photos, millis, sha256] = NAME.exec(name) ?? [];
      if (origin === undefined || millis === undefined || sha256 === undefined) return [];
      const from = origin === 'qr' || origin === 'file' ? origin : 'person';
      const holds = formerStore !== null ? { records: Number(records), photos: Number(photos) } : null;
      return [{ name, from, formerStore, holds, since: Number(millis), sha256 }];
    })
    .sort((a, b) => a.since - b.since);
}
