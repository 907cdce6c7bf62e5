/**
 * The content of one journal frame: kind:u8 id:16 bytes encrypted JSON. The id is clear, so that the start can compare
 * thousands of frames with the database without decrypting any.
 */
import type { Revision, Session } from '../../protocol/index.ts';
import type { OutboxRow } from '../database/database.ts';
import { decryptJson, encryptJson } from '../database/encrypted-json.ts';
import type { Draft } from '../drafts/api.ts';
import type { Encryption, Journal } from '../platform.ts';

/** What the journal keeps, one entry for each frame. */
export type Entry =
  | { readonly kind: 'device'; readonly deviceId: string }
  | { readonly kind: 'revision'; readonly revision: Revision }
  | { readonly kind: 'session'; readonly session: Session | null }
  | { readonly kind: 'draft'; readonly draft: Draft }
  | { readonly kind: 'draft-dropped'; readonly draftId: string }
  /** The rest of a received revision whose payload is elsewhere: its number, hash and receipt. */
  | { readonly kind: 'stub'; readonly row: OutboxRow }
  /**
   * A revision that came back from the endpoint (OutboxRow.cameBack), held for an endpoint that is restored without it.
   */
  | { readonly kind: 'back'; readonly revision: Revision };

const KINDS = ['device', 'revision', 'session', 'draft', 'draft-dropped', 'stub', 'back'] as const;
const ID_BYTES = 16;
const NO_ID = '00000000-0000-0000-0000-000000000000';

function idOf(entry: Entry): string {
  if (entry.kind === 'device') return entry.deviceId;
  if (entry.kind === 'stub') return entry.row.revId;
  return entry.kind === 'revision' || entry.kind === 'back' ? entry.revision.revId : NO_ID;
}

/** @returns the payload of one frame */
export async function encodeEntry(encryption: Encryption, entry: Entry): Promise<Uint8Array> {
  const encrypted = await encryptJson(encryption, entry);
  const bytes = new Uint8Array(1 + ID_BYTES + encrypted.length);
  bytes[0] = KINDS.indexOf(entry.kind) + 1;
  const hex = idOf(entry).replaceAll('-', '');
  for (let at = 0; at < ID_BYTES; at++) bytes[1 + at] = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16);
  bytes.set(encrypted, 1 + ID_BYTES);
  return bytes;
}

/**
 * The hexadecimal digits of each byte. Each start reads the ids of thousands of frames, and a table is four times as
 * fast as writing each byte in base 16.
 */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function peekEntry(bytes: Uint8Array): { kind: Entry['kind'] | null; id: string } {
  let hex = '';
  for (let at = 1; at <= ID_BYTES; at++) hex += HEX[bytes[at] ?? 0];
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  return { kind: KINDS[(bytes[0] ?? 0) - 1] ?? null, id };
}

/** @param bytes the payload of one frame */
export async function decryptEntry(encryption: Encryption, bytes: Uint8Array): Promise<Entry> {
  return decryptJson<Entry>(encryption, bytes.subarray(1 + ID_BYTES));
}

/** One entry of the journal before it is decrypted. */
export interface JournalFrame {
  readonly bytes: Uint8Array;
  /** `null` for an entry of a later version of the app, which is kept but not read. */
  readonly kind: Entry['kind'] | null;
  readonly id: string;
}

/** @returns every good frame of the journal from its start, none of them decrypted */
export async function readFrames(journal: Journal): Promise<readonly JournalFrame[]> {
  return (await journal.readAll()).map((bytes) => ({ bytes, ...peekEntry(bytes) }));
}

/** Whether a later frame may take this one's place: it holds a session or a draft. */
export function isReplaceable({ kind }: Pick<JournalFrame, 'kind'>): boolean {
  return kind === 'session' || kind === 'draft' || kind === 'draft-dropped';
}

/** @returns session and drafts as the journal has them, the newest of each */
export async function replaceableEntries(
  encryption: Encryption,
  frames: readonly JournalFrame[],
): Promise<{ session: Session | null; drafts: Draft[] }> {
  let session: Session | null = null;
  const drafts = new Map<string, Draft>();
  for (const frame of frames.filter(isReplaceable)) {
    const entry = await decryptEntry(encryption, frame.bytes);
    if (entry.kind === 'session') session = entry.session;
    if (entry.kind === 'draft') drafts.set(entry.draft.draftId, entry.draft);
    if (entry.kind === 'draft-dropped') drafts.delete(entry.draftId);
  }
  return { session, drafts: [...drafts.values()] };
}
