/**
 * Drafts of an officer who left. Each lies beside one's own under an id of its own, so that it never takes the place of one, and
 * becomes an own draft when its new officer goes on with it. Pure.
 */
import type { SentDraft } from '../../protocol/index.ts';
import type { Draft, HandedOver } from './api.ts';

/** A draft that was handed over and that nobody here has gone on with. */
export interface HandedDraft extends Draft {
  readonly handedOver: HandedOver;
}

/** @returns whether a draft waits for its new officer to go on with it */
export function isHandedOver(draft: Draft): draft is HandedDraft {
  return draft.handedOver !== undefined;
}

/** The draft as it is stored beside one's own; the same one gets the same id each time. */
export function handedDraft(sent: SentDraft, from: HandedOver['from']): HandedDraft {
  const { photosLeft, begunBy = from, ...draft } = sent;
  const draftId = `handed:${begunBy.id}:${draft.scope}:${draft.draftId}`;
  return { ...draft, draftId, handedOver: { from: begunBy, draftId: draft.draftId, photosLeft } };
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

/** @returns the draft as it leaves the phone: without photos, which stay here, but with how many there are */
export function draftToSend({ handedOver, ...draft }: Draft): unknown {
  const { value, photos } = withoutPhotos(draft.value);
  return {
    ...draft,
    ...(handedOver && { draftId: handedOver.draftId, begunBy: handedOver.from }),
    value,
    photosLeft: photos + (handedOver?.photosLeft ?? 0),
  };
}

/** Evidence that is a photo is left out of every list, however deep. */
function withoutPhotos(value: unknown): { readonly value: unknown; readonly photos: number } {
  if (typeof value !== 'object' || value === null) return { value, photos: 0 };
  let photos = 0;
  const copied = (each: unknown): unknown => {
    const inner = withoutPhotos(each);
    photos += inner.photos;
    return inner.value;
  };
  if (Array.isArray(value)) {
    const kept = value.filter((each) => (each as { kind?: unknown } | null)?.kind !== 'photo');
    photos = value.length - kept.length;
    return { value: kept.map(copied), photos };
  }
  return { value: Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copied(each)])), photos };
}
