/** What an endpoint in memory holds: rows in maps, of which none is ever changed, only replaced by another one. */

import type { ChainedEvent, EventHead } from '../../../../src/endpoint/events/chain.ts';
import type {
  AcceptedRevision,
  Commune,
  DraftBundleRow,
  EnrolmentCode,
  NewEnrolmentCode,
  NewOfficer,
  PhoneHeartbeat,
  Proposal,
  Quarantined,
  QuarantineEntry,
} from '../../../../src/endpoint/store/api.ts';
import type { HandOver, Stream } from '../../../../src/programme/index.ts';

export interface StoredRevision extends Pick<AcceptedRevision, 'revision' | 'body' | 'score'> {
  readonly stream: Stream;
  readonly scopeSeq: number;
  readonly receivedAt: string;
}

export interface StoredQuarantined extends QuarantineEntry, Pick<Quarantined, 'revId' | 'device' | 'contentHash'> {}

export interface StoredDevice extends Pick<PhoneHeartbeat, 'heartbeat' | 'skewMs'> {
  readonly device: string;
  readonly officerId: string;
  /** The sign-in whose tokens speak for it. */
  readonly signIn: string;
  readonly name: string | null;
  readonly revokedAt: string | null;
  /** The keys of the device, each with the instant at which it came. */
  readonly keys: ReadonlyMap<string, string>;
  readonly enrolledAt: string;
  readonly seenAt: string;
  readonly forkedAt: string | null;
}

export interface StoredCode extends NewEnrolmentCode, EnrolmentCode {}

interface StoredToken {
  readonly signIn: string;
  readonly device: string;
  readonly officerId: string;
  readonly madeAt: string;
  readonly firstUsedAt: string | null;
  readonly endedAt: string | null;
  readonly endedWhy: string | null;
}

interface StoredOfficer extends NewOfficer {
  readonly closedAt: string | null;
  readonly successor: string | null;
}

export interface Piece {
  readonly at: number;
  readonly bytes: Uint8Array;
}

interface StoredIdentity {
  readonly scope: string;
  readonly citizenId: string;
  readonly hash: string | null;
  /** Whether a revision that came, before or after it, took its place. */
  readonly replaced: boolean;
}

/** The kinds of row. Keys of several members are put together with `keyOf`. */
export interface Kinds {
  meta: string;
  /** The last number of each stream of a scope. */
  counters: number;
  revisions: StoredRevision;
  quarantine: StoredQuarantined;
  sets: {
    readonly id: string;
    readonly version: string;
    readonly sha256: string;
    readonly body: string;
    readonly at: string;
  };
  communes: Commune;
  officers: StoredOfficer;
  codes: StoredCode;
  /** Minute → wrong tries in it. */
  wrongTries: number;
  tokens: StoredToken;
  devices: StoredDevice;
  identities: StoredIdentity;
  proposals: Proposal;
  draftBundles: DraftBundleRow & { readonly bytes: Uint8Array };
  handOvers: HandOver;
  events: ChainedEvent;
  heads: EventHead;
  photos: Uint8Array;
  /** What has come of photos that are not whole yet. */
  pieces: readonly Piece[];
  /** Scope and hash → the officers who handed in, or made, a record that names the photo. */
  photoRefs: readonly string[];
  /** Officer → the scopes of such records. */
  photoSenders: readonly string[];
}

export type Rows = { readonly [Kind in keyof Kinds]: Map<string, Kinds[Kind]> };

export const keyOf = (...members: readonly (string | number)[]): string => members.join(' ');

export function noRows(): Rows {
  return {
    meta: new Map(),
    counters: new Map(),
    revisions: new Map(),
    quarantine: new Map(),
    sets: new Map(),
    communes: new Map(),
    officers: new Map(),
    codes: new Map(),
    wrongTries: new Map(),
    tokens: new Map(),
    devices: new Map(),
    identities: new Map(),
    proposals: new Map(),
    draftBundles: new Map(),
    handOvers: new Map(),
    events: new Map(),
    heads: new Map(),
    photos: new Map(),
    pieces: new Map(),
    photoRefs: new Map(),
    photoSenders: new Map(),
  };
}

/** @returns the same rows, on which what happens to these has no effect */
export function copyOf(rows: Rows): Rows {
  const copies = Object.entries(rows).map(([kind, map]) => [kind, new Map(map as Map<string, unknown>)]);
  return Object.fromEntries(copies) as Rows;
}
