/**
 * Drafts of an officer who left. Each lies beside one's own under an id of its own, so that it never takes the place of one, and
 * becomes an own draft when its new officer goes on with it. Pure.
 */
import type { Draft, HandedOver } from './api.ts';

/** A draft that was handed over and that nobody here has gone on with. */
export interface HandedDraft extends Draft {
  readonly handedOver: HandedOver;
}

/** @returns whether a draft waits for its new officer to go on with it */
export function isHandedOver(draft: Draft): draft is HandedDraft {
  return draft.handedOver !== undefined;
}

/** The own draft that it becomes. */
export function goneOnWith({ handedOver, ...draft }: HandedDraft): Draft {
  return { ...draft, draftId: handedOver.draftId };
}

/**
 * @param drafts all on this phone
 * @returns the own draft that is in the way: the same form, or another evaluation of the same subject; null where there is none
 */
export function ownBeside(handed: HandedDraft, drafts: readonly Draft[]): Draft | null {
  const { kind, scope, subject, handedOver } = handed;
  const own = drafts.filter((draft) => !isHandedOver(draft));
  const isSame = (draft: Draft) =>
    draft.draftId === handedOver.draftId ||
    (kind === 'evaluation' &&
      draft.kind === kind &&
      draft.scope === scope &&
      draft.subject.kind === subject.kind &&
      draft.subject.id === subject.id);
  return own.find(isSame) ?? null;
}
