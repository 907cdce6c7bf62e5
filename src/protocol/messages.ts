/**
 * What phone and endpoint say to each other over HTTP, as one set of zod schemas (OpenAPI is printed from them).
 *
 * - `POST /v1/push`  phone → endpoint: revisions; answer: a verdict per record, plus (when `pull` is asked) a page.
 * - `GET  /v1/pull?scope&stream&epoch&after&limit`  phone → endpoint: rows of a stream after a cursor, in its order.
 * - `POST /v1/enrol` officer's code → token bound to the device.
 * - `POST /v1/sign-out` ends the token that is shown; one that is ended already, or was never there, is as good.
 * - `/v1/blobs/{sha256}…`  photos by hash (photos.ts).
 * - `POST /v1/rescue` an encrypted rescue bundle, relayed by anybody who is signed in (rescue.ts).
 */
import { z } from 'zod';
import { ROLES, STREAMS } from '../programme/index.ts';
import { LIMITS, revisionSchema, scopeId, sha256Hex } from './revision.ts';
import { publicKey } from './signature.ts';

export const PUSH_PROTOCOL = 'cdht.push/1';
export const PULL_PROTOCOL = 'cdht.pull/1';
export const PROTOCOL_TYPE = 'application/json';

export const pullRow = z.object({ scopeSeq: z.int().min(1), revision: revisionSchema });
export type PullRow = z.infer<typeof pullRow>;

export const pullPage = z.object({
  proto: z.literal(PULL_PROTOCOL),
  /** Random id of the database; new after a restore or promotion. A phone that sees a new one offers all again. */
  epoch: z.string().min(1),
  scope: scopeId,
  stream: z.enum(STREAMS),
  rows: z.array(pullRow),
  /**
   * Cursor after the page. Beyond the last row where the page answers a push: what was in that push is counted, not sent
   * back.
   */
  next: z.int().min(0),
  more: z.boolean(),
});
export type PullPage = z.infer<typeof pullPage>;

export const heartbeat = z.object({
  pendingCount: z.int().min(0),
  oldestPendingAt: z.string().nullable(),
  persisted: z.boolean().nullable(),
  appVersion: z.string().max(40),
  /** Own records that the endpoint kept but could not accept. */
  quarantinedCount: z.int().min(0),
  /** What the browser says this origin uses; synthetic in part, so never proof of room. Left out where nobody says. */
  usedBytes: z.int().min(0).optional(),
  /** Number of the last record made on this device. */
  maxDeviceSeq: z.int().min(0),
  journalKind: z.string().max(20),
  /** When the phone last found its database gone and rebuilt it. Left out: never noticed. */
  lastWipeAt: z.string().max(40).optional(),
});
export type Heartbeat = z.infer<typeof heartbeat>;

export const pushRequest = z.object({
  proto: z.literal(PUSH_PROTOCOL),
  device: z.uuid(),
  deviceTime: z.string(),
  /** Kept loose on purpose: the endpoint stores what it cannot read (quarantine) instead of refusing the batch. */
  revisions: z.array(z.unknown()).max(LIMITS.pushBatchLimit),
  /** Ask for a page of each stream in the same round trip; one that this person may not read, or not any more, is left out. */
  pull: z
    .array(
      z.object({
        scope: z.string(),
        stream: z.enum(STREAMS),
        epoch: z.string().nullable(),
        after: z.int().min(0),
      }),
    )
    .max(40)
    .optional(),
  heartbeat: heartbeat.optional(),
  /** Tell the communes' rescue keys: they may be newer than the session. */
  keys: z.boolean().optional(),
  /** What the phone signs with, as long as this endpoint has not said that it knows it (signature.ts). */
  register: z
    .object({
      publicKey,
      /** Every id that this phone made records under, the present one among them. */
      devices: z.array(z.uuid()).min(1).max(LIMITS.devicesPerToken),
    })
    .optional(),
  /** Leave out what the phone knows: scores that agree with its own, its scopes, that nothing is durable. */
  brief: z.boolean().optional(),
});
export type PushRequest = z.infer<typeof pushRequest>;

