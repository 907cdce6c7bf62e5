/**
 * Goal: a card is read on every phone, by its browser or without its help, and a picture that cannot be read says why. Method:
 * real QR codes in pictures, a canvas that gives their pixels, and the decoders that phones have.
 */
import encodeQr from 'qr';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readCard } from './read-card.ts';

const CARD = '091162123456||Đặng Thị Hoa|15091962|Nữ|Ấp 3, Vĩnh Bình|01012022';
const MODULE_PX = 6;
const close = vi.fn();
/** Edges of the pictures that were looked at. */
const edges: number[] = [];
/** The code in the picture; null: a picture without one. */
let code: boolean[][] | null;
/** Edge below which the code is not to be seen, as in a picture that is not sharp. */
let clearFrom: number;
let canDraw: boolean;

/** A white picture with the code in its upper left corner. */
function pixels(width: number, height: number): Uint8ClampedArray {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  if (code === null || width < clearFrom) return data;
  for (let y = 0; y < code.length * MODULE_PX; y += 1) {
    for (let x = 0; x < code.length * MODULE_PX; x += 1) {
      if (code[Math.floor(y / MODULE_PX)]?.[Math.floor(x / MODULE_PX)])
        data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return data;
}
function picture(edge: number): void {
  vi.stubGlobal('createImageBitmap', async () => ({ width: edge, height: edge, close }));
}
function decoder(detect: () => Promise<readonly { rawValue: string }[]>): void {
  vi.stubGlobal(
    'BarcodeDetector',
    class {
      detect = detect;
    },
  );
}

beforeEach(() => {
  close.mockReset();
  edges.length = 0;
  code = encodeQr(CARD, 'raw', { border: 4 });
  clearFrom = 0;
  canDraw = true;
  picture(700);
  const context = {
    fillRect: (_x: number, _y: number, width: number) => edges.push(width),
    drawImage: () => undefined,
    getImageData: (_x: number, _y: number, width: number, height: number) => ({ data: pixels(width, height) }),
  };
  const canvas = () => ({ getContext: () => (canDraw ? context : null) });
  vi.stubGlobal('document', { createElement: canvas });
});
afterEach(() => vi.unstubAllGlobals());

const card = { number: '091162123456', name: 'Đặng Thị Hoa', birthDate: '1962-09-15', sex: 'nu' };

describe('a card', () => {
  it('is read by the browser where it can', async () => {
    decoder(async () => [{ rawValue: CARD }]);
    expect(await readCard(new Blob())).toMatchObject({ kind: 'card', card });
    expect(edges).toEqual([]);
  });

  it.each<[string, () => void]>([
    ['has no decoder', () => undefined],
    ['sees nothing', () => decoder(async () => [])],
    ['has a decoder that does not work', () => decoder(() => Promise.reject(new Error('no service')))],
  ])('is read by the app where the browser %s', async (_, happens) => {
    happens();
    expect(await readCard(new Blob())).toMatchObject({ kind: 'card', card });
    expect(close).toHaveBeenCalledOnce();
  });

  it('that is clear in a large picture only is read in a second attempt', async () => {
    picture(3000);
    clearFrom = 1600;
    expect(await readCard(new Blob())).toMatchObject({ kind: 'card', card });
    expect(edges).toEqual([800, 1600]);
  });
});

describe('what is no card', () => {
  it('a picture without a code is looked at in every size, and let go', async () => {
    code = null;
    picture(3000);
    expect(await readCard(new Blob())).toEqual({ kind: 'fault', code: 'no-code' });
    expect(edges).toEqual([800, 1600, 2400]);
    expect(close).toHaveBeenCalledOnce();
  });

  it('a small picture without a code is looked at once', async () => {
    code = null;
    expect(await readCard(new Blob())).toEqual({ kind: 'fault', code: 'no-code' });
    expect(edges).toEqual([700]);
  });

  it('a code of something else says so', async () => {
    code = encodeQr('https://example.org', 'raw', { border: 4 });
    expect(await readCard(new Blob())).toEqual({ kind: 'fault', code: 'not-a-card' });
  });

  it('a file that is no picture has no code', async () => {
    vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('no picture')));
    expect(await readCard(new Blob())).toEqual({ kind: 'fault', code: 'no-code' });
  });

  it('a picture that the phone cannot draw has no code', async () => {
    canDraw = false;
    expect(await readCard(new Blob())).toEqual({ kind: 'fault', code: 'no-code' });
    expect(close).toHaveBeenCalledOnce();
  });
});
