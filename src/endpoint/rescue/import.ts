/**
 * Takes a rescue bundle in as what it is: an ordinary push of records with their own authors, and photos by hash. It is
 * idempotent like every push; the phone that made the bundle later gets `duplicate` for each record.
 */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Decrypter } from 'age-encryption';
import {
  hashBytes,
  LIMITS,
  looksEncrypted,
  RESCUE_LIMITS,
  RESCUE_PROTOCOL,
  type Receipt,
  type RescueResponse,
  readRescue,
} from '../../protocol/index.ts';
import type { HandIn } from '../events/stored.ts';
import { deeperThan } from '../http/body.ts';
import type { EndpointParts } from '../http/parts.ts';
import { heldRecords, noteForks } from '../ingest/device-chain.ts';
import type { Officer, Store } from '../store/api.ts';
import { rescueKeyOf } from './keys.ts';

const inflate = promisify(gunzip);

/** Why a bundle cannot be imported. */
export type RescueFault =
  /** It is not an age file, or has nothing of ours inside. */
  | 'not-rescue'
  /** It is encrypted to none of the communes here. */
  | 'cannot-open'
  | 'unknown-version'
  | 'damaged';

/** What an import came to. */
export type Imported =
  | {
      readonly kind: 'imported';
      readonly answer: RescueResponse;
      /** Records that a person must look at. */
      readonly attention: readonly { readonly revId: string; readonly status: string; readonly code: string }[];
    }
  | { readonly kind: 'fault'; readonly code: RescueFault };

/**
 * Imports a bundle. It belongs to the communes whose keys open it; the officer who relays it may be of another commune,
 * such as whoever signs in next on a phone that somebody has signed out of. Authors and signatures are judged as in any
 * push.
 * @param encrypted bytes of an age file
 * @param submitter the officer who relays it
 * @param handIn by which phone, where that officer's sign-in has ended, so that all that is new waits for a supervisor
 */
export async function importRescue(
  { store, ingest, clock }: Pick<EndpointParts, 'store' | 'ingest' | 'clock'>,
  encrypted: Uint8Array,
  submitter: Officer,
  handIn: HandIn | null = null,
): Promise<Imported> {
  const opened = await open(store, encrypted);
  if (opened.kind === 'fault') return opened;
  const relayedBy = { ...submitter, scopes: opened.scopes };
  const read = readRescue(opened.bytes);
  if (read.kind === 'fault') return read;
  // A line is judged like any other record, unless its parsing alone could harm the process.
  if (read.revisions.some((line) => deeperThan(line, LIMITS.jsonDepthMax))) return { kind: 'fault', code: 'damaged' };
  const receipts: Receipt[] = [];
  for (let from = 0; from < read.revisions.length; from += LIMITS.pushBatchDefault) {
    const batch = read.revisions.slice(from, from + LIMITS.pushBatchDefault).map(parsed);
    const ofBatch = (await ingest.push(batch, relayedBy, clock.now(), { handIn })).receipts;
    await noteForks(store, heldRecords(batch, ofBatch), clock.now());
    receipts.push(...ofBatch);
  }
  let photos = 0;
  const scopes = read.photos.length === 0 ? [] : await store.scopes();
  for (const bytes of read.photos) if (await keepPhoto(store, scopes, bytes)) photos += 1;
  const photosNotKept = read.photos.length - photos;
  const count = (status: Receipt['status']) => receipts.filter((result) => result.status === status).length;
  const at = clock.now();
  const detail = { sha256: hashBytes(encrypted), records: receipts.length, photos, photosNotKept };
  // The supervisors of the bundle's own communes are to see it, whichever commune the relaying officer is of.
  await store.addEvents(
    opened.scopes.map((scope) => ({ scope, at, actor: submitter.id, kind: 'rescue-imported', detail })),
  );
  return {
    kind: 'imported',
    answer: {
      proto: RESCUE_PROTOCOL,
      sha256: hashBytes(encrypted),
      counts: {
        created: count('created'),
        duplicate: count('duplicate'),
        quarantined: count('quarantined'),
        conflict: count('conflict'),
        retry: count('retry'),
      },
      photos,
      photosNotKept,
    },
    attention: receipts.flatMap(({ revId, status, code }) =>
      status === 'created' || status === 'duplicate' ? [] : [{ revId, status, code: code ?? status }],
    ),
  };
}

async function open(
  store: Store,
  encrypted: Uint8Array,
): Promise<{ kind: 'opened'; bytes: Uint8Array; scopes: readonly string[] } | { kind: 'fault'; code: RescueFault }> {
  if (!looksEncrypted(encrypted)) return { kind: 'fault', code: 'not-rescue' };
  if (!hasSmallHeader(encrypted)) return { kind: 'fault', code: 'damaged' };
  const decrypter = new Decrypter();
  const scopes: string[] = [];
  for (const scope of await store.scopes()) {
    const { identity } = await rescueKeyOf(store, scope);
    if (!(await isFor(identity, encrypted))) continue;
    scopes.push(scope);
    decrypter.addIdentity(identity);
  }
  if (scopes.length === 0) return { kind: 'fault', code: 'cannot-open' };
  try {
    const bytes = await decrypter.decrypt(encrypted);
    const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return {
      kind: 'opened',
      scopes,
      bytes: zipped ? await inflate(bytes, { maxOutputLength: RESCUE_LIMITS.openedBytesMax }) : bytes,
    };
  } catch {
    return { kind: 'fault', code: 'damaged' };
  }
}

/**
 * Each key here is tried on each recipient of the header, so a file that names thousands of them would keep the process busy.
 * @returns whether the header is as small as those that phones write
 */
export function hasSmallHeader(encrypted: Uint8Array): boolean {
  const { headerBytesMax, recipientsMax } = RESCUE_LIMITS;
  const start = new TextDecoder('latin1').decode(encrypted.subarray(0, headerBytesMax));
  // The header's last line begins with three dashes, each recipient's first line with an arrow.
  const header = start.match(/^[\s\S]*?\n--- .*\n/)?.[0];
  return header !== undefined && header.split('\n-> ').length - 1 <= recipientsMax;
}

async function isFor(identity: string, encrypted: Uint8Array): Promise<boolean> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    await decrypter.decryptHeader(encrypted);
    return true;
  } catch {
    return false;
  }
}

/** @returns the line's JSON; a line that is not JSON is offered as its text, and ingest keeps it as unreadable */
function parsed(line: Uint8Array): unknown {
  const text = new TextDecoder().decode(line);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Keeps a photo wherever a record names it, of whichever scope and whoever handed that record in: its hash proves that
 * these bytes are meant, and whoever made the bundle may have been given another commune since, or have signed out and kept
 * no other copy.
 * @param scopes the scopes of every commune here
 * @returns whether the photo is whole at the endpoint now; one that no record names is not kept
 */
async function keepPhoto({ blobs }: Store, scopes: readonly string[], bytes: Uint8Array): Promise<boolean> {
  const sha256 = hashBytes(bytes);
  const targets = await blobs.naming(scopes, sha256);
  if (targets.length === 0) return false;
  const put = () => blobs.putPiece(targets, sha256, { at: 0, of: bytes.length, bytes });
  // Pieces that are there stay as they are; where they turn out to be wrong, the first try drops them.
  return (await put()).complete || (await put()).complete;
}
