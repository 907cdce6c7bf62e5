/**
 * The second copy: Dexie over IndexedDB. Every write transaction is `strict`, which means that the system flushes it
 * before it completes; Chrome's default is relaxed and was measured to fsync 0 times in 50. Clear columns hold ids,
 * scopes, numbers and states only; whatever may name a person is in `encrypted`.
 */
import Dexie, { type EntityTable, type Table } from 'dexie';
import type { Stream, StreamRef } from '../../programme/index.ts';
import type { Platform } from '../platform.ts';
import { aroundOpening } from './openings.ts';

/**
 * One immutable revision, made here or pulled. Its ids are unique within its scope, and so every key and index begins
 * with the scope.
 */
export interface RevisionRow {
  readonly scope: string;
  readonly revId: string;
  readonly kind: string;
  readonly entityId: string;
  /**
   * The entity that this one hangs from: a citizen from a household, an evaluation and a consent from a citizen, a
   * review from an evaluation. It is '' where there is none.
   */
  readonly ownerId: string;
  readonly contentHash: string;
  /** The revision's number in its scope where it was pulled; 0 while it is only on this phone. */
  readonly scopeSeq: number;
  /** The payload was erased by the endpoint; the row stays. */
  readonly erased?: true;
  /** The whole revision as encrypted JSON. */
  readonly encrypted: Uint8Array;
}

interface Receipt {
  readonly scopeSeq: number;
  /** An ISO instant for the screens; it is of this phone's clock where the record came back in a page. */
  readonly at: string;
  /**
   * By this instant of its clock the endpoint of this epoch had the record; absent while the endpoint has named none.
   */
  readonly heldBy?: HeldBy;
}

/** An instant of the endpoint's clock, and the endpoint's epoch at that instant. */
export interface HeldBy {
  readonly epoch: string;
  readonly at: string;
}

/**
 * What has become of an own revision. One that is `waiting` is offered at the next push. The key is the id alone,
 * because this phone made all of these, whatever their scope.
 */
export interface OutboxRow {
  readonly revId: string;
  readonly scope: string;
  readonly deviceSeq: number;
  readonly contentHash: string;
  readonly state: 'waiting' | 'received' | 'attention';
  readonly since: string;
  readonly photos: readonly string[];
  readonly receipt: Receipt | null;
  readonly code: string | null;
  /** The payload was erased: the record is never offered again, because nobody could check its content. */
  readonly erased?: true;
  /**
   * The record came back from the endpoint as made under this phone's id, and was not kept here: another phone with
   * that id made it, or this one before it was set back. Its number may be that of a record made here.
   */
  readonly cameBack?: true;
}

interface PhotoRow {
  readonly sha256: string;
  /** In the state `gone` neither this phone nor the endpoint has the bytes. */
  readonly state: 'waiting' | 'received' | 'gone';
  /** By this instant of its clock the endpoint of this epoch had the photo whole; absent while it does not. */
  readonly heldBy?: HeldBy;
}

/** A criteria set that a record or a draft of this phone names. */
export type SetRow =
  /** The text of the set is not here yet. */
  | { readonly sha256: string; readonly state: 'wanted' }
  | { readonly sha256: string; readonly state: 'held'; readonly encrypted: Uint8Array };

/** An entity whose line in the roster's snapshot is older than its revisions. */
interface StaleRow {
  readonly scope: string;
  readonly entityId: string;
  /** The mark of the open vault that noted it (`Core.mark`). */
  readonly by: string;
}

/** A pulled record that no page of the present epoch has shown so far (refill.ts). */
interface RefillRow {
  readonly scope: string;
  readonly revId: string;
  /** 1 where the endpoint lacks the record. It is a number because IndexedDB keeps no index over true and false. */
  readonly due: 0 | 1;
  /**
   * The record's number in the epoch before: records are offered in that order. It is 0 while the record is not due.
   */
  readonly seq: number;
}

interface CursorRow extends StreamRef {
  readonly epoch: string;
  readonly after: number;
}

