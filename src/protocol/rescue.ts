/**
 * The rescue bundle: records that the endpoint does not have yet, and their photos, as one run of bytes. It travels
 * only encrypted (age, to the commune's key), as a file or as a row of QR codes; `POST /v1/rescue` and
 * `cli -- import-rescue` take it in as an ordinary push.
 *
 *     bundle = "CDHTR1\n" manifest-JSON "\n" revision-JSON* photo*        lengths and hashes are in the manifest
 *     encrypted = age(gzip(bundle))                                         gzip may be missing: the first bytes show it
 */
import { z } from 'zod';
import { hashBytes } from './canonical.ts';
import { hexHash, LIMITS, scopeId } from './revision.ts';

export const RESCUE_PROTOCOL = 'cdht.rescue/1';
/** Limits of a rescue bundle, with their units. */
export const RESCUE_LIMITS = {
  /** Bytes of the encrypted file, as it is handed out and sent. */
  fileBytesMax: 64 * 1024 * 1024,
  /** Bytes of the bundle once it is decrypted and inflated. */
  openedBytesMax: 128 * 1024 * 1024,
  /** Bytes of the age header; those of our files are some hundred. */
  headerBytesMax: 8 * 1024,
  /** Recipient stanzas of the age header; our files have one for each commune of the officer, and one more. */
  recipientsMax: 32,
  revisionsMax: 50_000,
  photosMax: 10_000,
} as const;

/** What a bundle holds: ids, hashes and lengths of its parts, in their order. */
export const rescueManifest = z.object({
  format: z.literal(RESCUE_PROTOCOL),
  /** Device id of the phone whose records these are. */
  device: z.uuid(),
  /** Id of the officer who was signed in when it was made; each revision names its own author. */
  officer: z.string().max(80),
  /** Scopes of the officer. */
  scopes: z.array(scopeId).min(1).max(1000),
  /** ISO instant by the phone's clock, which is evidence only. */
  madeAt: z.string().max(40),
  revisions: z
    .array(z.object({ revId: z.string(), sha256: hexHash, bytes: z.int().min(1) }))
    .max(RESCUE_LIMITS.revisionsMax),
  photos: z
    .array(z.object({ sha256: hexHash, bytes: z.int().min(1).max(LIMITS.photoBytesMax) }))
    .max(RESCUE_LIMITS.photosMax),
  /** Count of the photos that wait on the phone and are not in this bundle, because it would be too large. */
  photosLeft: z.int().min(0),
});
export type RescueManifest = z.infer<typeof rescueManifest>;

/**
 * What the endpoint answers to a bundle. The answer counts only where it names the bundle's own hash and has no retry; where the
 * bundle is the only copy of its photos, only where it leaves none of them out.
 */
export const rescueResponse = z.object({
  proto: z.literal(RESCUE_PROTOCOL),
  /** SHA-256 of the encrypted bytes as they came. */
  sha256: hexHash,
  /** Counts of the records by what became of them. */
  counts: z.object({
    created: z.int().min(0),
    duplicate: z.int().min(0),
    quarantined: z.int().min(0),
    conflict: z.int().min(0),
    retry: z.int().min(0),
  }),
  /** Count of the photos that are whole at the endpoint now. */
  photos: z.int().min(0),
  /** Count of the photos that were not kept, because no record at the endpoint names them (yet). */
  photosNotKept: z.int().min(0),
});
export type RescueResponse = z.infer<typeof rescueResponse>;

const MAGIC = 'CDHTR1\n';
const AGE_INTRO = 'age-encryption.org/v1\n';
const NEWLINE = 0x0a;
const encoder = new TextEncoder();

/** @returns whether this may be an age file at all; a picture that was chosen by mistake is not */
export function looksEncrypted(bytes: Uint8Array): boolean {
  return startsWith(bytes, AGE_INTRO);
}

/** What a bundle is made of. */
export interface RescueContent extends Pick<RescueManifest, 'device' | 'officer' | 'scopes' | 'madeAt'> {
  /** Exact JSON texts of the revisions, so that members that this version does not know travel too. */
  readonly revisions: readonly { readonly revId: string; readonly text: string }[];
  readonly photos: readonly Uint8Array[];
  readonly photosLeft: number;
}

/** Makes the bytes of a bundle, which are not encrypted yet, and its manifest. */
export function writeRescue(content: RescueContent): { manifest: RescueManifest; bytes: Uint8Array } {
  const revisions = content.revisions.map(({ revId, text }) => ({ revId, bytes: encoder.encode(text) }));
  const { device, officer, scopes, madeAt, photosLeft } = content;
  const manifest: RescueManifest = {
    format: RESCUE_PROTOCOL,
    device,
    officer,
    scopes,
    madeAt,
    revisions: revisions.map(({ revId, bytes }) => ({ revId, sha256: hashBytes(bytes), bytes: bytes.length })),
    photos: content.photos.map((bytes) => ({ sha256: hashBytes(bytes), bytes: bytes.length })),
    photosLeft,
  };
  const head = encoder.encode(`${MAGIC}${JSON.stringify(manifest)}\n`);
  return { manifest, bytes: joinBytes([head, ...revisions.map(({ bytes }) => bytes), ...content.photos]) };
}

/** A bundle taken apart, or why it cannot be. */
export type RescueRead =
  | {
      readonly kind: 'ok';
      readonly manifest: RescueManifest;
      readonly revisions: readonly Uint8Array[];
      readonly photos: readonly Uint8Array[];
    }
  | { readonly kind: 'fault'; readonly code: 'not-rescue' | 'unknown-version' | 'damaged' };

/** Takes a decrypted bundle apart. Every part is checked against its hash: what comes out is what was put in, or a fault. */
export function readRescue(bytes: Uint8Array): RescueRead {
  if (!startsWith(bytes, MAGIC)) {
    return { kind: 'fault', code: startsWith(bytes, 'CDHTR') ? 'unknown-version' : 'not-rescue' };
  }
  const end = bytes.indexOf(NEWLINE, MAGIC.length);
  const manifest = end < 0 ? null : readManifest(bytes.subarray(MAGIC.length, end));
  if (manifest === null) return { kind: 'fault', code: 'damaged' };
  let at = end + 1;
  const take = ({ sha256, bytes: length }: { sha256: string; bytes: number }): Uint8Array | null => {
    const part = bytes.subarray(at, at + length);
    at += length;
    return part.length === length && hashBytes(part) === sha256 ? part : null;
  };
  const revisions = manifest.revisions.map(take);
  const photos = manifest.photos.map(take);
  const whole = (part: Uint8Array | null) => part !== null;
  if (at !== bytes.length || !revisions.every(whole) || !photos.every(whole)) return { kind: 'fault', code: 'damaged' };
  return { kind: 'ok', manifest, revisions, photos };
}

function readManifest(bytes: Uint8Array): RescueManifest | null {
  try {
    const parsed = rescueManifest.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return bytes.length >= text.length && [...text].every((letter, at) => bytes[at] === letter.charCodeAt(0));
}

/** @returns the parts, one after the other */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
