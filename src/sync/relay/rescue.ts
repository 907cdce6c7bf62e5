/**
 * The rescue bundle made on the phone: what the endpoint does not have, encrypted with age to the commune's key. Loaded
 * only when used (index.ts), because the encryption is as large as a screen.
 */
import {
  canonicalText,
  hashBytes,
  hashText,
  LIMITS,
  RESCUE_LIMITS,
  type Revision,
  type Session,
  writeRescue,
} from '../../protocol/index.ts';
import type { Clock, Vault } from '../../vault/index.ts';
import { encryptToCommune, makeOneTimeKey, type OneTimeKey, opensTo, zip } from './bundle-encryption.ts';
import { CHUNK_BYTES, toFrames } from './qr-frames.ts';

/** It is loaded along with rescue bundles, because it needs the same encryption. */
export { exchangeDrafts } from './drafts-round.ts';

/** Bytes of photos in one file: half of what the endpoint takes, because a cheap phone holds the bundle a few times over while it is made. */
const PHOTO_BYTES_MAX = RESCUE_LIMITS.fileBytesMax / 2;
/** Records of one row of QR codes, which takes about a minute and a half to be shown once. */
const QR_REVISIONS_MAX = LIMITS.pushBatchDefault;
const QR_BYTES_MAX = 400 * CHUNK_BYTES;

/** A rescue file that was made, and what it holds. */
export interface RescueFile {
  readonly bytes: Uint8Array;
  readonly records: number;
  readonly photos: number;
  /** Photos that wait for a second file. */
  readonly photosLeft: number;
  /** What whoever opens the file has; also photos that no file can hold, because they are gone or rotten. */
  readonly holds: BundleContents;
  /**
   * Makes the file count: the bytes, as they were read again from where they went, are opened and compared, and the vault
   * notes what they hold.
   * @returns false where they are not what was made; nothing is noted then
   */
  confirm(readAgain: Uint8Array): Promise<boolean>;
}
export type RescueMade<T> =
  | { readonly kind: 'made'; readonly made: T }
  | { readonly kind: 'nothing' }
  /** This phone has not met an endpoint that has a key for the commune. */
  | { readonly kind: 'no-key' };

/** What is encrypted in a bundle: ids of records, hashes of photos. */
export interface BundleContents {
  readonly revIds: readonly string[];
  readonly photos: readonly string[];
}

interface Source {
  readonly vault: Vault;
  readonly clock: Clock;
}

/**
 * The keys of every commune that this phone knows one of, and not only of those that its records are of: once a record was
 * received, the phone no longer knows which commune its photo is of.
 */
function keysOf(session: Session | null): string[] {
  return (session?.communes ?? []).flatMap(({ rescueKey }) => rescueKey ?? []);
}

/**
 * Makes a file of what the endpoint does not have.
 * @param photoBytesMax bytes of all its photos; those beyond wait for the next file
 * @param without what need not be in it, because another bundle holds it
 */
