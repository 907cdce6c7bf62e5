/** Words for a phone's clock that is off. */
import { LIMITS } from '../../protocol/index.ts';
import type { MessageKey, Translate } from '../../ui/use-messages.ts';
import type { deskMessages } from './messages.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * Says how far a phone's clock is off, and which way.
 * @param skewMs milliseconds by which the phone's clock is ahead of the endpoint's; null where that is not known
 * @returns '' where there is nothing to say
 */
export function clockWords(t: Translate<MessageKey<typeof deskMessages>>, skewMs: number | null): string {
  const off = Math.abs(skewMs ?? 0);
  if (off <= LIMITS.skewNotedMs) return '';
  return t((skewMs ?? 0) > 0 ? 'desk.phone.fast' : 'desk.phone.slow', { about: about(t, off) });
}

/** @returns the difference in the largest unit of which it has two: "1 giờ" for 89 minutes would say too little */
function about(t: Translate<MessageKey<typeof deskMessages>>, ms: number): string {
  if (ms >= 2 * DAY_MS) return t('desk.phone.days', { count: Math.round(ms / DAY_MS) });
  if (ms >= 2 * HOUR_MS) return t('desk.phone.hours', { count: Math.round(ms / HOUR_MS) });
  return t('desk.phone.minutes', { count: Math.round(ms / MINUTE_MS) });
}
