/**
 * The one kind of write: an immutable revision. Everything that is ever synced is one of these; what one sees is
 * materialized from them. `contentHash` is SHA-256 over the RFC 8785 bytes of all members but itself and the signature, every
 * string NFC.
 */

import { z } from 'zod';
import { PARENTS_MAX } from '../programme/index.ts';
import { signature } from './signature.ts';

export const SCHEMA_VERSION = 1;
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
/**
 * What a commune's records are kept under, for ever: an opaque id, compared whole and never parsed. The commune's code and
 * name are attributes beside it, for they change with a merger.
 */
export const scopeId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);

/** Limits of the wire, each with its unit, in one place. */
export const LIMITS = {
  /** Records of a phone's first push on a link it does not know. */
  pushBatchDefault: 100,
  /** Records of one push at most: fewer are zipped worse, more are lost together. */
  pushBatchLimit: 400,
  pushBodyBytesMax: 1024 * 1024,
  pushInflatedBytesMax: 4 * 1024 * 1024,
  pullRevisionsMax: 500,
  /** Of the records of one page, before it is zipped; a page has one record at least. Full pages of plain ones stay below. */
  pullBytesMax: 1024 * 1024,
  revisionBytesMax: 64 * 1024,
  jsonDepthMax: 32,
  /** Of a whole number that databases keep in a column of its own: what PostgreSQL's `integer` takes. */
  columnNumberMax: 2 ** 31 - 1,
  /**
   * Number of a device's last record. Twenty years of a record every ten minutes: more is a mistake or an attack, and no phone
   * ever goes on after it.
   */
  deviceSeqMax: 1_000_000,
  /** Device ids of one token: a phone whose storage was copied takes another one each time that is noticed. */
  devicesPerToken: 8,
  /**
   * Keys of one device: a phone makes another one whenever its database is lost. Each record of a push may have to be checked
   * with every one of them: 400 records with 16 keys take a processor half a second.
   */
  keysPerDevice: 16,
  photoBytesMax: 300 * 1024,
  /** Of one `PUT`. */
  pieceBytesMax: 128 * 1024,
  /** A phone's first piece on a link it does not know, and its smallest on one that keeps breaking. */
  pieceBytesFirst: 32 * 1024,
  pieceBytesMin: 4 * 1024,
  /** Pieces kept of one photo that is not whole; an honest phone makes a few ranges. */
  photoPiecesMax: 64,
  skewNotedMs: 10 * 60 * 1000,
} as const;

export const revisionSchema = z
  .object({
    /** UUIDv7, made on the device and persisted before any send. Unique within its scope. */
    revId: z.uuid(),
    schema: z.int().min(1),
    kind: z.string().min(1).max(40),
    entityId: z.uuid(),
    /** Heads this revision was made on; [] for the first. More than one: a merge. */
    parents: z.array(z.uuid()).max(PARENTS_MAX),
    /** The commune it belongs to; `revId` and `entityId` are unique within it. */
    scope: scopeId,
    author: z.string().min(1).max(80),
    device: z.uuid(),
    /** 1, 2, 3… taken inside the same transaction that writes the revision. */
    deviceSeq: z.int().min(1),
    /** contentHash of deviceSeq − 1, "" for the first: a chain that shows holes and clones. */
    prevHash: z.union([sha256Hex, z.literal('')]),
    /** Device clock, evidence only: never decides an order. */
    deviceTime: z.string().min(10).max(40),
    /** 16 random bytes, base64url: without them the hash of a short payload could be guessed. */
    salt: z.string().regex(/^[\w-]{22}$/),
    /** null: erased, as the law lets a person ask for. All else stays, so that nothing that was made on it loses its place. */
    payload: z.record(z.string(), z.unknown()).nullable(),
    /** When the payload was erased, by the endpoint's clock. From then on nobody can compute the content hash. */
    erasedAt: z.iso.datetime({ offset: true }).optional(),
    /** Written at the desk in the place of this revision, which could not be accepted; it is among the parents. */
    corrects: z.uuid().optional(),
    contentHash: sha256Hex,
    /**
     * By the key of `device`, over `contentHash` (signature.ts). Signing again gives other bytes, so nothing is told apart by
     * it. What is not signed waits in quarantine.
     */
    signature: signature.optional(),
  })
  .refine(({ payload, erasedAt }) => (payload === null) === (erasedAt !== undefined), { path: ['erasedAt'] });
export type Revision = z.infer<typeof revisionSchema>;
export type UnhashedRevision = Omit<Revision, 'contentHash' | 'signature'>;

export function isErased({ payload }: Pick<Revision, 'payload'>): boolean {
  return payload === null;
}
