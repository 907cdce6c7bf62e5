/**
 * The receiving end of a row of QR codes. It takes what a camera read, keeps it over a closed screen, and puts the bundle of a
 * whole transfer with the others that this phone relays.
 */
import type { Clock, Vault } from '../../vault/index.ts';
import { dropFrames, keepFrames, keptFrames } from './kept-frames.ts';
import { bundleOf, missingOf, readFrame, type Transfer, withFrame } from './qr-frames.ts';
import { relay } from './relayed-bundles.ts';

export type Receiving =
  | { readonly kind: 'waiting' }
  /** `missing`: numbers of the frames not read yet, ascending. */
  | { readonly kind: 'reading'; readonly read: number; readonly count: number; readonly missing: readonly number[] }
  | { readonly kind: 'received' };

export interface FrameReceiver {
  /** Takes the frames that an earlier screen kept. */
  resume(): Promise<Receiving>;
  /**
   * Takes what a camera read.
   * @param text anything; a text that is no frame changes nothing
   * @throws QuotaFull
   */
  offer(text: string): Promise<Receiving>;
}

/** A receiver that may take frames of several transfers, in any order. */
export function createFrameReceiver(vault: Vault, clock: Clock): FrameReceiver {
  const transfers = new Map<string, { transfer: Transfer; texts: readonly string[] }>();
  let state: Receiving = { kind: 'waiting' };

  async function take(text: string, keep: boolean): Promise<Receiving> {
    const frame = readFrame(text);
    if (frame === null) return state;
    const before = transfers.get(frame.id);
    const transfer = withFrame(before?.transfer, frame);
    if (transfer === before?.transfer) return state;
    const texts = [...(before?.texts ?? []), text];
    transfers.set(frame.id, { transfer, texts });
    const missing = missingOf(transfer);
    if (missing.length > 0) {
      if (keep) await keepFrames(vault, frame.id, texts);
      state = { kind: 'reading', read: transfer.chunks.size, count: transfer.count, missing };
      return state;
    }
    const bundle = bundleOf(transfer);
    transfers.delete(frame.id);
    if (bundle !== null) await relay(vault, clock, bundle, 'qr');
    await dropFrames(vault, frame.id);
    state = { kind: bundle === null ? 'waiting' : 'received' };
    return state;
  }

  return {
    async resume() {
      for (const text of await keptFrames(vault)) await take(text, false);
      return state;
    },
    offer: (text) => take(text, true),
  };
}
