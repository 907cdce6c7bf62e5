/**
 * A device's key becomes known with its first push: what waited because nobody could tell whose word it was is judged again at
 * once, so that records which a colleague's phone or a restore brought before their device came are not left to a person.
 */
import { DESK_LIMITS, type PushRequest } from '../../protocol/index.ts';
import type { EventKind, NewEvent } from '../events/chain.ts';
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

export interface RegisterStore
  extends RetryStore,
    Pick<DeviceStore, 'registerKey'>,
    Pick<EventStore, 'addEvents'>,
    Pick<QuarantineStore, 'quarantinedOf'> {}

/** @returns what happened to a device, for each commune of its officer: their supervisors are to see it */
export function deviceEvents({ id, scopes }: Officer, kind: EventKind, device: string, at: string): NewEvent[] {
  return scopes.map((scope) => ({ scope, at, actor: id, kind, detail: { device } }));
}

export function createRegister(store: RegisterStore) {
  const retry = createRetry(store);

  /** Judges again what waits for a proof that this device can give. */
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
     * @param told what the phone says it signs with; null where it believes that this is known here
     * @returns `unknown-device` where no key is told and this token does not speak for the device
     */
    async register(
      caller: Pick<TokenHolder, 'officer' | 'devices'> & { readonly tokenHash: string },
      device: string,
      told: PushRequest['register'] | null,
      at: string,
    ): Promise<'registered' | 'not-asked' | 'unknown-device' | KeyRejection> {
      const { officer, tokenHash } = caller;
      if (told === null || told === undefined) {
        return caller.devices.includes(device) ? 'not-asked' : 'unknown-device';
      }
      // The present id first: of former ones there may be more than a token may have.
      const devices = [device, ...told.devices.filter((each) => each !== device)];
      for (const each of devices) {
        const { publicKey } = told;
        const outcome = await store.registerKey({ tokenHash, officerId: officer.id, device: each, publicKey, at });
        if (isKeyRejection(outcome)) {
          // A former id that is not theirs any more is no fault of what comes under the present one.
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
