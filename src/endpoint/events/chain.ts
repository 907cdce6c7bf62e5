/**
 * The security events of an endpoint as chains, one a scope: each event's hash is over itself and the hash before it.
 * Whoever changes, removes or inserts an event breaks the chain from there on; that its end was cut off is found by a head
 * that somebody noted (each backup prints the heads). All functions here are pure.
 */
import { canonicalText, type EventKind, hashText } from '../../protocol/index.ts';

/** The chain of events that concern no scope: a wrong code, whose owner is unknown. */
export const INSTANCE = 'instance';

/** An event that is to be noted. Its detail has ids, codes and counts, never a person's data. */
export interface NewEvent {
  readonly scope: string;
  /** ISO instant of the endpoint's clock. */
  readonly at: string;
  /** An officer's id, or `''` where nobody is known. */
  readonly actor: string;
  readonly kind: EventKind;
  readonly detail: Readonly<Record<string, string | number>>;
}

/** An event as it is kept. */
export interface ChainedEvent {
  readonly scope: string;
  /** The event's number in its scope: 1, 2, 3… */
  readonly n: number;
  readonly at: string;
  readonly actor: string;
  readonly kind: string;
  /** JSON text. */
  readonly detail: string;
  /** Hash of the event before it; `''` for the first. */
  readonly prevHash: string;
  readonly hash: string;
}

/** The newest event of a scope. */
export interface EventHead {
  readonly scope: string;
  readonly n: number;
  readonly hash: string;
}

/** @returns SHA-256 over the RFC 8785 text of all members but the hash itself */
export function hashOfEvent({ scope, n, at, actor, kind, detail, prevHash }: Omit<ChainedEvent, 'hash'>): string {
  return hashText(canonicalText({ scope, n, at, actor, kind, detail, prevHash }));
}

/** Where a chain is broken first, and how. */
export interface BrokenChain {
  readonly scope: string;
  /** The first event that is wrong or missing. */
  readonly n: number;
  readonly why: 'missing' | 'not-linked' | 'changed' | 'not-the-head';
}

/** Reads events one after the other and finds the first place at which a chain is broken. */
export interface ChainCheck {
  /** @param event the next one of its scope. @returns where the chain is broken there; null: it holds so far */
  take(event: ChainedEvent): BrokenChain | null;
  /** @returns a head that no event had; null: all chains hold */
  end(): BrokenChain | null;
}

/** @param heads hashes that events are known to have: the heads that are kept beside the events, and those noted elsewhere */
export function chainCheck(heads: readonly EventHead[]): ChainCheck {
  const last = new Map<string, { n: number; hash: string }>();
  const wanted = new Map(heads.map((head) => [`${head.scope} ${head.n} ${head.hash}`, head]));
  return {
    take(event) {
      const { scope, n, hash } = event;
      const before = last.get(scope) ?? { n: 0, hash: '' };
      if (n !== before.n + 1) return { scope, n: before.n + 1, why: 'missing' };
      if (event.prevHash !== before.hash) return { scope, n, why: 'not-linked' };
      if (hashOfEvent(event) !== hash) return { scope, n, why: 'changed' };
      wanted.delete(`${scope} ${n} ${hash}`);
      last.set(scope, { n, hash });
      return null;
    },
    end() {
      const [head] = [...wanted.values()].filter(({ n }) => n > 0);
      if (head === undefined) return null;
      const end = last.get(head.scope)?.n ?? 0;
      return end < head.n
        ? { scope: head.scope, n: end + 1, why: 'missing' }
        : { scope: head.scope, n: head.n, why: 'not-the-head' };
    },
  };
}

/**
 * Checks every chain.
 * @param events all that are kept, in the order of their numbers in each scope
 * @param heads as for `chainCheck`
 * @returns the first broken place; null: all chains hold
 */
export function verifyEvents(events: Iterable<ChainedEvent>, heads: readonly EventHead[]): BrokenChain | null {
  const check = chainCheck(heads);
  for (const event of events) {
    const broken = check.take(event);
    if (broken !== null) return broken;
  }
  return check.end();
}
