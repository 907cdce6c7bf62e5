/**
 * The last thing of a round: drafts that were handed over come in, and one's own are sent for whoever would go on with them. Nothing
 * of it is a reason for a round to fail: the person's records are safe by then, and what failed is tried in the next round.
 */
import type { Vault } from '../../vault/index.ts';
import type { HttpAnswer, Net } from '../api.ts';

/** Milliseconds until an answer about drafts is no longer waited for: half of what a round's other questions have. */
export const DRAFTS_TIMEOUT_MS = 30_000;
/** What begins the names under which it is noted which drafts the endpoint has. */
export const SENT_DRAFTS = 'drafts-sent-';
/** What begins the names under which it is noted which drafts are stored here and not yet acknowledged. */
export const TAKEN_DRAFTS = 'drafts-taken-';

/**
 * Never fails.
 * @param handed scopes in which the endpoint says that drafts wait
 */
export async function exchangeDrafts(
  vault: Vault,
  handed: readonly string[],
  ask: (asked: Parameters<Net['request']>[0]) => Promise<HttpAnswer>,
): Promise<void> {
  try {
    if (handed.length > 0) await (await import('./take-drafts.ts')).takeDrafts(vault, handed, ask);
    // The session is read now: a commune's key may have come in this very round.
    const [session, drafts] = await Promise.all([vault.session(), vault.drafts()]);
    if (session === null) return;
    // The encryption is as large as a screen; most rounds of a phone without drafts need none of it.
    if (drafts.length === 0 && (await vault.ownRelayStore.list(SENT_DRAFTS)).length === 0) return;
    const { sendDrafts } = await import('./send-drafts.ts');
    await sendDrafts(vault, session, drafts, ask);
  } catch (error) {
    console.warn('drafts: another time', error instanceof Error ? error.message : '');
  }
}
