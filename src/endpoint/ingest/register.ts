/**
 * A device's key becomes known with its first push: what waited because nobody could tell whose word it was is judged again at
 * once, so that records which a colleague's phone or a restore brought before their device came are not left to a person.
 */
import { DESK_LIMITS, type PushRequest } from '../../protocol/index.ts';
import { type DeviceStore, isKeyRefusal, type KeyRefusal, type Officer, type QuarantineStore } from '../store/api.ts';
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
     * @param told what the phone says it signs with; null where it believes that this is known here
     * @returns `unknown-device` where this token does not speak for a device of which it told no key
     */
    async register(
      caller: { readonly officer: Officer; readonly tokenHash: string },
      device: string,
      told: PushRequest['register'] | null,
      at: string,
    ): Promise<'registered' | 'not-asked' | 'unknown-device' | KeyRefusal> {
      const { officer, tokenHash } = caller;
      if (told === null || told === undefined) {
        return (await store.isDeviceOfToken(tokenHash, device)) ? 'not-asked' : 'unknown-device';
      }
      // The present id first: of former ones there may be more than a token may have.
      const devices = [device, ...told.devices.filter((each) => each !== device)];
      for (const each of devices) {
        const { publicKey } = told;
        const outcome = await store.registerKey({ tokenHash, officerId: officer.id, device: each, publicKey, at });
        if (isKeyRefusal(outcome)) {
          // A former id that is not theirs any more is no fault of what comes under the present one.
          if (each === device) return outcome;
          continue;
        }
        if (outcome !== 'known') await judgeWaiting(each, officer, at);
      }
      return 'registered';
    },
  };
}
