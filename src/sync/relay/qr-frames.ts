/**
 * An encrypted bundle as a row of QR codes shown in a loop, and the reader that puts it together again. Pure.
 *
 *     frame = "CDHTQ1:" id ":" number "/" count ":" base45( check:4 chunk )
 *
 * `id` is the start of the bundle's SHA-256, so that it tells transfers apart and proves the whole; `check` is the start
 * of the SHA-256 of all the rest of the frame. Only characters of QR's alphanumeric mode are used, which is denser by a
 * fifth than base64 in byte mode. Frames may come in any order, any number of times, from several transfers.
 */
import { hashBytes, joinBytes } from '../../protocol/index.ts';
import { base45, bytesOfBase45 } from './base45.ts';

/** Bytes of the bundle in one frame: 299 characters make QR version 10 at error correction M, 57 modules wide, which a cheap camera reads. */
export const CHUNK_BYTES = 172;
export const FRAMES_MAX = 999;
const CHECK_BYTES = 4;
const ID_DIGITS = 16;
const FRAME = /^CDHTQ1:([0-9A-F]{16}):(\d{1,3})\/(\d{1,3}):([0-9A-Z $%*+\-./:]+)$/;

/**
 * The texts of the frames of a bundle, in order.
 * @throws RangeError where it would take none, or more than FRAMES_MAX
 */
export function toFrames(bundle: Uint8Array): string[] {
  const count = Math.ceil(bundle.length / CHUNK_BYTES);
  if (count < 1 || count > FRAMES_MAX) throw new RangeError(`${count} QR frames`);
  const id = idOf(bundle);
  return Array.from({ length: count }, (_, index) => {
    const head = `CDHTQ1:${id}:${index + 1}/${count}:`;
    const chunk = bundle.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
    return head + base45(joinBytes([check(head, chunk), chunk]));
  });
}

/**
 * Which frame to show at a tick of the loop. A round takes a prime number of ticks (some frames are shown twice), so that
 * a camera that only catches every second, third… frame catches others in the next round, and all in as many rounds.
 */
export function frameAt(tick: number, count: number): number {
  let ticks = Math.max(count, 7);
  while (!isPrime(ticks)) ticks += 1;
  return (tick % ticks) % count;
}

function isPrime(number: number): boolean {
  for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) return false;
  return true;
}

/** The frames of one bundle that were read so far. */
export interface Transfer {
  readonly id: string;
  readonly count: number;
  /** Number of a frame, from 1 → its part of the bundle. */
  readonly chunks: ReadonlyMap<number, Uint8Array>;
}

/** One frame as it was read; `number` is from 1. */
export interface Frame {
  readonly id: string;
  readonly number: number;
  readonly count: number;
  readonly chunk: Uint8Array;
}

/**
 * Reads a text that a camera saw.
 * @returns null for any text that is not a whole frame
 */
export function readFrame(text: string): Frame | null {
  const [, id = '', number = '', count = '', body = ''] = FRAME.exec(text) ?? [];
  const bytes = id === '' ? null : bytesOfBase45(body);
  if (bytes === null || bytes.length <= CHECK_BYTES) return null;
  const frame = { id, number: Number(number), count: Number(count), chunk: bytes.subarray(CHECK_BYTES) };
  if (frame.number < 1 || frame.number > frame.count) return null;
  const expected = check(`CDHTQ1:${id}:${number}/${count}:`, frame.chunk);
  return expected.every((byte, at) => byte === bytes[at]) ? frame : null;
}

/**
 * Adds a frame to its transfer.
 * @param transfer undefined for the first frame of a transfer
 * @returns the transfer with the frame in it; the very same object when it brings nothing new
 */
export function withFrame(transfer: Transfer | undefined, frame: Frame): Transfer {
  const before = transfer ?? { id: frame.id, count: frame.count, chunks: new Map<number, Uint8Array>() };
  const foreign = before.id !== frame.id || before.count !== frame.count;
  if (foreign || before.chunks.has(frame.number)) return before;
  return { ...before, chunks: new Map(before.chunks).set(frame.number, frame.chunk) };
}

/** @returns numbers of the frames that are not read yet, ascending */
export function missingOf({ count, chunks }: Transfer): number[] {
  return Array.from({ length: count }, (_, index) => index + 1).filter((number) => !chunks.has(number));
}

/**
 * Puts the frames of a transfer together.
 * @returns the bundle; null while frames are missing, or where the whole has not the hash that its id begins
 */
export function bundleOf(transfer: Transfer): Uint8Array | null {
  if (missingOf(transfer).length > 0) return null;
  const chunks = [...transfer.chunks].sort(([a], [b]) => a - b).map(([, chunk]) => chunk);
  const bundle = joinBytes(chunks);
  return idOf(bundle) === transfer.id ? bundle : null;
}

function idOf(bundle: Uint8Array): string {
  return hashBytes(bundle).slice(0, ID_DIGITS).toUpperCase();
}

function check(head: string, chunk: Uint8Array): Uint8Array {
  const hash = hashBytes(joinBytes([new TextEncoder().encode(head), chunk]));
  return Uint8Array.from({ length: CHECK_BYTES }, (_, at) => Number.parseInt(hash.slice(2 * at, 2 * at + 2), 16));
}
