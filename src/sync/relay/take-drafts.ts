/**
 * Takes in the drafts of officers who left and with whose work this person goes on. They are stored beside one's own, then
 * acknowledged, and only then removed at the endpoint: a connection that breaks anywhere loses nothing. Loaded when some wait.
 */
import { draftsTakenResponse, handedDrafts } from '../../protocol/index.ts';
import { handedDraft, type Vault } from '../../vault/index.ts';
import { readAnswer } from '../answers.ts';
import type { HttpAnswer, Net } from '../api.ts';
import { DRAFTS_TIMEOUT_MS } from '../round.ts';

/** The beginning of a note's name. Each note tells of a bundle of drafts that is stored here and not yet acknowledged. */
const TAKEN_DRAFTS = 'drafts-taken-';
/** Bundles of one commune in one round; more come in the next one. */
const BUNDLES_MAX = 20;

type Ask = (asked: Parameters<Net['request']>[0]) => Promise<HttpAnswer>;

/**
 * @param scopes those in which drafts wait
 * @throws NetDown, RoundStopped, and what the vault throws
 */
export async function takeDrafts(
  vault: Pick<Vault, 'saveDraft' | 'draft' | 'ownRelayStore'>,
  scopes: readonly string[],
  ask: Ask,
): Promise<void> {
  const timeoutMs = DRAFTS_TIMEOUT_MS;
  if (scopes.length === 0) {
    // Nothing waits: what was noted has been removed at the endpoint, and the answer that said so was lost.
    for (const note of await vault.ownRelayStore.list(TAKEN_DRAFTS)) await vault.ownRelayStore.remove(note);
  }
  for (const scope of scopes) {
    for (let left = BUNDLES_MAX; left > 0; left -= 1) {
      const path = `/v1/handed-drafts?${new URLSearchParams({ scope })}`;
      const { bundle } = readAnswer(await ask({ method: 'GET', path, timeoutMs }), handedDrafts).parsed;
      if (bundle === null) break;
      const { device, sha256, from, drafts } = bundle;
      const note = TAKEN_DRAFTS + sha256;
      // The answer to an acknowledgement was lost: what was stored then may be finished or given up by now.
      if ((await vault.ownRelayStore.get(note)) === null) {
        for (const sent of drafts) {
          const draft = handedDraft(sent, from, device);
          const held = await vault.draft(draft.draftId);
          if (held === null || held.updatedAt < draft.updatedAt) await vault.saveDraft(draft);
        }
        await vault.ownRelayStore.put(note, new Uint8Array([1]));
      }
      const body = new TextEncoder().encode(JSON.stringify({ scope, device, sha256 }));
      readAnswer(await ask({ method: 'POST', path: '/v1/handed-drafts/taken', body, timeoutMs }), draftsTakenResponse);
      await vault.ownRelayStore.remove(note);
    }
  }
}
