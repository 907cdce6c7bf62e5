/**
 * vault: the phone's keeping. What the screen calls "Đã lưu" is in two places before the word appears.
 *
 *     const vault = await openVault(await browserPlatform({ databaseName: 'vault' }));
 *     const done = await vault.commit(recordVisit({ scope, id }, visit));
 *     if (done.kind === 'saved') show('Đã lưu');
 */
export type * from './api.ts';
export { isQuota, JournalUnavailable, PullRefused, QuotaFull } from './errors.ts';
export { type MemoryDisk, memoryJournal } from './journal/journal-memory.ts';
export { uuidv7 } from './keys/ids.ts';
export { type Departures, departuresOf } from './persons/departures.ts';
export { createPersons, type EnrolledPerson, type Persons, type PhonePlatform } from './persons/persons.ts';
export { browserPhone } from './persons/stores-browser.ts';
export { memoryBlobs } from './photos/blobs-memory.ts';
export type * from './platform.ts';
export { browserPlatform, noEncryption, systemClock, systemRng } from './platform-browser.ts';
export { relayStoreToRead } from './rescue/relay-store.ts';
export { openVault } from './vault.ts';
