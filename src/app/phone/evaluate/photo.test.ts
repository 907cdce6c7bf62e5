/**
 * Goal: a photo keeps its shape, is small enough for a thin link, and one that cannot be made small is named as such. Method: a
 * canvas that says how large each attempt is.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LIMITS } from '../../../protocol/index.ts';
import { encodePhoto, PHOTO_EDGE_PX_MAX, photoAttempts, photoSize } from './photo.ts';

describe('the size', () => {
  it.each([
    [4000, 3000, 1280, 960],
    [3000, 4000, 960, 1280],
    [640, 480, 640, 480],
    [5000, 1, 1280, 1],
    [0, 0, 1, 1],
  ])('%i × %i becomes %i × %i', (width, height, newWidth, newHeight) => {
    expect(photoSize(width, height, PHOTO_EDGE_PX_MAX)).toEqual({ width: newWidth, height: newHeight });
  });

  it('gives up quality before it gives up size', () => {
    const attempts = photoAttempts();
    expect(attempts[0]).toEqual({ edge: PHOTO_EDGE_PX_MAX, quality: 0.82 });
    const edges = attempts.map(({ edge }) => edge);
    expect(edges).toEqual(edges.toSorted((a, b) => b - a));
  });
});

describe('an encoded photo', () => {
  const close = vi.fn();
  /** Bytes of an attempt, by width and quality; null: the browser cannot. */
  let bytesOf: (width: number, quality: number) => number | null;
  let context: object | null;
  beforeEach(() => {
    bytesOf = () => 1000;
    context = { fillRect: () => undefined, drawImage: () => undefined };
    close.mockReset();
    vi.stubGlobal('createImageBitmap', async () => ({ width: 4000, height: 3000, close }));
    vi.stubGlobal('document', {
      createElement: () => ({
        width: 0,
        height: 0,
        getContext: () => context,
        toBlob(done: (blob: Blob | null) => void, _kind: string, quality: number) {
          const bytes = bytesOf(this.width, quality);
          done(bytes === null ? null : new Blob([new Uint8Array(bytes)]));
        },
      }),
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('is the best that is small enough', async () => {
    const tried: [number, number][] = [];
    bytesOf = (width, quality) => {
      tried.push([width, quality]);
      return width * quality * 400;
    };
    const bytes = await encodePhoto(new Blob());
    expect(bytes.length).toBeLessThanOrEqual(LIMITS.photoBytesMax);
    expect(tried.at(-1)).toEqual([1280, 0.58]);
    expect(close).toHaveBeenCalledOnce();
  });

  it('that stays too large is refused as too large, and its picture let go', async () => {
    bytesOf = () => LIMITS.photoBytesMax + 1;
    await expect(encodePhoto(new Blob())).rejects.toMatchObject({ name: 'PhotoError', reason: 'too-large' });
    expect(close).toHaveBeenCalledOnce();
  });

  it.each<[string, () => void]>([
    ['is no picture', () => vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('no picture')))],
    ['cannot be drawn', () => (context = null)],
    ['cannot be encoded', () => (bytesOf = () => null)],
  ])('that %s is unreadable', async (_, happens) => {
    happens();
    await expect(encodePhoto(new Blob())).rejects.toMatchObject({ reason: 'unreadable' });
  });
});
