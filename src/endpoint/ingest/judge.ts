/**
 * Judges one offered record. Nothing is rejected here: what cannot be accepted is quarantined with its exact text and a
 * reason, because the phone may be right and this endpoint old. The judgement is pure; who the authors are, which
 * signatures hold and which criteria sets are known is looked up before.
 */

import {
  definitionOf,
  type Evaluation,
  impossibleDates,
  isCleanText,
  isSaneDate,
  may,
  photosOf,
} from '../../programme/index.ts';
import {
  canonicalRevision,
  canonicalText,
  hashText,
  isErased,
  LIMITS,
  type QuarantineCode,
  type Revision,
  revisionSchema,
  SCHEMA_VERSION,
} from '../../protocol/index.ts';
import type { AcceptedRevision, DeviceHolder, Officer, Quarantined } from '../store/api.ts';
import type { Lineage } from './parents.ts';
import { rescore, type Scorer } from './rescore.ts';
import { faultOfSignature, textIn } from './signature.ts';

/** Matches a NUL in JSON text: a `\\u0000` whose backslash is not itself escaped. */
const NUL = /(?<!\\)(?:\\\\)*\\u0000/;

/** What is looked up before records are judged. */
export interface JudgeContext {
  readonly submitter: Officer;
  /** Whether the submitter's sign-in has ended: what they hand in waits, whatever it is (store/hand-in.ts). */
  readonly handIn?: boolean;
  /** The scopes of every commune here, only to find a home for what is quarantined; looked up only for a submitter who has none. */
  readonly scopes?: ReadonlySet<string>;
  readonly authors: ReadonlyMap<string, Officer>;
  /** The devices that the records name, as far as they are registered. */
  readonly holders: ReadonlyMap<string, DeviceHolder>;
  /** The records whose signatures hold, each as it came. */
  readonly proven: ReadonlySet<unknown>;
  readonly lineage: Lineage;
  /** Scorers by the hash of their criteria set; a set that this endpoint has never seen is absent. */
  readonly scorers: ReadonlyMap<string, Scorer>;
}

/** Whether a record is accepted, with what is to be stored of it. */
export type Judgement =
  | { readonly kind: 'accepted'; readonly accepted: AcceptedRevision }
  | { readonly kind: 'quarantined'; readonly quarantined: Quarantined };

/** An offered record, read as far as it can be. */
export interface Offer {
  readonly raw: unknown;
  /** Canonical text; null where the value has none. */
  readonly text: string | null;
  /** The content hash that follows from its text; null where no text or no revision could be read. */
  readonly contentHash: string | null;
  readonly revision: Revision | null;
}

/** @param raw parsed JSON of any kind */
export function readOffer(raw: unknown): Offer {
  const parsed = revisionSchema.safeParse(raw);
  const revision = parsed.success ? parsed.data : null;
  try {
    if (revision === null) return { raw, text: canonicalText(raw), contentHash: null, revision };
    // The hash is over what came, not over what was parsed: a later version's members count in it.
    return { raw, ...canonicalRevision(raw as object), revision };
  } catch {
    // A lone surrogate has no canonical form; such a record is quarantined as plain JSON.
    return { raw, text: null, contentHash: null, revision };
  }
}

/** What is found in a record by itself, whoever brings it. */
export type Examined =
  | { readonly kind: 'fault'; readonly code: QuarantineCode }
  /** `fault` is reported only if scope, author, signature and parents are in order; a fault of these goes first. */
  | { readonly kind: 'read'; readonly fault: QuarantineCode | null; readonly accepted: AcceptedRevision };

/**
 * Does the slow part of judging, which needs to know nobody: it can be done while signatures are checked in other threads. It
 * never throws, for an error of ours in judging one record must not keep the others of its push out.
 */
export function examine(offer: Offer, scorers: JudgeContext['scorers']): Examined {
  try {
    return examined(offer, scorers);
  } catch (error) {
    console.error('judge', offer.revision?.revId, error);
    return { kind: 'fault', code: 'not-judged' };
  }
}

function examined({ text, revision, contentHash }: Offer, scorers: JudgeContext['scorers']): Examined {
  const fault = (code: QuarantineCode): Examined => ({ kind: 'fault', code });
  if (revision === null || text === null) return fault('unreadable');
  // The hash of an erased record says nothing of the rest any more: whoever relays it could have written anything beside it.
  if (isErased(revision)) return fault('erased');
  if (contentHash !== revision.contentHash) return fault('hash-mismatch');
  // These two come first: neither a NUL nor such a number may be asked of a database, nor be in a column.
  if (NUL.test(text)) return fault('nul-character');
  if (revision.deviceSeq > LIMITS.deviceSeqMax) return fault('number-too-large');
  const read = readPayload(revision, text);
  if (read.kind === 'fault') return read;
  const accepted = { revision, body: text, score: null, blobs: photosOf(revision.kind, revision.payload) };
  if (read.evaluation === null) return { kind: 'read', fault: null, accepted };
  const scored = rescore(read.evaluation, scorers);
  if (scored.kind === 'fault') return { kind: 'read', fault: scored.code, accepted };
  return { kind: 'read', fault: null, accepted: { ...accepted, score: scored.score } };
}

/**
 * Judges one record; like `examine` it never throws.
 * @param found what `examine` found in it
 */
