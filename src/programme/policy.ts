/** Who may do what. The one place where a role is asked for; routes, phone and desk stand on it. */
import { STREAMS, type Stream, type StreamRef } from './streams.ts';

export const ROLES = ['officer', 'supervisor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/**
 * Identity numbers go to those who decide on duplicates. An officer's phone holds in full only what it made itself: of all
 * the others it has the last digits.
 */
export function mayReadStream(role: Role, stream: Stream): boolean {
  return stream === 'records' || role !== 'officer';
}

/** Whoever writes people down must be able to ask whether one is there already. */
export function mayLookUpIdentity(role: Role): boolean {
  return ROLES.includes(role);
}

/** Every stream that a person pulls. */
export function streamsOf(role: Role, scopes: readonly string[]): StreamRef[] {
  return scopes.flatMap((scope) =>
    STREAMS.filter((stream) => mayReadStream(role, stream)).map((stream) => ({ scope, stream })),
  );
}
