/**
 * sync: the phone's sync client.
 *
 *     const syncClient = lazySyncClient(() => loadSyncClient({ vault, net: fetchNet(), clock, rng, appVersion }));
 *     const stop = startScheduler({ syncClient, vault, rng });   // start, online, seen again, after a save, every 5 min
 *     const outcome = await syncClient.sync();                   // the button
 */

import type { PhonePlatform } from '../vault/index.ts';
import type { SyncClient } from './api.ts';
import type { SyncClientInput } from './sync-client.ts';

export type * from './api.ts';
export { storageUsed } from './browser.ts';
export { NetDown } from './errors.ts';
export { lazySyncClient } from './lazy-sync-client.ts';
export { fetchNet } from './net-fetch.ts';
export { estimateWaiting } from './push/estimate.ts';
export { endTokens } from './relay/end-tokens.ts';
export type { Left } from './relay/leave.ts';
export { frameAt } from './relay/qr-frames.ts';
export { createFrameReceiver, type Receiving } from './relay/receiver.ts';
export { relay, relayedBundles } from './relay/relayed-bundles.ts';
export type { QrBundle, RescueMade } from './relay/rescue.ts';
export { startScheduler } from './schedule/scheduler.ts';

/**
 * Makes the sync client of a person's vault.
 * @param phone whose departures go along with the rounds; absent in tests of one person
 */
export const loadSyncClient = async (input: SyncClientInput, phone?: PhonePlatform): Promise<SyncClient> =>
  (await import('./sync-client.ts')).createSyncClient(input, phone);

/** What signs a person out of this phone. It is fetched when it is used, because it makes rescue bundles. */
export const loadLeave = () => import('./relay/leave.ts');

/** What makes rescue bundles. It is fetched when it is used, because the encryption is as large as a screen. */
export const loadRescue = () => import('./relay/rescue.ts');
