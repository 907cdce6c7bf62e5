/**
 * What the endpoint keeps. Ingest and routes depend on this interface alone; SQLite and PostgreSQL implement it through one
 * query builder (sql-store.ts), and the simulation implements it in memory. All times are ISO 8601 instants.
 */
import type { ChainStore, DeviceStore, IdentityStore } from './api/devices.ts';
import type { EnrolmentStore } from './api/enrolment.ts';
import type { HandOverStore } from './api/hand-over.ts';
import type { EventStore, MetaStore, SetStore } from './api/instance.ts';
import type { PeopleStore } from './api/people.ts';
import type { PhotoRows } from './api/photos.ts';
import type { ProposalStore } from './api/proposals.ts';
import type { QuarantineStore } from './api/quarantine.ts';
import type { RevisionStore } from './api/revisions.ts';
import type { ViewStore } from './api/views.ts';

export * from './api/devices.ts';
export * from './api/enrolment.ts';
export type * from './api/hand-over.ts';
export type * from './api/instance.ts';
export type * from './api/people.ts';
export type * from './api/photos.ts';
export type * from './api/proposals.ts';
export type * from './api/quarantine.ts';
export * from './api/revisions.ts';
export type * from './api/views.ts';

/** Everything that one database keeps; each feature takes only the part of it that it needs. */
export interface Store
  extends RevisionStore,
    ViewStore,
    QuarantineStore,
    SetStore,
    PeopleStore,
    DeviceStore,
    EnrolmentStore,
    ChainStore,
    EventStore,
    ProposalStore,
    HandOverStore,
    IdentityStore,
    MetaStore {
  readonly kind: 'sqlite' | 'postgres';
  readonly blobs: PhotoRows;
  close(): Promise<void>;
}
