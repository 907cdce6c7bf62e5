/**
 * The last thing of a round: drafts that were handed over come in, and one's own are sent for whoever would go on with them. Loaded
 * when there is one or the other, because the encryption is as large as a screen.
 */
import type { Draft, Vault } from '../../vault/index.ts';
import type { HttpAnswer, Net } from '../api.ts';
import { sendDrafts } from './send-drafts.ts';
import { takeDrafts } from './take-drafts.ts';

/**
 * @param handed scopes in which the endpoint says that drafts wait; null where it says nothing, because the sign-in has ended
 * @param drafts all of this phone before the round
 * @throws NetDown, RoundStopped, and what the vault throws
 */
export async function exchangeDrafts(
  vault: Vault,
  handed: readonly string[] | null,
  drafts: readonly Draft[],
  ask: (asked: Parameters<Net['request']>[0]) => Promise<HttpAnswer>,
): Promise<void> {
  if (handed !== null) await takeDrafts(vault, handed, ask);
  // The session is read now: a commune's key may have come in this very round.
  const session = await vault.session();
  if (session !== null) await sendDrafts(vault, session, handed?.length ? await vault.drafts() : drafts, ask);
}