export const RECEIPT_STATUSES = ['created', 'duplicate', 'quarantined', 'conflict', 'retry'] as const;
export const receipt = z.object({
  revId: z.string(),
  status: z.enum(RECEIPT_STATUSES),
  /** Hash of what the endpoint holds under this revId; a receipt counts only if it equals the phone's. */
  contentHash: sha256Hex.nullable(),
  scopeSeq: z.int().min(1).nullable(),
  /** Why quarantined, conflict or retry: a message key, e.g. `unknown-schema`, `out-of-scope`, `hash-mismatch`. */
  code: z.string().optional(),
  /** The endpoint's own score of an evaluation, beside the phone's. */
  score: z.object({ total: z.int(), hash: sha256Hex, agrees: z.boolean() }).optional(),
});
export type Receipt = z.infer<typeof receipt>;

/** The record with the highest number of a device that the endpoint holds. */
export const lastHeld = z.object({
  device: z.string(),
  scope: scopeId,
  revId: z.string(),
  deviceSeq: z.int().min(1),
  contentHash: sha256Hex,
  scopeSeq: z.int().min(1),
});
export type LastHeld = z.infer<typeof lastHeld>;

export const pushResponse = z.object({
  proto: z.literal(PUSH_PROTOCOL),
  epoch: z.string(),
  receipts: z.array(receipt),
  /** Instant up to which received records are in a verified backup or replica; null when none is known. */
  durableUpTo: z.string().nullable().default(null),
  serverTime: z.string(),
  pulled: z.array(pullPage).optional(),
  /** Scopes the officer has now: a phone whose session has others asks for its session anew. */
  scopes: z.array(scopeId).optional(),
  /** Scope → public key, when asked for with `keys`. */
  rescueKeys: z.record(z.string(), z.string()).optional(),
  /**
   * Of the device that asks, with its pages, unless its heartbeat says that it has come as far: a phone whose own numbers
   * end before it lost records of its own.
   */
  held: lastHeld.optional(),
  /** The endpoint knows the key that came with the push as that of its device. */
  registered: z.boolean().optional(),
  /** Two phones made records under this device's id: this one takes another id for what it makes from now on. */
  cloned: z.boolean().optional(),
});
export type PushResponse = z.infer<typeof pushResponse>;

export const enrolRequest = z.object({
  code: z.string().min(4).max(64),
  device: z.uuid(),
  /** Key of `device`: what it signs is its officer's word. */
  publicKey,
  appVersion: z.string().max(40),
});
export const session = z.object({
  token: z.string().min(20),
  officer: z.object({ id: z.string(), name: z.string() }),
  /** What they may do, and where (programme/policy.ts); null: on the instance itself. */
  posts: z.array(z.object({ role: z.enum(ROLES), scope: scopeId.nullable() })),
  /** Scopes the officer may read and write. */
  scopes: z.array(scopeId).min(1),
  /** What these scopes are to people. */
  communes: z.array(
    z.object({
      scope: scopeId,
      /** Of the General Statistics Office, five digits. */
      code: z.string(),
      name: z.string(),
      province: z.string(),
      criteriaVariant: z.enum(['80', '70']),
      /** The commune's age recipient (`age1…`) for rescue bundles. */
      rescueKey: z.string().optional(),
    }),
  ),
  /** Campaign year now running, e.g. "2026". */
  period: z.string(),
});
export type Session = z.infer<typeof session>;
/** The session is kept; what is held of the device that signs in is told beside it. */
export const enrolResponse = session.extend({ held: lastHeld.optional() });

/** The token opens nothing any more. With a marker, because a captive portal answers to everything. */
export const SIGN_OUT_PROTOCOL = 'cdht.sign-out/1';
export const signOutResponse = z.object({ proto: z.literal(SIGN_OUT_PROTOCOL) });

/** Every refusal: a code the app has a sentence for. */
export const problem = z.object({ error: z.string(), detail: z.string().optional() });
