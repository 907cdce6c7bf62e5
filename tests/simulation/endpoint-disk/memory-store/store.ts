/**
 * The endpoint's `Store` in memory, for most of the simulated worlds: what SQLite and the query builder do for a push takes a
 * sixth of the time of a world. The tests of the endpoint that ask nothing of a database itself run over it too
 * (tests/endpoint/station.ts), so that it answers as the databases do.
 */
import type { Store } from '../../../../src/endpoint/store/api.ts';
import { newEpoch } from '../../../../src/endpoint/store/epoch.ts';
import { IDENTITY_SECRET_KEY, newIdentitySecret } from '../../../../src/endpoint/store/identity.ts';
import { Connection } from './connection.ts';
import { chainStore, deviceStore } from './devices.ts';
import { enrolmentStore } from './enrolment.ts';
import { handOverStore } from './hand-over.ts';
import { identityStore } from './identities.ts';
import { eventStore, metaStore, setStore } from './meta.ts';
import { peopleStore } from './people.ts';
import { photoStore } from './photos.ts';
import { proposalStore } from './proposals.ts';
import { quarantineStore } from './quarantine.ts';
import { revisionStore } from './revisions.ts';
import { noRows, type Rows } from './rows.ts';
import { viewStore } from './views.ts';

/** @returns rows of a new database */
export function newRows(): Rows {
  const rows = noRows();
  rows.meta.set('epoch', newEpoch()).set(IDENTITY_SECRET_KEY, newIdentitySecret());
  return rows;
}

/**
 * @param rows outlive the store, as a file outlives a process
 * @param step called before each reading and writing; what it throws ends the transaction, of which nothing stays
 */
export function memoryStore(rows: Rows, step: () => void = () => undefined): Store {
  const connection = new Connection(rows, step);
  return {
    kind: 'sqlite',
    ...revisionStore(connection),
    ...viewStore(connection),
    ...quarantineStore(connection),
    ...peopleStore(connection),
    ...deviceStore(connection),
    ...enrolmentStore(connection),
    ...chainStore(connection),
    ...identityStore(connection),
    ...setStore(connection),
    ...metaStore(connection),
    ...eventStore(connection),
    ...proposalStore(connection),
    ...handOverStore(connection),
    blobs: photoStore(connection),
    close: async () => connection.close(),
  };
}