export async function makeRescueFile(
  { vault, clock }: Source,
  photoBytesMax = PHOTO_BYTES_MAX,
  without: BundleContents = { revIds: [], photos: [] },
): Promise<RescueMade<RescueFile>> {
  const [session, all] = await Promise.all([vault.session(), vault.unreceived()]);
  const open = {
    revisions: all.revisions.filter(({ revId }) => !without.revIds.includes(revId)),
    photos: all.photos.filter((sha256) => !without.photos.includes(sha256)),
  };
  if (open.revisions.length + open.photos.length === 0) return { kind: 'nothing' };
  const keys = keysOf(session);
  if (session === null || keys.length === 0) return { kind: 'no-key' };

  const photos: Uint8Array[] = [];
  /** Hashes of photos that are gone or rotten on the phone, or larger than the endpoint takes: no file can hold them. */
  const lost: string[] = [];
  let photosLeft = 0;
  let bytesLeft = photoBytesMax;
  for (const sha256 of open.photos) {
    const bytes = await vault.photo(sha256);
    const usable = bytes !== null && bytes.length <= LIMITS.photoBytesMax && hashBytes(bytes) === sha256;
    if (!usable) lost.push(sha256);
    else if (bytes.length > bytesLeft || photos.length === RESCUE_LIMITS.photosMax) photosLeft += 1;
    else {
      photos.push(bytes);
      bytesLeft -= bytes.length;
    }
  }
  const { manifest, bytes: bundle } = bundleOf({ vault, clock }, session, open.revisions, { photos, photosLeft });
  // A second key of this one file, so that it can be opened once more here; the officer's phone keeps none.
  let once: OneTimeKey | null = await makeOneTimeKey();
  const bytes = await encryptToCommune(photos.length === 0 ? await zip(bundle) : bundle, [...keys, once.recipient]);
  const holds: BundleContents = {
    revIds: manifest.revisions.map(({ revId }) => revId),
    photos: [...manifest.photos.map(({ sha256 }) => sha256), ...lost],
  };
  return {
    kind: 'made',
    made: {
      bytes,
      holds,
      records: manifest.revisions.length,
      photos: photos.length,
      photosLeft,
      async confirm(readAgain) {
        const key = once;
        if (key === null || !(await opensTo(readAgain, key, manifest))) return false;
        once = null;
        // A phone that is too full even for the note has its file all the same; the same records are only offered again.
        await vault
          .noteExported(holds.revIds, holds.photos)
          .catch((error: unknown) => console.warn('rescue: not noted', error));
        return true;
      },
    },
  };
}

/** A bundle as QR codes. */
export interface QrBundle {
  /** Texts of the codes, in order. */
  readonly frames: readonly string[];
  readonly records: number;
  /** Count of the records that found no room in it. */
  readonly recordsLeft: number;
}

/**
 * Makes QR codes of records that the endpoint does not have, without photos. The same records give the same codes again, so that
 * a reader may go on after a pause.
 * @param bytesMax bytes of the zipped bundle; records beyond wait for the next row
 */
export async function makeQrBundle({ vault, clock }: Source, bytesMax = QR_BYTES_MAX): Promise<RescueMade<QrBundle>> {
  const [session, open] = await Promise.all([vault.session(), vault.unreceived()]);
  if (open.revisions.length === 0) return { kind: 'nothing' };
  const keys = keysOf(session);
  if (session === null || keys.length === 0) return { kind: 'no-key' };
  const write = (revisions: readonly Revision[]) =>
    zip(bundleOf({ vault, clock }, session, revisions, { photos: [], photosLeft: 0 }).bytes);
  let revisions = open.revisions.slice(0, QR_REVISIONS_MAX);
  let zipped = await write(revisions);
  while (revisions.length > 1 && zipped.length > bytesMax) {
    revisions = revisions.slice(0, Math.ceil(revisions.length / 2));
    zipped = await write(revisions);
  }
  // A bundle that is encrypted anew is another transfer for its reader, so it is kept until other records are shown.
  const name = `sending-${hashText(canonicalText([keys, revisions.map(({ revId }) => revId)]))}`;
  let encrypted = await vault.ownRelayStore.get(name);
  if (encrypted === null) {
    encrypted = await encryptToCommune(zipped, keys);
    for (const old of await vault.ownRelayStore.list('sending-')) await vault.ownRelayStore.remove(old);
    await vault.ownRelayStore.put(name, encrypted);
  }
  const recordsLeft = open.revisions.length - revisions.length;
  return { kind: 'made', made: { frames: toFrames(encrypted), records: revisions.length, recordsLeft } };
}

function bundleOf(
  { vault, clock }: Source,
  session: Session,
  revisions: readonly Revision[],
  { photos, photosLeft }: { readonly photos: readonly Uint8Array[]; readonly photosLeft: number },
) {
  return writeRescue({
    device: vault.deviceId,
    officer: session.officer.id,
    scopes: session.scopes,
    madeAt: clock.now(),
    revisions: revisions.map((revision) => ({ revId: revision.revId, text: JSON.stringify(revision) })),
    photos,
    photosLeft,
  });
}

/** @returns a name like `cdht-31064-20261124-0900.cdht-rescue.age`: commune and time, never a person */
export function rescueFileName(session: Session, now: string): string {
  const time = now.slice(0, 16).replace(/[-:]/g, '').replace('T', '-');
  return `cdht-${session.communes[0]?.code ?? ''}-${time}.cdht-rescue.age`;
}
