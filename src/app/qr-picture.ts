/** Reads a QR code from a picture: by the browser where it can, else by the `qr` library, which is loaded when it is used. */

/** Long edges that are tried, in px. Small ones come first: most pictures are sharp enough, and they are quick to read. */
const EDGES_PX = [800, 1600, 2400] as const;
/** A single picture is worth more work than one of sixty frames a second. */
const EFFORT = 3;
const TIME_LIMIT_MS = 1500;

interface Detector {
  detect(image: ImageBitmap): Promise<readonly { readonly rawValue: string }[]>;
}
type DetectorMaker = new (options: { formats: string[] }) => Detector;

/** @returns the text of the code; null where none is found, or the file is no picture */
export async function textInPicture(file: Blob): Promise<string | null> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  if (bitmap === null) return null;
  try {
    return (await byBrowser(bitmap)) ?? (await byLibrary(bitmap));
  } finally {
    bitmap.close();
  }
}

async function byBrowser(bitmap: ImageBitmap): Promise<string | null> {
  const maker = (globalThis as { BarcodeDetector?: DetectorMaker }).BarcodeDetector;
  if (maker === undefined) return null;
  try {
    const [code] = await new maker({ formats: ['qr_code'] }).detect(bitmap);
    return code?.rawValue ?? null;
  } catch {
    // Some phones have the interface without the decoder behind it.
    return null;
  }
}

async function byLibrary(bitmap: ImageBitmap): Promise<string | null> {
  const { default: decodeQr } = await import('qr/decode.js');
  for (const edge of EDGES_PX) {
    const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(1, Math.round(bitmap.width * scale));
    const height = Math.max(1, Math.round(bitmap.height * scale));
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) return null;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0, width, height);
    try {
      const { data } = context.getImageData(0, 0, width, height);
      return decodeQr({ width, height, data }, { effort: EFFORT, timeLimit: TIME_LIMIT_MS, textDecoder: asUtf8 });
    } catch {
      // No code was found at this size; a larger one may show it.
    }
    if (scale === 1) return null;
  }
  return null;
}

/** Reads the bytes as UTF-8, which cards write without declaring it. */
function asUtf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
