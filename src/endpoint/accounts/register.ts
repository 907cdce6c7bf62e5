/**
 * A device's key becomes known with its first push. Records that wait because nobody could tell whose word they are, are
 * judged again at once: a colleague's phone or a restore may bring records before their device comes, and no person need
 * decide on them.
 */
import { DESK_LIMITS, type EventKind, type PushRequest } from '../../protocol/index.ts';
import type { NewEvent } from '../events/chain.ts';
import { PROVABLE_LATER_CODES } from '../ingest/signature.ts';
import { createRetry, type RetryStore } from '../quarantine/retry.ts';
import {
  type DeviceStore,
  type EventStore,
  isKeyRejection,
  type KeyRejection,
  type Officer,
  type QuarantineStore,
  type TokenHolder,
} from '../store/api.ts';

/** The parts of the store that registering needs. */
export interface RegisterStore
  extends RetryStore,
    Pick<DeviceStore, 'registerKey'>,
    Pick<EventStore, 'addEvents'>,
    Pick<QuarantineStore, 'quarantinedOf'> {}

/** @returns an event for each commune of the device's officer, whose supervisors are to see it */
export function deviceEvents({ id, scopes }: Officer, kind: EventKind, device: string, at: string): NewEvent[] {
  return scopes.map((scope) => ({ scope, at, actor: id, kind, detail: { device } }));
}

/** @returns every id under which a phone made records: what it handed in under a former one waits with the rest */
export async function idsOfPhone(
  store: Pick<DeviceStore, 'phones' | 'deviceHolders'>,
  { id, scopes }: Officer,
  { device, publicKey }: { readonly device: string; readonly publicKey: string },
): Promise<ReadonlySet<string>> {
  const phones = scopes[0] === undefined ? [] : await store.phones(scopes[0]);
  const devices = phones.filter(({ officer }) => officer.id === id).map((phone) => phone.device);
  const holders = await store.deviceHolders(devices);
  return new Set([device, ...devices.filter((each) => holders.get(each)?.publicKeys.includes(publicKey))]);
}

/** @returns what makes the keys of devices known, and judges again what waited for them */
export function createRegister(store: RegisterStore) {
  const retry = createRetry(store);

  /** Judges the records again that wait for a proof which this device can give. */
  async function retryProvable(device: string, officer: Officer, at: string): Promise<void> {
    for (const scope of officer.scopes) {
      const which = { codes: PROVABLE_LATER_CODES, limit: DESK_LIMITS.retriedMax };
      const waiting = await store.quarantinedOf(scope, device, which);
      if (waiting.length > 0) await retry(scope, waiting, { by: officer.id, at });
    }
  }

  return {
    retryProvable,

    /**
     * Makes a device's key known.
     * @param named the key that the phone signs with, and its former ids; null where the phone believes that they are known
     * here
     * @param at ISO instant of the endpoint's clock
     * @returns `unknown-device` where no key is named and this token may not push for the device
     */
    async register(
      caller: Pick<TokenHolder, 'officer' | 'devices'> & { readonly tokenHash: string },
      device: string,
      named: PushRequest['register'] | null,
      at: string,
    ): Promise<'registered' | 'not-asked' | 'unknown-device' | KeyRejection> {
      const { officer, tokenHash } = caller;
      if (named === null || named === undefined) {
        return caller.devices.includes(device) ? 'not-asked' : 'unknown-device';
      }
      // The present id comes first: there may be more former ones than a token may have.
      const devices = [device, ...named.devices.filter((each) => each !== device)];
      for (const each of devices) {
        const { publicKey } = named;
        const outcome = await store.registerKey({ tokenHash, officerId: officer.id, device: each, publicKey, at });
        if (isKeyRejection(outcome)) {
          // A former id that is not the officer's any more does not keep out what comes under the present one.
          if (each === device) return outcome;
          continue;
        }
        if (outcome === 'known') continue;
        await store.addEvents(deviceEvents(officer, outcome, each, at));
        await retryProvable(each, officer, at);
      }
      return 'registered';
    },
  };
}
