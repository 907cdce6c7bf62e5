/** Sẵn sàng đi hộ: what must be right before the network is left behind. Pure: it makes lights of what is known. */

import type { CriteriaAnswer } from './criteria-status.ts';

export type Light = 'good' | 'warn' | 'bad';
export interface Check {
  readonly id: 'installed' | 'persisted' | 'room' | 'roster' | 'criteria' | 'clock' | 'unsent';
  readonly light: Light;
  /** Which sentence is shown: `ready.<id>.<words>`. */
  readonly words: string;
  readonly params?: Readonly<Record<string, number | string>>;
}

export interface Known {
  readonly installed: boolean;
  readonly persisted: boolean | null;
  /** Whether ROOM_BYTES could be written; null where it cannot be tried. */
  readonly room: boolean | null;
  readonly full: boolean;
  readonly citizens: number;
  /** Days since the last round that went through; null where none ever did. */
  readonly syncedDaysAgo: number | null;
  /**
   * `missing` counts the sets that forms are filled in with and that cannot be read here; `not-asked` has the last answer of
   * the endpoint, if there ever was one. `unexplained` counts the sets that only finished forms name and that are not here.
   */
  readonly criteria:
    | { readonly kind: 'missing'; readonly count: number }
    | ({ readonly kind: 'asked'; readonly unexplained: number } & CriteriaAnswer)
    | { readonly kind: 'not-asked'; readonly unexplained: number; readonly last: CriteriaAnswer | null };
  /** The time of the check, in ms since the epoch. */
  readonly now: number;
  readonly skewMinutes: number;
  /** Own records that the commune does not have whole. */
  readonly unreceived: number;
  readonly oldestPendingDays: number;
}

export const DAY_MS = 86_400_000;
/** A visit with four photos of 300 KB; a busy day has about twenty. */
export const VISITS = 20;
export const ROOM_BYTES = VISITS * 4 * 300 * 1024;
/** From this skew on the protocol notes it. */
const SKEW_MINUTES_MAX = 10;
const FRESH_DAYS = 3;
const STALE_DAYS = 14;
/** The limits are those at which a rescue file is offered: more than 20 records wait, or one waits for more than 3 days. */
const PENDING_MAX = 20;
const PENDING_DAYS_MAX = 3;

export function checks(known: Known): readonly Check[] {
  return [
    known.installed ? check('installed', 'good') : check('installed', 'warn'),
    check('persisted', known.persisted === true ? 'good' : 'warn'),
    room(known),
    roster(known),
    criteria(known),
    Math.abs(known.skewMinutes) <= SKEW_MINUTES_MAX
      ? check('clock', 'good')
      : check('clock', 'warn', { minutes: Math.abs(Math.round(known.skewMinutes)) }),
    unsent(known),
  ];
}

/** @returns the worst light of all */
export function lightOf(list: readonly Check[]): Light {
  if (list.some(({ light }) => light === 'bad')) return 'bad';
  return list.some(({ light }) => light === 'warn') ? 'warn' : 'good';
}

function check(id: Check['id'], light: Light, params?: Check['params'], words: string = light): Check {
  return { id, light, words, ...(params && { params }) };
}

function room({ room: fits, full }: Known): Check {
  if (full || fits === false) return check('room', 'bad', { visits: VISITS });
  return fits === null ? check('room', 'warn') : check('room', 'good', { visits: VISITS });
}

function roster({ citizens, syncedDaysAgo }: Known): Check {
  if (citizens === 0) return check('roster', 'bad', undefined, 'none');
  if (syncedDaysAgo === null || syncedDaysAgo > STALE_DAYS) return check('roster', 'bad', { count: citizens });
  return check('roster', syncedDaysAgo > FRESH_DAYS ? 'warn' : 'good', { count: citizens, days: syncedDaysAgo });
}

/** Without a network, an answer that the endpoint lacks a set still counts; an answer that it has them all ages. */
function criteria({ criteria: status, now }: Known): Check {
  if (status.kind === 'missing') return check('criteria', 'bad', { count: status.count });
  const answer = status.kind === 'asked' ? status : status.last;
  const { unexplained: count } = status;
  if (count > 0 && answer?.found !== 'ahead') return check('criteria', 'warn', { count }, 'unexplained');
  if (answer === null) return check('criteria', 'warn', undefined, 'never');
  if (answer.found !== 'fresh') return check('criteria', 'warn', undefined, answer.found);
  if (status.kind === 'asked') return check('criteria', 'good');
  const fresh = now - Date.parse(answer.at) <= FRESH_DAYS * DAY_MS;
  return check('criteria', fresh ? 'good' : 'warn', { at: answer.at }, fresh ? 'last' : 'stale');
}

function unsent({ unreceived, oldestPendingDays }: Known): Check {
  if (unreceived === 0) return check('unsent', 'good');
  const risky = unreceived > PENDING_MAX || oldestPendingDays > PENDING_DAYS_MAX;
  return check('unsent', risky ? 'bad' : 'warn', { count: unreceived });
}
