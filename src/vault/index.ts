/**
 * vault: the phone's storage. What the screen calls "Đã lưu" is in two places before the word appears.
 *
 *     const vault = await openVault(await browserPlatform({ databaseName: 'vault' }));
 *     const done = await vault.commit(recordVisit({ scope, id }, visit));
 *     if (done.kind === 'saved') show('Đã lưu');
 */
export type { EntityRef, NewRevision } from '../programme/index.ts';
export type { Vault } from './api.ts';
export type { Draft } from './drafts/api.ts';
export { goneOnWith, type HandedDraft, isHandedOver, ownBeside } from './drafts/handed-over.ts';
export { draftToSend, handedDraft } from './drafts/sent-drafts.ts';
export { InvalidPage, isQuota, QuotaFull } from './errors.ts';
export { type MemoryDisk, memoryJournal } from './journal/journal-memory.ts';
export { uuidv7 } from './keys/ids.ts';
export { type Departures, departuresOf } from './persons/departures.ts';
export { createPersons, type EnrolledPerson, type Persons, type PhonePlatform } from './persons/persons.ts';
export { browserPhone } from './persons/stores-browser.ts';
export { memoryBlobs } from './photos/blobs-memory.ts';
export type { Clock, DeviceKey, DeviceKeys, Journal, Platform, Rng, VaultChange } from './platform.ts';
export { browserPlatform, noEncryption, systemClock, systemRng } from './platform-browser.ts';
export type {
  Committed,
  HamletSummary,
  HouseholdSummary,
  HouseholdView,
  Person,
  RosterRow,
  StoredCampaign,
  StoredEvaluation,
  StoredHamlet,
  SubjectView,
} from './records/api.ts';
export type { OutboxItem, OutboxShown, SyncState } from './records/outbox-api.ts';
export type { RescueStatus } from './rescue/api.ts';
export { relayStoreToRead } from './rescue/relay-store.ts';
export type { CriteriaSets, Health } from './upkeep/api.ts';
export { openVault } from './vault.ts';
