/**
 * A device's key becomes known with its first push: what waited because nobody could tell whose word it was is judged again at
 * once, so that records which a colleague's phone or a restore brought before their device came are not left to a person.
 */
import { DESK_LIMITS } from '../../protocol/index.ts';
import type { DeviceStore, Officer, QuarantineStore } from '../store/api.ts';
import { createRetry, type RetryStore } from './retry.ts';
import { UNPROVEN } from './signature.ts';

export interface RegisterStore
  extends RetryStore,
    Pick<DeviceStore, 'registerKey' | 'isDeviceOfToken'>,
    Pick<QuarantineStore, 'quarantinedOf'> {}

export function createRegister(store: RegisterStore) {
  const retry = createRetry(store);

  /** Judges again what waits for a proof that this device can give. */
  async function judgeWaiting(device: string, officer: Officer, at: string): Promise<void> {
    for (const scope of officer.scopes) {
      const waiting = await store.quarantinedOf(scope, device, DESK_LIMITS.retriedMax);
      const unproven = waiting.filter(({ code }) => UNPROVEN.includes(code));
      if (unproven.length > 0) await retry(scope, unproven, { by: officer.id, at });
    }
  }

  return {
    judgeWaiting,

    /**
     * @param publicKey what the device says it signs with; null where it believes that this is known here
     * @returns `refused` where this token does not speak for the device
     */
    async register(
      caller: { readonly officer: Officer; readonly device: string; readonly tokenHash: string },
      device: string,
      publicKey: string | null,
      at: string,
    ): Promise<'registered' | 'not-asked' | 'refused'> {
      const { officer, tokenHash } = caller;
      if (publicKey === null) {
        if (device === caller.device || (await store.isDeviceOfToken(tokenHash, device))) return 'not-asked';
        return 'refused';
      }
      const outcome = await store.registerKey({ tokenHash, officerId: officer.id, device, publicKey, at });
      if (outcome === 'refused') return 'refused';
      if (outcome === 'added') await judgeWaiting(device, officer, at);
      return 'registered';
    },
  };
}
