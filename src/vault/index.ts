/** vault: the phone's keeping. Front door; see README.md. */
export type * from './api.ts';
export { browserPlatform } from './platform-browser.ts';
export { uuidv7 } from './ids.ts';
export { openVault } from './vault.ts';
