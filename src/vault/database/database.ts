/**
 * The second copy: Dexie over IndexedDB, every write transaction `strict` (flushed by the system before it completes;
 * Chrome's default is relaxed and was measured to fsync 0 times in 50). Clear columns are ids, scopes, numbers and
 * states only; whatever may name a person is in `encrypted`.
 */
import Dexie, { type EntityTable, type Table } from 'dexie';
import type { Stream, StreamRef } from '../../programme/index.ts';
import type { Platform } from '../platform.ts';
import { aroundOpening } from './openings.ts';

/** One immutable revision, own or pulled. Its ids are unique within its scope: every key and index begins with that. */
export interface RevisionRow {
  readonly scope: string;
  readonly revId: string;
  readonly kind: string;
  readonly entityId: string;
  /** What the entity hangs from: citizen → household, evaluation and consent → citizen, review → evaluation. '' none. */
  readonly ownerId: string;
  readonly contentHash: string;
  /** Number in its scope when pulled; 0 while only on this phone. */
  readonly scopeSeq: number;
  /** Its payload was erased; the row stays. */
  readonly erased?: true;
  /** The whole revision as encrypted JSON. */
  readonly encrypted: Uint8Array;
}

interface Receipt {
  readonly scopeSeq: number;
  /** For the screens: this phone's clock where the record came back in a page. */
  readonly at: string;
  /** By this instant of its clock the endpoint of this epoch had it; absent where it has not told yet. */
  readonly heldBy?: HeldBy;
}

/** An instant of the clock of the endpoint, and its epoch then. */
export interface HeldBy {
  readonly epoch: string;
  readonly at: string;
}

/**
 * Where an own revision stands. `waiting` → offered at the next push. Its id is known by itself: this phone made all of
 * these, whatever their scope.
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
  /** Its payload was erased: never offered again, for nobody could check what it says. */
  readonly erased?: true;
  /**
   * Told by the endpoint as made under this phone's id, and not kept here: by another phone with that id, or by this one
   * before it was set back. Its number may be that of a record made here.
   */
  readonly cameBack?: true;
}

interface PhotoRow {
  readonly sha256: string;
  /** `gone`: neither this phone nor the endpoint has its bytes. */
  readonly state: 'waiting' | 'received' | 'gone';
  /** By this instant of its clock the endpoint of this epoch had it whole; absent while it does not. */
  readonly heldBy?: HeldBy;
}

/** A criteria set that a record or a draft of this phone names. */
export type SetRow =
  /** Its text is not here yet. */
  | { readonly sha256: string; readonly state: 'wanted' }
  | { readonly sha256: string; readonly state: 'held'; readonly encrypted: Uint8Array };

/** An entity whose line in the roster snapshot is older than its revisions. */
interface StaleRow {
  readonly scope: string;
  readonly entityId: string;
  /** The open vault that marked it. */
  readonly by: string;
}

/** A pulled record that the endpoint of the present epoch has not shown (refill.ts). */
interface RefillRow {
  readonly scope: string;
  readonly revId: string;
  /** 1: it lacks it. IndexedDB keeps no index over true and false. */
  readonly due: 0 | 1;
  /** Its number before: they are offered in that order. 0 while it is not due. */
  readonly seq: number;
}

interface CursorRow extends StreamRef {
  readonly epoch: string;
  readonly after: number;
}

export type MetaRow =
  /** wipedAt: this database was found gone and rebuilt from the journal. */
  | {
      readonly key: 'device';
      readonly deviceId: string;
      readonly wipedAt?: string;
      /** Ids it worked under before its storage was found copied. */
      readonly former?: readonly string[];
    }
  /** registered: the endpoint of that epoch has said that it knows the key as that device's. */
  | {
      readonly key: 'signing';
      readonly publicKey: string;
      /** A CryptoKey in a browser. */
      readonly privateKey: unknown;
      readonly registered?: { readonly device: string; readonly epoch: string };
    }
  | { readonly key: 'chain'; readonly deviceSeq: number; readonly lastHash: string }
  /** Of the endpoint's database that gave the receipts and pages held here. */
  | { readonly key: 'epoch'; readonly epoch: string }
  /** When phone and endpoint last compared what the endpoint holds of this phone. */
  | { readonly key: 'reconciled'; readonly at: string }
  /** Instant up to which the endpoint of this epoch said that what it received is in a second place, and when it said so. */
  | { readonly key: 'durable'; readonly epoch: string; readonly upTo: string; readonly at: string }
  /** The last round that went through, by this phone's clock, and how far that clock was ahead of the endpoint's. */
  | { readonly key: 'synced'; readonly at: string; readonly skewMs: number }
  | { readonly key: 'session'; readonly encrypted: Uint8Array }
  | { readonly key: 'roster'; readonly encrypted: Uint8Array; readonly mark: string }
  /** Kinds of records that the app knew when it last looked at all of them. */
  | { readonly key: 'kinds'; readonly kinds: readonly string[] }
  /** What rescue files hold that the endpoint does not have. */
  | {
      readonly key: 'exported';
      readonly at: string;
      readonly revIds: readonly string[];
      readonly photos: readonly string[];
    };

type RevisionKey = [scope: string, revId: string];
export const revisionKey = ({ scope, revId }: { scope: string; revId: string }): RevisionKey => [scope, revId];

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

/** @param dataLoss called when the browser says that it deleted what was there (Chromium, after a torn log) */
export function openDatabase(platform: Platform, dataLoss: () => void): Database {
  const factory = platform.indexedDB ?? globalThis.indexedDB;
  const db = new Dexie(platform.databaseName, {
    chromeTransactionDurability: 'strict',
    // What Dexie would remember of every answer for live queries, which nobody asks here.
    cache: 'disabled',
    indexedDB: listening(factory, dataLoss),
    ...(platform.IDBKeyRange && { IDBKeyRange: platform.IDBKeyRange }),
  }) as Database;
  // Until the first release this version is edited in place. From then on a change is a version of its own, and additive:
  // the app before must still be able to read.
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

/** Dexie says nothing of `dataLoss`, a member that Chromium alone gives to `upgradeneeded`: the opening is listened to. */
function listening(factory: IDBFactory, dataLoss: () => void): IDBFactory {
  return aroundOpening(factory, (open) => {
    const request = open();
    request.addEventListener('upgradeneeded', (event) => {
      if ((event as { dataLoss?: unknown }).dataLoss === 'total') dataLoss();
    });
    return request;
  });
}

export async function metaRow<K extends MetaRow['key']>(
  db: Database,
  key: K,
): Promise<Extract<MetaRow, { key: K }> | undefined> {
  return (await db.meta.get(key)) as Extract<MetaRow, { key: K }> | undefined;
}

/** Several in one transaction: on a cheap phone each transaction costs about as much as what it reads. */
export async function metaRows<K extends MetaRow['key']>(
  db: Database,
  ...keys: readonly K[]
): Promise<{ readonly [each in K]?: Extract<MetaRow, { key: each }> }> {
  const rows = await db.meta.bulkGet([...keys]);
  return Object.fromEntries(rows.flatMap((row) => (row === undefined ? [] : [[row.key, row]]))) as {
    readonly [each in K]?: Extract<MetaRow, { key: each }>;
  };
}
