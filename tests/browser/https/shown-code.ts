/** Reads the QR code that a screen shows, as the camera of a phone does. */

import type { Page } from 'playwright-core';
import decodeQr from 'qr/decode.js';

/** @returns the text of the code: the link that a phone then opens */
export async function scannedLink(page: Page): Promise<string> {
  const box = page.locator('[data-testid="code-qr"]');
  const picture = [...(await box.screenshot())];
  // The browser itself takes the picture apart into points.
  const { width, height, points } = await page.evaluate(async (png) => {
    const bitmap = await createImageBitmap(new Blob([new Uint8Array(png)], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.drawImage(bitmap, 0, 0);
    const { width, height, data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return { width, height, points: [...data] };
  }, picture);
  return decodeQr({ width, height, data: Uint8Array.from(points) });
}
