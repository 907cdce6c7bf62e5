/** sync: the phone's courier. Front door; see README.md. */
export type * from './api.ts';
export { createCourier } from './courier.ts';
export { fetchNet } from './net-fetch.ts';
