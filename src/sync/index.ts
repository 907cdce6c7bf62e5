/**
 * sync: the phone's courier.
 *
 *     const courier = createCourier({ vault, net: fetchNet(), clock, rng, appVersion });
 *     const stop = startScheduler({ courier, vault, rng });   // start, online, seen again, after a save, every 5 min
 *     const outcome = await courier.sync();                   // the button
 */
export type * from './api.ts';
export { createCourier } from './courier.ts';
export { NetDown } from './errors.ts';
export { fetchNet } from './net-fetch.ts';
export { startScheduler } from './scheduler.ts';
