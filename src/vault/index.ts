/**
 * vault: the phone's keeping. What the screen calls "Đã lưu" is in two places before the word appears.
 *
 *     const vault = await openVault(await browserPlatform({ databaseName: 'vault' }));
 *     const done = await vault.commit(recordVisit({ scope, id }, visit));
 *     if (done.kind === 'saved') show('Đã lưu');
 */
export type * from './api.ts';
export { memoryBlobs } from './blobs-memory.ts';
export { type Departures, departuresOf } from './departures.ts';
export { isQuota, JournalUnavailable, PullRefused, QuotaFull } from './errors.ts';
export { uuidv7 } from './ids.ts';
export { type MemoryDisk, memoryJournal } from './journal-memory.ts';
export { createPersons, type EnrolledPerson, type Persons, type PhonePlatform } from './persons.ts';
export type * from './platform.ts';
export { browserPlatform, noEncryption, systemClock, systemRng } from './platform-browser.ts';
export { relayStoreToRead } from './relay-store.ts';
export { browserPhone } from './stores-browser.ts';
export { openVault } from './vault.ts';
