/** Settings of the database, criteria sets and the security events, in memory. */
import { type ChainedEvent, hashOfEvent, type NewEvent } from '../../../../src/endpoint/events/chain.ts';
import type { EventStore, MetaStore, SetStore } from '../../../../src/endpoint/store/api.ts';
import { BACKED_UP_KEY } from '../../../../src/endpoint/store/sql-store.ts';
import type { Connection } from './connection.ts';
import { keyOf } from './rows.ts';

/** @throws Error where there is none */
export function epochOf(connection: Connection): string {
  const epoch = connection.get('meta', 'epoch');
  if (epoch === undefined) throw new Error('this database has no epoch');
  return epoch;
}

export function metaStore(connection: Connection): MetaStore {
  return {
    meta: async (key) => connection.get('meta', key) ?? null,
    setMeta: async (key, value) => connection.put('meta', key, value),
    async keepMeta(key, value) {
      const held = connection.get('meta', key);
      if (held === undefined) connection.put('meta', key, value);
      return held ?? value;
    },
    durableUpTo: async () => connection.get('meta', BACKED_UP_KEY) ?? null,
  };
}

export function setStore(connection: Connection): SetStore {
  return {
    set: async (sha256) => connection.get('sets', sha256)?.body ?? null,
    async addSet(set) {
      if (connection.get('sets', set.sha256) === undefined) connection.put('sets', set.sha256, set);
    },
    async sets() {
      const order = ({ id, at }: { id: string; at: string }) => keyOf(id, at);
      return [...connection.all('sets').values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
    },
  };
}

/** Adds events inside of a transaction, each at the end of its scope's chain. */
export function putEvents(connection: Connection, events: readonly NewEvent[]): void {
  for (const { scope, at, actor, kind, detail } of events) {
    const { n: before, hash: prevHash } = connection.get('heads', scope) ?? { n: 0, hash: '' };
    const event = { scope, n: before + 1, at, actor, kind, detail: JSON.stringify(detail), prevHash };
    const hash = hashOfEvent(event);
    connection.put('events', keyOf(scope, event.n), { ...event, hash });
    connection.put('heads', scope, { scope, n: event.n, hash });
  }
}

export function eventStore(connection: Connection): EventStore {
  const inOrder = <Row extends { readonly scope: string; readonly n: number }>(rows: Iterable<Row>): Row[] =>
    [...rows].sort((a, b) => (a.scope === b.scope ? a.n - b.n : a.scope < b.scope ? -1 : 1));
  return {
    addEvents: (events) => connection.transaction(() => putEvents(connection, events)),
    events: async () => inOrder(connection.all('events').values()),
    eventsAfter: async (scope, after, limit) =>
      inOrder(connection.all('events').values())
        .filter((event) => event.scope === scope && event.n > after)
        .slice(0, limit),
    eventsBefore: async (scope, { before, kind, actor, since, until }, limit) => {
      const isWanted = (event: ChainedEvent) =>
        event.n < before &&
        (kind === undefined || event.kind === kind) &&
        (actor === undefined || event.actor === actor) &&
        (since === undefined || event.at >= since) &&
        (until === undefined || event.at < until);
      const own = [...connection.all('events').values()].filter((event) => event.scope === scope && isWanted(event));
      return own.sort((a, b) => b.n - a.n).slice(0, limit);
    },
    eventHeads: async () => inOrder(connection.all('heads').values()),
  };
}
