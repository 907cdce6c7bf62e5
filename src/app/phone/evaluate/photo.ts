/**
 * A camera's picture made small enough to send: at most 1280 px and 300 KB, drawn anew so that EXIF and GPS are gone.
 * The quality is stepped down first, then the size.
 */
import { LIMITS } from '../../../protocol/index.ts';

export const PHOTO_EDGE_PX_MAX = 1280;
const QUALITIES = [0.82, 0.7, 0.58, 0.46] as const;
const SHRINK_STEPS = [1, 0.75, 0.55, 0.4] as const;

/** The file is no picture the browser can read, or can't be made small enough. */
export class PhotoError extends Error {
  override readonly name = 'PhotoError';
  readonly reason: 'unreadable' | 'too-large';
  constructor(reason: 'unreadable' | 'too-large') {
    super(`photo ${reason}`);
    this.reason = reason;
  }
}

/** @returns whole pixels with the same shape, the longer edge at most `edgeMax`; never larger than it was. */
export function photoSize(width: number, height: number, edgeMax: number): { width: number; height: number } {
  const longer = Math.max(width, height, 1);
  const scale = Math.min(1, edgeMax / longer);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The order in which size and quality are tried: best first. */
export function photoAttempts(): { edge: number; quality: number }[] {
  return SHRINK_STEPS.flatMap((shrink) =>
    QUALITIES.map((quality) => ({ edge: Math.round(PHOTO_EDGE_PX_MAX * shrink), quality })),
  );
}

/**
 * @returns JPEG bytes of at most `LIMITS.photoBytesMax`
 * @throws {PhotoError}
 */
export async function encodePhoto(file: Blob): Promise<Uint8Array> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => {
    throw new PhotoError('unreadable');
  });
  try {
    for (const { edge, quality } of photoAttempts()) {
      const blob = await jpeg(bitmap, photoSize(bitmap.width, bitmap.height, edge), quality);
      if (blob.size <= LIMITS.photoBytesMax) return new Uint8Array(await blob.arrayBuffer());
    }
  } finally {
    bitmap.close();
  }
  throw new PhotoError('too-large');
}

async function jpeg(bitmap: ImageBitmap, size: { width: number; height: number }, quality: number): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext('2d');
  if (context === null) throw new PhotoError('unreadable');
  // Transparent pictures are drawn on white, because JPEG has no transparency and would turn it black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, size.width, size.height);
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
  if (blob === null) throw new PhotoError('unreadable');
  return blob;
}