/** What the phone knows once: one row for each key. */
export type MetaRow =
  /** The instant `wipedAt` is when this database was found gone and rebuilt from the journal. */
  | {
      readonly key: 'device';
      readonly deviceId: string;
      readonly wipedAt?: string;
      /** Ids that this phone worked under before its storage was found copied. */
      readonly former?: readonly string[];
    }
  /** With `registered` the endpoint of that epoch has confirmed that it knows the key as that device's. */
  | {
      readonly key: 'signing';
      readonly publicKey: string;
      /** In a browser this is a CryptoKey. */
      readonly privateKey: unknown;
      readonly registered?: { readonly device: string; readonly epoch: string };
    }
  | { readonly key: 'chain'; readonly deviceSeq: number; readonly lastHash: string }
  /** The epoch of the endpoint's database that gave the receipts and pages held here. */
  | { readonly key: 'epoch'; readonly epoch: string }
  /** When phone and endpoint last compared what the endpoint holds of this phone. */
  | { readonly key: 'reconciled'; readonly at: string }
  /**
   * The endpoint of this epoch confirmed at the instant `at` that what it had received up to `upTo` is in a second
   * place.
   */
  | { readonly key: 'durable'; readonly epoch: string; readonly upTo: string; readonly at: string }
  /** The last round that went through, by this phone's clock, and how far that clock was ahead of the endpoint's. */
  | { readonly key: 'synced'; readonly at: string; readonly skewMs: number }
  | { readonly key: 'session'; readonly encrypted: Uint8Array }
  | { readonly key: 'roster'; readonly encrypted: Uint8Array; readonly mark: string }
  /** The kinds of records that the app knew when it last looked at all of them. */
  | { readonly key: 'kinds'; readonly kinds: readonly string[] }
  /** What rescue files hold that the endpoint does not have. */
  | {
      readonly key: 'exported';
      readonly at: string;
      readonly revIds: readonly string[];
      readonly photos: readonly string[];
    };

type RevisionKey = [scope: string, revId: string];
export const keyOfRevision = ({ scope, revId }: { scope: string; revId: string }): RevisionKey => [scope, revId];

/** The tables; their keys and indexes are in `openDatabase`. */
export interface Database extends Dexie {
  revisions: Table<RevisionRow, RevisionKey>;
  outbox: EntityTable<OutboxRow, 'revId'>;
  photos: EntityTable<PhotoRow, 'sha256'>;
  sets: Table<SetRow, string>;
  stale: Table<StaleRow, [scope: string, entityId: string]>;
  refill: Table<RefillRow, RevisionKey>;
  cursors: Table<CursorRow, [scope: string, stream: Stream]>;
  meta: Table<MetaRow, MetaRow['key']>;
  drafts: EntityTable<{ readonly draftId: string; readonly encrypted: Uint8Array }, 'draftId'>;
}

/**
 * Opens nothing yet: Dexie opens the database at its first use.
 * @param dataLoss called when the browser reports that it deleted what was there (Chromium, after a torn log)
 */
export function openDatabase(platform: Platform, dataLoss: () => void): Database {
  const factory = platform.indexedDB ?? globalThis.indexedDB;
  const db = new Dexie(platform.databaseName, {
    chromeTransactionDurability: 'strict',
    // Dexie would keep every answer for live queries, which nobody uses here.
    cache: 'disabled',
    indexedDB: listening(factory, dataLoss),
    ...(platform.IDBKeyRange && { IDBKeyRange: platform.IDBKeyRange }),
  }) as Database;
  // Until the first release this version is edited in place. From then on a change is a version of its own, and
  // additive, because the app before must still be able to read.
  db.version(1).stores({
    revisions: '[scope+revId], [scope+entityId], [scope+ownerId]',
    outbox: 'revId, deviceSeq, [state+deviceSeq]',
    photos: 'sha256, state',
    sets: 'sha256, state',
    stale: '[scope+entityId]',
    refill: '[scope+revId], due, [scope+due], [due+seq]',
    cursors: '[scope+stream]',
    meta: 'key',
    drafts: 'draftId',
  });
  return db;
}

/** Dexie hides `dataLoss`, a member that Chromium alone gives to `upgradeneeded`; so the opening itself is observed. */
function listening(factory: IDBFactory, dataLoss: () => void): IDBFactory {
  return aroundOpening(factory, (open) => {
    const request = open();
    request.addEventListener('upgradeneeded', (event) => {
      if ((event as { dataLoss?: unknown }).dataLoss === 'total') dataLoss();
    });
    return request;
  });
}

/** @returns the row under this key; undefined where there is none */
export async function metaRow<K extends MetaRow['key']>(
  db: Database,
  key: K,
): Promise<Extract<MetaRow, { key: K }> | undefined> {
  return (await db.meta.get(key)) as Extract<MetaRow, { key: K }> | undefined;
}

/** Reads several rows in one transaction: on a cheap phone each transaction costs about as much as what it reads. */
export async function metaRows<K extends MetaRow['key']>(
  db: Database,
  ...keys: readonly K[]
): Promise<{ readonly [each in K]?: Extract<MetaRow, { key: each }> }> {
  const rows = await db.meta.bulkGet([...keys]);
  return Object.fromEntries(rows.flatMap((row) => (row === undefined ? [] : [[row.key, row]]))) as {
    readonly [each in K]?: Extract<MetaRow, { key: each }>;
  };
}
