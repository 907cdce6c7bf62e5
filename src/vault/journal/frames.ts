/**
 * Framing of the journal. It turns bytes into bytes, without any I/O.
 *
 *     file   = header frame*
 *     header = "CDHJ" version:u32 generation:u32 crc32c:u32          (16 bytes, little endian)
 *     frame  = length:u32 crc32c(payload):u32 payload
 *
 * A killed browser can leave the last frame half written: reading stops at the first frame whose length or checksum does not
 * hold, and everything before it counts. Generation 0 marks a file that was never finished (`rewrite` in journal-files.ts).
 */
export const HEADER_BYTES = 16;
const FRAME_HEAD_BYTES = 8;
const MAGIC = 0x4a484443; // "CDHJ"
const VERSION = 1;
/**
 * One entry is a revision of at most 64 KiB or a draft, and this is more than ten times as much. Larger pages are split
 * by pulled-copy.ts.
 */
export const FRAME_PAYLOAD_BYTES_MAX = 1024 * 1024;

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

/** @returns the CRC-32C (Castagnoli, RFC 3720 B.4) */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

/** @param generation 0 for a file whose content does not count yet */
export function encodeHeader(generation: number): Uint8Array {
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, VERSION, true);
  view.setUint32(8, generation, true);
  view.setUint32(12, crc32c(header.subarray(0, 12)), true);
  return header;
}

/** @returns the generation, or 0 where the header is missing, torn or of another version */
export function decodeHeader(file: Uint8Array): number {
  if (file.length < HEADER_BYTES) return 0;
  const view = new DataView(file.buffer, file.byteOffset, HEADER_BYTES);
  const whole = view.getUint32(12, true) === crc32c(file.subarray(0, 12));
  return whole && view.getUint32(0, true) === MAGIC && view.getUint32(4, true) === VERSION
    ? view.getUint32(8, true)
    : 0;
}

/** @throws RangeError where a payload is empty or larger than one frame may be */
export function encodeFrames(payloads: readonly Uint8Array[]): Uint8Array {
  const size = payloads.reduce((sum, payload) => sum + FRAME_HEAD_BYTES + payload.length, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const payload of payloads) {
    // An empty payload would make a run of zero bytes (a hole left by a crash) look like good frames.
    if (payload.length === 0 || payload.length > FRAME_PAYLOAD_BYTES_MAX) throw new RangeError('journal frame size');
    view.setUint32(at, payload.length, true);
    view.setUint32(at + 4, crc32c(payload), true);
    bytes.set(payload, at + FRAME_HEAD_BYTES);
    at += FRAME_HEAD_BYTES + payload.length;
  }
  return bytes;
}

/**
 * @param bytes frames, without the file header
 * @returns the good frames from the start, and how many bytes they take: the rest is torn.
 */
export function decodeFrames(bytes: Uint8Array): { payloads: Uint8Array[]; goodBytes: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const payloads: Uint8Array[] = [];
  let at = 0;
  while (at + FRAME_HEAD_BYTES <= bytes.length) {
    const length = view.getUint32(at, true);
    const end = at + FRAME_HEAD_BYTES + length;
    if (length === 0 || length > FRAME_PAYLOAD_BYTES_MAX || end > bytes.length) break;
    const payload = bytes.subarray(at + FRAME_HEAD_BYTES, end);
    if (crc32c(payload) !== view.getUint32(at + 4, true)) break;
    payloads.push(payload.slice());
    at = end;
  }
  return { payloads, goodBytes: at };
}
