/**
 * The messages of phone and endpoint over HTTP, as one set of zod schemas (OpenAPI is printed from them).
 *
 * - `POST /v1/push`  phone → endpoint: revisions; answer: a receipt for each, and a page of each stream named in `pull`.
 * - `GET  /v1/pull?scope&stream&epoch&after&limit`  phone → endpoint: rows of a stream after a cursor, in its order.
 * - `POST /v1/enrol` officer's code → token bound to the device.
 * - `POST /v1/sign-out` ends the token that is shown; a token that is ended already, or was never there, gets the same answer.
 * - `/v1/blobs/{sha256}…`  photos by hash (photos.ts).
 * - `/v1/drafts`, `/v1/handed-drafts`  forms in progress, for whoever goes on with them (drafts.ts).
 * - `POST /v1/rescue` an encrypted rescue bundle, relayed by anybody who is signed in (rescue.ts).
 */
import { z } from 'zod';
import { ROLES, STREAMS } from '../programme/index.ts';
import { hexHash, LIMITS, revisionSchema, scopeId } from './revision.ts';
import { publicKey, signature } from './signature.ts';

/** Markers of our answers: an answer without its marker is not our endpoint's (captive portals answer to everything). */
export const PUSH_PROTOCOL = 'cdht.push/1';
export const PULL_PROTOCOL = 'cdht.pull/1';

/** A revision with its number in the stream. */
export const pullRow = z.object({ scopeSeq: z.int().min(1), revision: revisionSchema });
export type PullRow = z.infer<typeof pullRow>;

/** Rows of a stream after a cursor, in the endpoint's order. */
export const pullPage = z.object({
  proto: z.literal(PULL_PROTOCOL),
  /** Random id of the endpoint's database, new after a restore or promotion. A phone that sees a new one offers everything again. */
  epoch: z.string().min(1),
  scope: scopeId,
  stream: z.enum(STREAMS),
  rows: z.array(pullRow),
  /**
   * Cursor after the page. It is beyond the last row where the page answers a push: the records of that push are counted in
   * it and not sent back.
   */
  next: z.int().min(0),
  more: z.boolean(),
});
export type PullPage = z.infer<typeof pullPage>;

/** What a phone reports of itself with each push, for its supervisor. */
export const heartbeat = z.object({
  /** Own records that wait for a receipt, those of this push included. */
  pendingCount: z.int().min(0),
  /** ISO instant of the oldest of them; null: none waits. */
  oldestPendingAt: z.string().nullable(),
  /** Whether the browser keeps the storage for good; null: it does not say. */
  persisted: z.boolean().nullable(),
  appVersion: z.string().max(40),
  /** Own records that the endpoint kept but could not accept. */
  quarantinedCount: z.int().min(0),
  /** Bytes that this origin uses by the browser's estimate, which proves nothing of what is free. Left out where there is none. */
  usedBytes: z.int().min(0).optional(),
  /** Number of the last record made on this device. */
  maxDeviceSeq: z.int().min(0),
  journalKind: z.string().max(20),
  /** ISO instant at which the phone last found its database gone and rebuilt it. Left out: it never noticed that. */
  lastWipeAt: z.string().max(40).optional(),
});
export type Heartbeat = z.infer<typeof heartbeat>;

/** Why a token may only hand in records, and reads nothing (endpoint/store/hand-in.ts). */
export const HAND_IN_REASONS = ['revoked', 'replaced', 'stale', 'account-closed'] as const;
export type HandInReason = (typeof HAND_IN_REASONS)[number];

/** What a phone sends. */
export const pushRequest = z.object({
  proto: z.literal(PUSH_PROTOCOL),
  device: z.uuid(),
  deviceTime: z.string(),
  /** Revisions, kept loose on purpose: the endpoint quarantines what it cannot read instead of rejecting the batch. */
  revisions: z.array(z.unknown()).max(LIMITS.pushBatchLimit),
  /** Cursors of streams of which a page each comes with the answer; a stream that this person may not read (any more) is left out. */
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
  /** Asks for the communes' rescue keys, which may be newer than the session. */
  keys: z.boolean().optional(),
  /** The phone's key, as long as this endpoint has not confirmed that it knows it (signature.ts). */
  register: z
    .object({
      publicKey,
      /** Every device id under which this phone made records, the present one among them. */
      devices: z.array(z.uuid()).min(1).max(LIMITS.devicesPerToken),
    })
    .optional(),
  /** Asks the endpoint to leave out what the phone knows: scores that agree with its own, its scopes, that nothing is durable. */
  brief: z.boolean().optional(),
});
export type PushRequest = z.infer<typeof pushRequest>;

/** What became of a revision at the endpoint. */
export const RECEIPT_STATUSES = ['created', 'duplicate', 'quarantined', 'conflict', 'retry'] as const;
/** The endpoint's word for one revision. */
export const receipt = z.object({
  revId: z.string(),
  status: z.enum(RECEIPT_STATUSES),
  /** Content hash of what the endpoint holds under this revId; the receipt counts only where it equals the phone's. */
  contentHash: hexHash.nullable(),
  scopeSeq: z.int().min(1).nullable(),
  /** Why the status is `quarantined`, `conflict` or `retry`: a message key, e.g. `unknown-schema`, `out-of-scope`. */
  code: z.string().optional(),
  /** The endpoint's own score of an evaluation, in points, and whether it agrees with the phone's. */
  score: z.object({ total: z.int(), hash: hexHash, agrees: z.boolean() }).optional(),
});
export type Receipt = z.infer<typeof receipt>;

