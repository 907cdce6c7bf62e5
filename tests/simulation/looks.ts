/** What an officer does beside saving: opens screens, types drafts and drops them. Drafts are promises of their own. */
import type { Random } from '../../src/endpoint/demo/random.ts';
import { estimateWaiting } from '../../src/sync/push/estimate.ts';
import type { Vault } from '../../src/vault/index.ts';
import type { SimPhone } from './phone/phone.ts';
import type { Process } from './phone/process.ts';
import { SCOPE } from './scopes.ts';
import type { Known } from './work.ts';

/** Drafts that a phone was shown as kept: by id, the words of its last sitting (the second copy may be seconds older). */
export type KeptDrafts = Map<string, Set<string>>;

const PERIOD = '2026';
/** Longer than what waits may stand still. */
const STILL_MS = 11 * 60_000;

/** Every screen's question once; a vault that cannot be read is a vault that has lost something. */
export async function look(random: Random, vault: Vault, known: Known): Promise<void> {
  const [hamlet] = await vault.hamlets(PERIOD);
  if (hamlet !== undefined) await vault.households(hamlet.scope, hamlet.hamlet, PERIOD);
  await vault.roster();
  await vault.search('nguyen', 5);
  await vault.duplicatesOf({ name: 'Nguyễn Văn 7', birthYear: 1960 });
  if (known.households.length > 0) {
    const view = await vault.household({ scope: SCOPE, id: random.pick(known.households) });
    const evaluation = view?.evaluations[0];
    if (evaluation !== undefined) await vault.evaluation(evaluation);
  }
  if (known.citizens.length > 0) await vault.person({ scope: SCOPE, id: random.pick(known.citizens).id });
  await vault.outbox();
  await estimateWaiting(vault);
  await vault.hasRoomFor(1000);
  await vault.freeableBytes();
  await vault.waitingPhotoBytes();
  await vault.outboxShown(3);
  await vault.rescueStatus();
  if ((await vault.health()).full) await vault.restock();
  if (random.chance(20)) await vault.freePhotos();
}

/**
 * Types into a draft, old or new, and sometimes drops one. While a call runs nothing is promised about its draft: a
 * process that dies in it may have kept either.
 */
export async function type(random: Random, vault: Vault, kept: KeptDrafts, at: string): Promise<void> {
  const ids = [...kept.keys()];
  const draftId = ids.length > 3 || (ids.length > 0 && random.chance(50)) ? random.pick(ids) : newId(random);
  const before = kept.get(draftId);
  kept.delete(draftId);
  if (before !== undefined && random.chance(30)) {
    await vault.dropDraft(draftId);
    return;
  }
  const words = new Set<string>();
  for (let times = 1 + random.int(2); times > 0; times -= 1) {
    const text = `câu ${random.int(1 << 20)}`;
    words.add(text);
    await vault.saveDraft({
      draftId,
      kind: 'citizen',
      scope: SCOPE,
      subject: { kind: 'household', id: SCOPE },
      setHash: null,
      updatedAt: at,
      value: { text },
    });
  }
  const held = await vault.draft(draftId);
  if (held === null || !words.has(String(held.value.text))) throw new Error(`draft ${draftId} is not what was typed`);
  kept.set(draftId, words);
}

/**
 * The app stays open for a while: what stands still is noticed, and tried in another way.
 * @param stalls whether a round that gets no answer is under way meanwhile
 */
export async function lookWhetherItMoves(
  phone: SimPhone,
  { syncClient }: Process,
  stalls: () => boolean,
): Promise<void> {
  await syncClient.watch();
  if (stalls()) {
    const stalled = new Promise<void>((resolve) => {
      phone.stall = resolve;
    });
    await Promise.race([stalled, syncClient.sync()]);
  }
  phone.millis += STILL_MS;
  await syncClient.watch();
  phone.stall = null;
}

/** @returns what is wrong with the drafts of a phone, as sentences */
export async function draftFaults(vault: Vault, kept: KeptDrafts, phone: string): Promise<string[]> {
  const held = new Map((await vault.drafts()).map((draft) => [draft.draftId, String(draft.value.text)]));
  return [...kept].flatMap(([draftId, words]) => {
    const text = held.get(draftId);
    if (text === undefined) return [`draft lost: ${draftId} of ${phone}`];
    return words.has(text) ? [] : [`draft ${draftId} of ${phone} has words of another time`];
  });
}

function newId(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.int(16).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
