/** What belongs to the endpoint as a whole: criteria sets, security events and single values, as the features see them. */
import type { EventKind } from '../../../protocol/index.ts';
import type { ChainedEvent, EventHead, NewEvent } from '../../events/chain.ts';

/** Keeps criteria sets by their hash, for ever. */
export interface SetStore {
  /** @returns the body of a criteria set */
  set(sha256: string): Promise<string | null>;
  addSet(set: { id: string; version: string; sha256: string; body: string; at: string }): Promise<void>;
  sets(): Promise<readonly { id: string; version: string; sha256: string; at: string }[]>;
}

/** Which events of a scope are wanted. Absent members do not filter. */
export interface EventFilter {
  /** Only smaller numbers. */
  readonly before: number;
  readonly kind?: EventKind | undefined;
  readonly actor?: string | undefined;
  /** ISO instant in UTC: the first one that is wanted. */
  readonly since?: string | undefined;
  /** ISO instant in UTC: the first one that is not wanted any more. */
  readonly until?: string | undefined;
}

/** Keeps the security events (events/chain.ts), which are added to and never changed. */
export interface EventStore {
  /** Adds events in one transaction, each at the end of its scope's chain. */
  addEvents(events: readonly NewEvent[]): Promise<void>;
  /** @returns all events by scope, and in each scope by number */
  events(): Promise<readonly ChainedEvent[]>;
  /** @returns events of a scope, in their order, after this number */
  eventsAfter(scope: string, after: number, limit: number): Promise<readonly ChainedEvent[]>;
  /** @returns events of a scope that the filter lets through, the newest first */
  eventsBefore(scope: string, filter: EventFilter, limit: number): Promise<readonly ChainedEvent[]>;
  eventHeads(): Promise<readonly EventHead[]>;
}

/** Keeps single values by name. */
export interface MetaStore {
  meta(key: string): Promise<string | null>;
  setMeta(key: string, value: string): Promise<void>;
  /**
   * Keeps the value unless there is one.
   * @returns the value that is kept now
   */
  keepMeta(key: string, value: string): Promise<string>;
  /**
   * @param now ISO instant of the endpoint's clock
   * @returns the instant up to which everything received is in a second place: `now` with a synchronous replica, else that
   * of the last verified backup; null when there is neither
   */
  durableUpTo(now: string): Promise<string | null>;
}
