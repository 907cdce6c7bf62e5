/**
 * A relay store: opaque bytes under names of their own, beside journal and photos, so that they outlive a wiped
 * database. They do not pass the encryption at rest: whoever made them has encrypted them to a commune, and a later
 * person of the phone, who has another key, must be able to relay them.
 */

import { assertVault } from '../errors.ts';
import type { BlobStore } from '../platform.ts';
import type { Core } from '../records/core.ts';
import { withoutReserve } from '../upkeep/storage-reserve.ts';
import type { RelayStore } from './api.ts';

const PREFIX = 'relay-';
/** Names become file names, so few characters are allowed. */
const NAME = /^[a-z0-9-]{1,150}$/;

const path = (name: string) => {
  assertVault(NAME.test(name), `relay store name ${name}`);
  return PREFIX + name;
};

/** The phone's relay store, for a screen before anybody's store is open. */
export function relayStoreToRead(blobs: BlobStore): Pick<RelayStore, 'get' | 'list'> {
  return {
    get: (name) => blobs.get(path(name)),
    async list(prefix) {
      const names = await blobs.list();
      const whole = PREFIX + prefix;
      return names.flatMap((name) => (name.startsWith(whole) ? [name.slice(PREFIX.length)] : [])).sort();
    },
  };
}

/** @param blobs where the bytes lie: the phone's store, shared by all its persons, or a person's own */
export function relayStoreOf(core: Core, blobs: BlobStore): RelayStore {
  return {
    ...relayStoreToRead(blobs),
    async put(name, bytes) {
      await withoutReserve(core, () => blobs.put(path(name), bytes));
      core.announce('outbox');
    },
    async remove(name) {
      await blobs.remove(path(name));
      core.announce('outbox');
    },
  };
}
