/**
 * Sends the forms that were begun and not saved, so that somebody can go on with them where this officer leaves: one commune's
 * drafts encrypted to that commune's key only, and only where they changed since they were last sent. Loaded when there is
 * something to send.
 */
import {
  canonicalText,
  DRAFT_LIMITS,
  DRAFTS_PROTOCOL,
  draftsKept,
  hashText,
  type Session,
} from '../../protocol/index.ts';
import { type Draft, draftToSend, type Vault } from '../../vault/index.ts';
import { readAnswer } from '../answers.ts';
import type { HttpAnswer, Net } from '../api.ts';
import { DRAFTS_TIMEOUT_MS, SENT_DRAFTS } from '../round.ts';
import { encryptToCommune, zip } from './bundle-encryption.ts';

type Ask = (asked: Parameters<Net['request']>[0]) => Promise<HttpAnswer>;
type DraftsVault = Pick<Vault, 'ownRelayStore' | 'cursor'>;

/**
 * @param drafts all of this phone
 * @throws NetDown, RoundStopped, and what the vault throws
 */
export async function sendDrafts(
  vault: DraftsVault,
  { communes, communesVersion = '' }: Pick<Session, 'communes' | 'communesVersion'>,
  drafts: readonly Draft[],
  ask: Ask,
): Promise<void> {
  for (const { scope, rescueKey } of communes) {
    if (rescueKey === undefined) continue;
    const own = drafts.filter((draft) => draft.scope === scope);
    const name = SENT_DRAFTS + hashText(scope).slice(0, 32);
    const { epoch } = await vault.cursor({ scope, stream: 'records' });
    const { bytes, count, hash } = await fitting(own);
    // An endpoint that was restored, and has another epoch, may lack what it had; a commune may get another key; and an account
    // that was closed by mistake has another mark, while its drafts may have been taken.
    const now = hashText(canonicalText([hash, rescueKey, communesVersion]));
    const sent = await readSent(vault, name);
    const isKnown = count === 0 ? sent === null : sent?.hash === now && (epoch === null || sent.epoch === epoch);
    if (isKnown) continue;
    const query = new URLSearchParams({ scope, count: String(count) });
    const answer = readAnswer(
      await ask({
        method: 'PUT',
        path: `/v1/drafts?${query}`,
        timeoutMs: DRAFTS_TIMEOUT_MS,
        body: count === 0 ? new Uint8Array() : await encryptToCommune(bytes, [rescueKey]),
      }),
      draftsKept,
    ).parsed;
    if (count === 0) await vault.ownRelayStore.remove(name);
    else await vault.ownRelayStore.put(name, encode({ hash: now, epoch: answer.epoch }));
  }
}

/**
 * @returns as many of the drafts as may be sent, those changed last, zipped; and the hash of what they say. The hash is not that of
 * the encrypted bytes, which are others each time
 */
async function fitting(drafts: readonly Draft[]) {
  const newest = [...drafts].sort((one, other) => (one.updatedAt < other.updatedAt ? 1 : -1));
  let kept = newest.slice(0, DRAFT_LIMITS.countMax).map(draftToSend);
  for (;;) {
    const text = JSON.stringify({ proto: DRAFTS_PROTOCOL, drafts: kept });
    const plain = new TextEncoder().encode(text);
    const bytes = plain.length > DRAFT_LIMITS.openedBytesMax ? plain : await zip(plain);
    if (kept.length === 0 || bytes.length <= ZIPPED_BYTES_MAX) {
      if (kept.length < drafts.length)
        console.warn('drafts: too many or too large to be sent', kept.length, drafts.length);
      return { bytes, count: kept.length, hash: hashText(text) };
    }
    // Half of them go at once: a phone with a hundred large drafts zips them a few times only.
    kept = kept.slice(0, Math.floor(kept.length / 2));
  }
}

/** The encryption adds a header of a few hundred bytes and sixteen for each 64 KiB. */
const ZIPPED_BYTES_MAX = DRAFT_LIMITS.encryptedBytesMax - 2048;

interface Sent {
  readonly hash: string;
  readonly epoch: string;
}

const encode = (sent: Sent): Uint8Array => new TextEncoder().encode(JSON.stringify(sent));

/** What cannot be read is sent again. */
async function readSent({ ownRelayStore }: DraftsVault, name: string): Promise<Sent | null> {
  const bytes = await ownRelayStore.get(name);
  if (bytes === null) return null;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Sent;
  } catch {
    return { hash: '', epoch: '' };
  }
}
