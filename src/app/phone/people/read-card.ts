/** Reads an identity card from a picture of its QR code. */
import { type CccdCard, parseCccdQr } from '../../../programme/index.ts';
import { textInPicture } from '../../qr-picture.ts';

export type CardRead =
  | { readonly kind: 'card'; readonly card: CccdCard }
  | { readonly kind: 'fault'; readonly code: 'no-code' | 'not-a-card' | 'bad-number' | 'bad-date' | 'bad-sex' };

/** The picture itself is not kept anywhere. */
export async function readCard(file: Blob): Promise<CardRead> {
  const text = await textInPicture(file);
  if (text === null) return { kind: 'fault', code: 'no-code' };
  const parsed = parseCccdQr(text);
  return parsed.ok ? { kind: 'card', card: parsed.card } : { kind: 'fault', code: parsed.code };
}
