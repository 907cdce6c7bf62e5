/** A video for Chromium's fake camera: QR codes as a screen drew them, a few pictures each, uncompressed (YUV4MPEG2). */

export interface Drawn {
  /** Modules a side, quiet zone included. */
  readonly size: number;
  /** Row by row. */
  readonly dark: readonly boolean[];
}

const WIDTH = 640;
const HEIGHT = 480;
const PICTURES_EACH = 4;
const [WHITE, BLACK, GREY] = [235, 16, 128];

export function videoOf(codes: readonly Drawn[]): Buffer {
  const parts = [Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F20:1 Ip A1:1 C420jpeg\n`)];
  for (const code of codes) {
    const picture = Buffer.concat([Buffer.from('FRAME\n'), lumaOf(code), Buffer.alloc((WIDTH * HEIGHT) / 2, GREY)]);
    for (let again = 0; again < PICTURES_EACH; again++) parts.push(picture);
  }
  return Buffer.concat(parts);
}

/** Draws the code in the middle of a grey picture, as large as it can be. */
function lumaOf({ size, dark }: Drawn): Buffer {
  const luma = Buffer.alloc(WIDTH * HEIGHT, GREY);
  const scale = Math.floor(HEIGHT / size);
  const [left, top] = [Math.floor((WIDTH - scale * size) / 2), Math.floor((HEIGHT - scale * size) / 2)];
  for (let y = 0; y < scale * size; y++) {
    for (let x = 0; x < scale * size; x++) {
      const at = Math.floor(y / scale) * size + Math.floor(x / scale);
      luma[(top + y) * WIDTH + left + x] = dark[at] ? BLACK : WHITE;
    }
  }
  return luma;
}
