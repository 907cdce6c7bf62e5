/**
 * A token that was revoked, replaced by a newer one or not used for long opens nothing any more, and yet its phone may hold work
 * that nobody else has. Such a token may hand that work in: it is kept in quarantine, and nothing is given back but receipts.
 * Once the same person enrols the phone again, what was handed in is judged again and accepted.
 *
 *     made ──first request──► in use ──a newer one is used──► replaced ──┐
 *                               │ ├── revoked from the desk ─► revoked ──┤
 *                               │ ├── 90 days without a sync ► stale ────┼─► may hand in
 *                               │ └── the account is closed ─► closed ───┘
 *                               └──── signed out ────────────► ended: opens nothing
 */
import type { HandInReason } from '../../protocol/index.ts';

/** Tokens older than this are replaced at the next sync, in milliseconds. */
export const TOKEN_FRESH_MS = 24 * 60 * 60 * 1000;
/** A token that no sync has replaced for so long, in milliseconds, belongs to a phone that nobody has used. */
export const TOKEN_STALE_MS = 90 * 24 * 60 * 60 * 1000;
/** Requests that were under way, or that another window sends, while a newer token was first used, still count for so long, in ms. */
export const TOKEN_GRACE_MS = 10 * 60 * 1000;

/**
 * @param token `endedWhy` as the store keeps it; its instants are ISO instants of the endpoint's clock
 * @param now ISO instant of the endpoint's clock
 * @returns why the token may only hand in; null: it is in order
 */
export function handInReason(
  token: {
    readonly madeAt: string;
    readonly endedAt: string | null;
    readonly endedWhy: string | null;
    readonly accountClosedAt: string | null;
  },
  now: string,
): HandInReason | null {
  const sinceMs = (instant: string) => Date.parse(now) - Date.parse(instant);
  if (token.endedWhy === 'revoked') return 'revoked';
  if (token.endedWhy === 'replaced' && token.endedAt !== null && sinceMs(token.endedAt) > TOKEN_GRACE_MS) {
    return 'replaced';
  }
  if (token.accountClosedAt !== null) return 'account-closed';
  return sinceMs(token.madeAt) > TOKEN_STALE_MS ? 'stale' : null;
}