export function judge(offer: Offer, context: JudgeContext, found = examine(offer, context.scorers)): Judgement {
  try {
    if (found.kind === 'fault') return quarantine(offer, found.code, context);
    const { accepted } = found;
    const code = faultOfOrigin(offer.raw, accepted.revision, context) ?? found.fault;
    return code === null ? { kind: 'accepted', accepted } : quarantine(offer, code, context);
  } catch (error) {
    console.error('judge', offer.revision?.revId, error);
    return quarantine(offer, 'not-judged', context);
  }
}

function faultOfOrigin(raw: unknown, revision: Revision, context: JudgeContext): QuarantineCode | null {
  return (
    faultOfPeople(revision, context) ??
    faultOfSignature(raw, revision, context.holders, context.proven) ??
    faultOfSecondPerson(revision, context) ??
    context.lineage.faultOf(revision) ??
    (context.handIn ? 'handed-in' : null)
  );
}

/** Only the endpoint's own device makes what a second person has confirmed. */
function faultOfSecondPerson({ kind, device }: Revision, { holders }: JudgeContext): QuarantineCode | null {
  const isEndpoint = holders.get(device)?.officerId === null;
  return definitionOf(kind)?.needsSecondPerson && !isEndpoint ? 'not-allowed' : null;
}

/** @returns the evaluation in the record, parsed once for all who need it; null in every other record */
function readPayload(
  revision: Revision,
  text: string,
): { kind: 'read'; evaluation: Evaluation | null } | { kind: 'fault'; code: QuarantineCode } {
  const fault = (code: QuarantineCode) => ({ kind: 'fault', code }) as const;
  if (text.length > LIMITS.revisionBytesMax) return fault('too-large');
  if (revision.schema > SCHEMA_VERSION) return fault('unknown-schema');
  const definition = definitionOf(revision.kind);
  if (definition === null) return fault('unknown-kind');
  if (!isSaneDate(revision.deviceTime) || impossibleDates(revision.payload).length > 0) return fault('impossible-date');
  if (!isCleanJson(text)) return fault('unclean-text');
  const payload = definition.payload.safeParse(revision.payload);
  if (!payload.success) return fault('bad-payload');
  return { kind: 'read', evaluation: revision.kind === 'evaluation' ? (payload.data as Evaluation) : null };
}

/** Canonical JSON escapes control characters; every other character that cannot be seen stands in it as itself. */
function isCleanJson(text: string): boolean {
  return isCleanText(text) && !/(?<!\\)(?:\\\\)*\\(?:[bfr]|u00[01])/.test(text);
}

function faultOfPeople(revision: Revision, { submitter, authors }: JudgeContext): QuarantineCode | null {
  const { scope } = revision;
  if (!submitter.scopes.includes(scope)) return 'out-of-scope';
  // Another officer's record may come by this one's phone; its signature proves whose word it is (signature.ts).
  const author = authors.get(revision.author);
  if (author === undefined || !author.scopes.includes(scope)) return 'unknown-author';
  // A correction is a decision about somebody else's record, and a record of its own kind as well.
  const actions = [
    definitionOf(revision.kind)?.writtenBy,
    ...(revision.corrects === undefined ? [] : ['decide' as const]),
  ];
  if (actions.some((action) => action === undefined || !may(author.posts, action, scope))) return 'not-allowed';
  return null;
}

/** @returns a judgement that keeps the record in quarantine, in the commune whose supervisor is to see it */
export function quarantine(offer: Offer, code: QuarantineCode, context: JudgeContext): Judgement {
  const body = offer.text ?? JSON.stringify(offer.raw);
  const revId = offer.revision?.revId ?? null;
  const device = offer.revision?.device ?? null;
  // The hash is given only where it is true: a receipt must not name bytes that nobody could check.
  const contentHashHeld =
    code === 'unreadable' || code === 'hash-mismatch' ? null : (offer.revision?.contentHash ?? null);
  const scope = homeOf(offer, context);
  return {
    kind: 'quarantined',
    quarantined: {
      scope,
      bodyHash: hashText(body),
      revId,
      device,
      contentHash: contentHashHeld,
      code,
      body,
      blobs: body.length > LIMITS.revisionBytesMax ? [] : photosNamedIn(offer.raw),
    },
  };
}

function photosNamedIn(raw: unknown): string[] {
  const { kind, payload } = (raw ?? {}) as { kind?: unknown; payload?: unknown };
  return photosOf(kind, payload);
}

/**
 * Finds the commune under which a quarantined record is kept, whose supervisor sees it:
 *
 * 1. the record's own scope, if the submitter is of that commune (a submitter without any commune: if there is such a commune);
 * 2. else a commune of its author, if the submitter is of that commune too (a submitter without any commune: the author's first);
 * 3. else the submitter's first commune.
 *
 * Scope and author are read from what came, because what is no revision may name them as well.
 * @returns '' when nobody would see it: such a push is rejected (ingest.ts)
 */
function homeOf({ raw }: Offer, { submitter, authors, scopes }: JudgeContext): string {
  const own = textIn(raw, 'scope') ?? '';
  if (submitter.scopes.includes(own)) return own;
  const ofAuthor = authors.get(textIn(raw, 'author') ?? '')?.scopes ?? [];
  if (submitter.scopes.length === 0) return scopes?.has(own) ? own : (ofAuthor[0] ?? '');
  return ofAuthor.find((scope) => submitter.scopes.includes(scope)) ?? submitter.scopes[0] ?? '';
}
