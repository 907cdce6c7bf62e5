/** What the parts of one open vault share: the stores, the one writer at a time, and the listeners for changes. */

import { type EntityRef, ownerOf, photosOf } from '../../programme/index.ts';
import { isErased, type Revision } from '../../protocol/index.ts';
import type { Database, RevisionRow } from '../database/database.ts';
import { decryptJson, encryptJson } from '../database/encrypted-json.ts';
import { WRITER } from '../database/writer-lock.ts';
import { uuidv7 } from '../keys/ids.ts';
import type { Platform, VaultChange } from '../platform.ts';
import type { Health } from '../upkeep/api.ts';
import { withoutReserve } from '../upkeep/storage-reserve.ts';
import type { RosterMemory } from './roster.ts';
import type { SeenAt } from './scopes-seen.ts';

/** One open vault, as its parts see it. */
export interface Core {
  readonly platform: Platform;
  readonly db: Database;
  deviceId: string;
  /** Distinguishes this open vault from those of other tabs. */
  readonly mark: string;
  opened: Health['opened'];
  /** The journal may hold what the database does not: they are compared before the next write. */
  databaseMayLack: boolean;
  closed: boolean;
  /** A write met a full disk. */
  full: boolean;
  /** `null` where it is to be read at the next use. */
  roster: Promise<RosterMemory> | null;
  /** `null` where it is to be read at the next use. */
  seen: Promise<SeenAt> | null;
  /** How many rows of the lists have been made anew; null while none are being made. */
  rebuilding: { readonly done: number; readonly total: number } | null;
  readonly listeners: Set<(change: VaultChange) => void>;
  /** Runs `work` while nothing else writes, in this process and, where the platform can, in all tabs. */
  write<T>(work: () => Promise<T>): Promise<T>;
  announce(...changes: VaultChange[]): void;
  /** Passes what another tab changed on to the screens of this one. */
  changedElsewhere(changes: readonly VaultChange[]): void;
}

/** @param db not opened yet */
export function makeCore(platform: Platform, db: Database): Core {
  let turn: Promise<unknown> = Promise.resolve();
  const listeners = new Set<(change: VaultChange) => void>();
  const callListeners = (changes: readonly VaultChange[]) => {
    for (const change of changes) for (const listener of [...listeners]) listener(change);
  };
  return {
    platform,
    db,
    deviceId: '',
    mark: uuidv7(platform.clock, platform.rng),
    opened: 'clean',
    databaseMayLack: false,
    closed: false,
    full: false,
    roster: null,
    seen: null,
    rebuilding: null,
    listeners,
    write<T>(work: () => Promise<T>): Promise<T> {
      const locked = () => (platform.exclusive ? platform.exclusive(WRITER, work) : work());
      const mine = withoutReserve(this, () => turn.then(locked, locked));
      turn = mine.catch(() => undefined);
      return mine;
    },
    announce(...changes) {
      forgetSeen(this, changes);
      callListeners(changes);
      platform.tabs?.announce(changes);
    },
    changedElsewhere(changes) {
      // What this tab remembers of the roster is older than what the other one wrote.
      if (changes.includes('records')) this.roster = null;
      forgetSeen(this, changes);
      callListeners(changes);
    },
  };
}

/** Campaigns are records, so what is seen depends on both. */
function forgetSeen(core: Core, changes: readonly VaultChange[]): void {
  if (changes.includes('session') || changes.includes('records')) core.seen = null;
}

/** @param scopeSeq the revision's number in its scope; 0 while it is only on this phone */
export async function toRow(core: Core, revision: Revision, scopeSeq: number): Promise<RevisionRow> {
  return {
    scope: revision.scope,
    revId: revision.revId,
    kind: revision.kind,
    entityId: revision.entityId,
    ownerId: ownerOf(revision.kind, revision.payload),
    contentHash: revision.contentHash,
    scopeSeq,
    ...(isErased(revision) && { erased: true as const }),
    encrypted: await encryptJson(core.platform.encryption, revision),
  };
}

/** @returns the revision of a row, decrypted */
export function fromRow(core: Core, row: RevisionRow): Promise<Revision> {
  return decryptJson<Revision>(core.platform.encryption, row.encrypted);
}

/**
 * Rows of the given entities, or of what hangs from them, each within its own scope. Each entity is a request of its
 * own in one transaction: Dexie's `anyOf` walks a cursor, which waits for the database at every step, and for an empty
 * list it would walk all rows.
 */
export async function rowsOf(
  { db }: Core,
  index: '[scope+entityId]' | '[scope+ownerId]',
  refs: readonly EntityRef[],
): Promise<RevisionRow[]> {
  if (refs.length === 0) return [];
  const keys = distinct(refs).map(({ scope, id }) => [scope, id]);
  const found = await db.transaction('r', db.revisions, () =>
    Promise.all(keys.map((key) => db.revisions.where(index).equals(key).toArray())),
  );
  return found.flat();
}

/** @returns every revision of the given entities that the phone holds */
export async function revisionsOf(core: Core, refs: readonly EntityRef[]): Promise<Revision[]> {
  const rows = await rowsOf(core, '[scope+entityId]', refs);
  return Promise.all(rows.map((row) => fromRow(core, row)));
}

/** @returns a key for an entity in a map */
export const keyOf = ({ scope, id }: EntityRef): string => `${scope} ${id}`;

/** @returns these entities, each once */
export function distinct(refs: readonly EntityRef[]): EntityRef[] {
  return [...new Map(refs.map((ref) => [keyOf(ref), ref])).values()];
}

/** @returns the entities of these revisions, each once */
export function entitiesOf(revisions: readonly Pick<Revision, 'scope' | 'entityId'>[]): EntityRef[] {
  return distinct(revisions.map(({ scope, entityId }) => ({ scope, id: entityId })));
}

/** @returns hashes of the photos that a payload names */
export const photosNamedBy = ({ kind, payload }: Pick<Revision, 'kind' | 'payload'>): string[] =>
  photosOf(kind, payload);