/** The record with the highest number that the endpoint holds of a device. */
export const lastHeld = z.object({
  device: z.string(),
  scope: scopeId,
  revId: z.string(),
  deviceSeq: z.int().min(1),
  contentHash: hexHash,
  scopeSeq: z.int().min(1),
});
export type LastHeld = z.infer<typeof lastHeld>;

/** The answer to a push. */
export const pushResponse = z.object({
  proto: z.literal(PUSH_PROTOCOL),
  epoch: z.string(),
  /** One for each revision of the push, in its order. */
  receipts: z.array(receipt),
  /** ISO instant up to which received records are in a verified backup or replica; null: none is known. */
  durableUpTo: z.string().nullable().default(null),
  serverTime: z.string(),
  pulled: z.array(pullPage).optional(),
  /** Scopes the officer has now: a phone whose session has others asks for its session anew. */
  scopes: z.array(scopeId).optional(),
  /**
   * The mark of the last change of the communes, or of whose work this officer goes on with, where pages are asked for: a phone that
   * knows another asks for its session anew.
   */
  communes: z.string().optional(),
  /** Scopes in which drafts wait here that were handed over to this officer (drafts.ts); left out: none wait. */
  handedDrafts: z.array(scopeId).optional(),
  /** Scope → the commune's public key, where it was asked for with `keys`. */
  rescueKeys: z.record(z.string(), z.string()).optional(),
  /**
   * The last record that the endpoint holds of the device that asks for pages, unless its heartbeat shows that it has come as
   * far. A phone whose own numbers end before this one has lost records of its own.
   */
  held: lastHeld.optional(),
  /** Whether the endpoint knows the key that came with the push as that of its device. */
  registered: z.boolean().optional(),
  /** A new token for the same sign-in. The former one stays valid until this one is used. */
  token: z.string().min(20).optional(),
  /**
   * The sign-in has ended, for this reason: what came is kept in quarantine, no page is given, and a new code is needed. Left
   * out: the sign-in is in order.
   */
  handedIn: z.enum(HAND_IN_REASONS).optional(),
  /** Whether two phones made records under this device's id: this one takes another id for what it makes from now on. */
  cloned: z.boolean().optional(),
});
export type PushResponse = z.infer<typeof pushResponse>;

/** A sign-in with a one-time code, typed or scanned (enrolment-code.ts). */
export const enrolRequest = z.object({
  code: z.string().min(4).max(300),
  device: z.uuid(),
  /** Public key of `device`, whose signature proves that a record is from this officer's phone. */
  publicKey,
  /** Signature of that key over `enrolmentText` (signature.ts): whoever only knows the key cannot enrol with it. */
  proof: signature,
  appVersion: z.string().max(40),
  /** What the desk's list calls this device; left out: it keeps its name. */
  deviceName: z.string().min(1).max(60).optional(),
  /** The person whose store on the phone asks: a code of anybody else is rejected and stays unused. */
  person: z.string().max(80).optional(),
  /** The persons who have a store on this phone already: a code of one of them is rejected and stays unused, for theirs to ask. */
  others: z.array(z.string().max(80)).max(50).optional(),
});
export type EnrolRequest = z.infer<typeof enrolRequest>;
/** Who is signed in on a phone, and what they may do where. */
export const session = z.object({
  token: z.string().min(20),
  officer: z.object({ id: z.string(), name: z.string() }),
  /** Roles of the officer, each with its scope (programme/policy.ts); null: on the instance itself. */
  posts: z.array(z.object({ role: z.enum(ROLES), scope: scopeId.nullable() })),
  /** Scopes the officer may read and write; none as long as an administrator of the whole endpoint has added no commune. */
  scopes: z.array(scopeId),
  /** The communes of these scopes, as people know them. */
  communes: z.array(
    z.object({
      scope: scopeId,
      /** Code of the General Statistics Office, five digits. */
      code: z.string(),
      name: z.string(),
      province: z.string(),
      criteriaVariant: z.enum(['80', '70']),
      /** Scopes of all communes that were merged into it: its campaigns and criteria sets count for their people, too. */
      predecessors: z.array(scopeId).optional(),
      /** Whom to ask for a code, with the numbers that an administrator wrote down; left out: nobody is known. */
      contacts: z.array(z.object({ name: z.string(), phone: z.string() })).optional(),
      /** The commune's age recipient (`age1…`) for rescue bundles. */
      rescueKey: z.string().optional(),
    }),
  ),
  /** Officers who left and with whose work this officer goes on; left out: there are none. */
  goesOnFor: z
    .array(z.object({ scope: scopeId, officer: z.object({ id: z.string(), name: z.string() }), since: z.string() }))
    .optional(),
  /** The mark of the last change, of the communes or of whose work this officer goes on with, that this session knows of. */
  communesVersion: z.string().optional(),
  /** The period of communes without a campaign of their own, e.g. "2026". */
  period: z.string(),
  /**
   * Tokens before the present one, the newest first. Only the phone keeps them, and no endpoint sends them: an endpoint that is
   * restored from a backup knows one of them as the present one.
   */
  formerTokens: z.array(z.string()).optional(),
});
export type Session = z.infer<typeof session>;
/** A session, and beside it the last record that the endpoint holds of the device that signs in. */
export const enrolResponse = session.extend({ held: lastHeld.optional() });

/** Marker of the answer to a sign-out: without it a captive portal's answer would count. */
export const SIGN_OUT_PROTOCOL = 'cdht.sign-out/1';
/** The token opens nothing any more. */
export const signOutResponse = z.object({ proto: z.literal(SIGN_OUT_PROTOCOL) });

/** Every rejected request: a code for which the app has a sentence. */
export const problem = z.object({ error: z.string(), detail: z.string().optional() });
