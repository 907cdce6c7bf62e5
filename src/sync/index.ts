/**
 * sync: the phone's courier.
 *
 *     const courier = lazyCourier(() => loadCourier({ vault, net: fetchNet(), clock, rng, appVersion }));
 *     const stop = startScheduler({ courier, vault, rng });   // start, online, seen again, after a save, every 5 min
 *     const outcome = await courier.sync();                   // the button
 */

import type { PhonePlatform } from '../vault/index.ts';
import type { Courier } from './api.ts';
import type { CourierInput } from './courier.ts';

export type * from './api.ts';
export { storageUsed } from './browser.ts';
export { carriedBundles, carry } from './carried.ts';
export { endTokens } from './ending.ts';
export { NetDown } from './errors.ts';
export { type Estimate, estimateWaiting } from './estimate.ts';
export { lazyCourier } from './lazy-courier.ts';
export type { Left } from './leave.ts';
export { fetchNet } from './net-fetch.ts';
export { frameAt } from './qr-frames.ts';
export { createFrameReceiver, type FrameReceiver, type Receiving } from './receiver.ts';
export type { QrBundle, RescueFile, RescueMade } from './rescue.ts';
export { startScheduler } from './scheduler.ts';

/** @param phone whose departures go along with the rounds; none in tests */
export const loadCourier = async (input: CourierInput, phone?: PhonePlatform): Promise<Courier> =>
  (await import('./courier.ts')).createCourier(input, phone);

/** Signs a person out of this phone. Fetched when used: it makes rescue bundles. */
export const loadLeave = () => import('./leave.ts');

/** Makes rescue bundles. Fetched when used: the encryption is as large as a screen. */
export const loadRescue = () => import('./rescue.ts');
