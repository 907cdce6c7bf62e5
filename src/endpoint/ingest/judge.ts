/**
 * Judges one offered record. Nothing is refused here: what cannot be accepted is quarantined with its exact text and a
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
import type { Accepted, DeviceHolder, Officer, Quarantined } from '../store/api.ts';
import type { Lineage } from './parents.ts';
import { rescore, type Scorer } from './rescore.ts';
import { faultOfSignature, textIn } from './signature.ts';

/** In JSON text: a `\\u0000` whose backslash is not itself escaped. */
const NUL = /(?<!\\)(?:\\\\)*\\u0000/;

export interface JudgeContext {
  readonly submitter: Officer;
  /** Of every commune here; looked up only for a submitter who has none. */
  readonly scopes?: ReadonlySet<string>;
  readonly authors: ReadonlyMap<string, Officer>;
  /** The devices that the records name, as far as they are registered. */
  readonly holders: ReadonlyMap<string, DeviceHolder>;
  /** Those whose signatures hold, each as it came. */
  readonly proven: ReadonlySet<unknown>;
  readonly lineage: Lineage;
  /** By the set's hash; absent when this endpoint has never seen it. */
  readonly scorers: ReadonlyMap<string, Scorer>;
}

export type Judgement =
  | { readonly kind: 'accepted'; readonly accepted: Accepted }
  | { readonly kind: 'quarantined'; readonly quarantined: Quarantined };

/** What was offered, read as far as it can be. */
export interface Offer {
  readonly raw: unknown;
  /** Canonical text; null where the value has none. */
  readonly text: string | null;
  /** What its content hash must be; null where no text or no revision could be read. */
  readonly contentHash: string | null;
  readonly revision: Revision | null;
}

export function readOffer(raw: unknown): Offer {
  const parsed = revisionSchema.safeParse(raw);
  const revision = parsed.success ? parsed.data : null;
  try {
    if (revision === null) return { raw, text: canonicalText(raw), contentHash: null, revision };
    // Over what came, not over what was parsed: a later version's members count in its hash.
    return { raw, ...canonicalRevision(raw as object), revision };
  } catch {
    // No canonical form (a lone surrogate): kept as JSON below.
    return { raw, text: null, contentHash: null, revision };
  }
}

/** What is found in a record by itself, whoever brings it. */
export type Examined =
  | { readonly kind: 'fault'; readonly code: QuarantineCode }
  /** `fault` counts only where nothing speaks against who brought it. */
  | { readonly kind: 'read'; readonly fault: QuarantineCode | null; readonly accepted: Accepted };

/**
 * The slow part of judging, which needs to know nobody: it can be done while signatures are checked in other threads.
 * @returns never throws: an error of ours in judging one record must not keep the others of its push out
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
  // Its hash says nothing of the rest any more: whoever relays it could have written anything beside it.
  if (isErased(revision)) return fault('erased');
  if (contentHash !== revision.contentHash) return fault('hash-mismatch');
  // Before all that looks into it: neither may be asked of a database, nor be in a column.
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

/** @returns never throws, as `examine` */
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
    context.lineage.faultOf(revision)
  );
}

/** @returns the evaluation in it, parsed once for all who need it; null in every other record */
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

/** In canonical JSON what cannot be seen stands as itself, but for the control characters, which are escaped. */
function isCleanJson(text: string): boolean {
  return isCleanText(text) && !/(?<!\\)(?:\\\\)*\\(?:[bfr]|u00[01])/.test(text);
}

function faultOfPeople(revision: Revision, { submitter, authors }: JudgeContext): QuarantineCode | null {
  const { scope } = revision;
  if (!submitter.scopes.includes(scope)) return 'out-of-scope';
  // Another officer's record may come by this one's phone; its signature tells whose word it is (signature.ts).
  const author = authors.get(revision.author);
  if (author === undefined || !author.scopes.includes(scope)) return 'unknown-author';
  // A correction is a decision about another's record, and all the same a record of its kind.
  const actions = [
    definitionOf(revision.kind)?.writtenBy,
    ...(revision.corrects === undefined ? [] : ['decide' as const]),
  ];
  if (actions.some((action) => action === undefined || !may(author.posts, action, scope))) return 'not-allowed';
  return null;
}

export function quarantine(offer: Offer, code: QuarantineCode, context: JudgeContext): Judgement {
  const body = offer.text ?? JSON.stringify(offer.raw);
  const revId = offer.revision?.revId ?? null;
  const device = offer.revision?.device ?? null;
  // Its hash is told only where it is true: a receipt must not name bytes that nobody could check.
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
 * Whose supervisor sees it: of the record's scope where its submitter is of it, else of its author's, else of the
 * submitter's first. A submitter of no commune: of the record's, where there is such a one. Read from what came, for also
 * a record that is no revision may say where it is from.
 * @returns '' when nobody would see it: such a push is refused (ingest.ts)
 */
function homeOf({ raw }: Offer, { submitter, authors, scopes }: JudgeContext): string {
  const own = textIn(raw, 'scope') ?? '';
  if (submitter.scopes.includes(own)) return own;
  const ofAuthor = authors.get(textIn(raw, 'author') ?? '')?.scopes ?? [];
  if (submitter.scopes.length === 0) return scopes?.has(own) ? own : (ofAuthor[0] ?? '');
  return ofAuthor.find((scope) => submitter.scopes.includes(scope)) ?? submitter.scopes[0] ?? '';
}
