/** A draft as it leaves this phone for whoever would go on with it, and as it comes to the phone of the one who does. Pure. */
import type { SentDraft } from '../../protocol/index.ts';
import type { Draft, HandedOver } from './api.ts';
import type { HandedDraft } from './handed-over.ts';

/**
 * The draft as it is stored beside one's own; the same one gets the same id each time.
 * @param device on which it was begun: forms that are not saved yet have the same id on every device
 */
export function handedDraft(sent: SentDraft, from: HandedOver['from'], device: string): HandedDraft {
  const { photosLeft, begunBy = from, ...draft } = sent;
  const draftId = `handed:${begunBy.id}:${device}:${draft.scope}:${draft.draftId}`;
  return { ...draft, draftId, handedOver: { from: begunBy, draftId: draft.draftId, photosLeft } };
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
