/**
 * The one kind of write: an immutable revision. Everything that is ever synced is a revision, and what people see is
 * materialized from revisions. `contentHash` is SHA-256 over the RFC 8785 bytes of all members but itself and the signature,
 * with every string in NFC.
 */
import { z } from 'zod';
import { PARENTS_MAX } from '../programme/index.ts';
import { signature } from './signature.ts';

/** Version of this shape, which every revision names. */
export const SCHEMA_VERSION = 1;
/** A SHA-256 in hex. */
export const hexHash = z.string().regex(/^[0-9a-f]{64}$/);
/**
 * What a commune's records are kept under, for ever: an opaque id, compared whole and never parsed. The commune's code and
 * name are attributes beside it, for they change with a merger.
 */
export const scopeId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);

/** Limits of the wire, each with its unit in its name or its comment. */
export const LIMITS = {
  /** Records of a phone's first push on a link it does not know. */
  pushBatchDefault: 100,
  /** Most records of one push. With fewer, gzip saves less; with more, a broken link loses more at once. */
  pushBatchLimit: 400,
  /** Bytes of the body of a push as it travels, zipped. */
  pushBodyBytesMax: 1024 * 1024,
  /** Bytes of the body of a push once it is inflated. */
  pushInflatedBytesMax: 4 * 1024 * 1024,
  /** Rows of one page. */
  pullRevisionsMax: 500,
  /** Bytes of the records of one page before it is zipped. A page has at least one record; full pages of plain records stay below. */
  pullBytesMax: 1024 * 1024,
  /** Bytes of one record's JSON. */
  revisionBytesMax: 64 * 1024,
  /** Depth of nested lists and objects in a record. */
  jsonDepthMax: 32,
  /** Largest whole number that databases keep in a column of its own: what PostgreSQL's `integer` takes. */
  columnNumberMax: 2 ** 31 - 1,
  /**
   * Highest number of a device's record: twenty years of a record every ten minutes. A higher one is a mistake or an attack, and
   * no phone numbers its records from there.
   */
  deviceSeqMax: 1_000_000,
  /** Device ids of one token: a phone whose storage was copied takes another one each time that is noticed. */
  devicesPerToken: 8,
  /**
   * Keys of one device: a phone makes another one whenever its database is lost. Each record of a push may have to be checked
   * with every one of them: 400 records with 16 keys take a processor half a second.
   */
  keysPerDevice: 16,
  /** Bytes of one photo. */
  photoBytesMax: 300 * 1024,
  /** Bytes of one `PUT`. */
  pieceBytesMax: 128 * 1024,
  /** Bytes of a phone's first piece on a link that it does not know. */
  pieceBytesFirst: 32 * 1024,
  /** Bytes of its smallest piece, on a link that keeps breaking. */
  pieceBytesMin: 4 * 1024,
  /** Pieces that are kept of one photo that is not whole; an honest phone makes a few ranges. */
  photoPiecesMax: 64,
  /** Milliseconds by which a phone's clock may be wrong before it is shown. */
  skewNotedMs: 10 * 60 * 1000,
} as const;

/** A revision as it is signed, kept and sent. */
export const revisionSchema = z
  .object({
    /** UUIDv7, made on the device and persisted before any send. Unique within its scope. */
    revId: z.uuid(),
    schema: z.int().min(1),
    kind: z.string().min(1).max(40),
    entityId: z.uuid(),
    /** Ids of the heads that this revision was made on: none for the first of an entity, several for a merge. */
    parents: z.array(z.uuid()).max(PARENTS_MAX),
    /** The commune it belongs to; `revId` and `entityId` are unique within it. */
    scope: scopeId,
    author: z.string().min(1).max(80),
    device: z.uuid(),
    /** Number of the record on its device (1, 2, 3…), taken inside the same transaction that writes the revision. */
    deviceSeq: z.int().min(1),
    /** Content hash of the device's record before this one, "" for the first: a chain that shows holes and clones. */
    prevHash: z.union([hexHash, z.literal('')]),
    /** ISO instant by the device's clock, which is evidence only and never decides an order. */
    deviceTime: z.string().min(10).max(40),
    /** 16 random bytes, base64url: without them the hash of a short payload could be guessed. */
    salt: z.string().regex(/^[\w-]{22}$/),
    /** `null`: erased, as the law lets a person ask for. The other members stay, so that what was made on it keeps its place. */
    payload: z.record(z.string(), z.unknown()).nullable(),
    /** ISO instant, by the endpoint's clock, at which the payload was erased. From then on nobody can compute the content hash. */
    erasedAt: z.iso.datetime({ offset: true }).optional(),
    /** Id of a quarantined revision in whose place the desk wrote this one; it is among the parents. */
    corrects: z.uuid().optional(),
    contentHash: hexHash,
    /**
     * Signature by the key of `device` over `contentHash` (signature.ts). Signing again gives other bytes, so revisions are never
     * compared by it. A revision without one is quarantined.
     */
    signature: signature.optional(),
  })
  .refine(({ payload, erasedAt }) => (payload === null) === (erasedAt !== undefined), { path: ['erasedAt'] });
export type Revision = z.infer<typeof revisionSchema>;
/** What is known of a revision before it is hashed and signed. */
export type UnhashedRevision = Omit<Revision, 'contentHash' | 'signature'>;

/** @returns whether the payload was erased */
export function isErased({ payload }: Pick<Revision, 'payload'>): boolean {
  return payload === null;
}
