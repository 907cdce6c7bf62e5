/**
 * Corrects a record of the quarantine. Its bytes are never touched: with other values in the members that were refused it
 * becomes a revision of its own, signed by the supervisor, on the refused one and on that one's parents, so that it takes
 * the refused one's place wherever both are held. It is judged like any push. The same corrections by the same supervisor
 * make the same revision, whenever they are made: asked twice, or after a restore, it is one.
 */
import { score } from '../../criteria/index.ts';
import { answersOf, evaluationPayload, PARENTS_MAX } from '../../programme/index.ts';
import {
  type CorrectedMember,
  canonicalText,
  type MemberCorrection,
  type MemberPath,
  type RefusedMember,
  type Revision,
  UNPROVEN_CODES,
  withContentHash,
} from '../../protocol/index.ts';
import { deterministicId } from '../deterministic-id.ts';
import type { IngestStore } from '../ingest/ingest.ts';
import { judge, readOffer } from '../ingest/judge.ts';
import { lineageOf } from '../ingest/parents.ts';
import { Scorers, setHashOf } from '../ingest/rescore.ts';
import { provenOf } from '../ingest/signature.ts';
import { type EndpointDevice, endpointDevice } from '../signing/endpoint-device.ts';
import {
  NotOpenError,
  type Officer,
  type PeopleStore,
  type QuarantineEntry,
  type QuarantineStore,
  type SetStore,
} from '../store/api.ts';
import { refusedMembers, samePath, valueAt } from './faulty-members.ts';

export type CorrectionOutcome =
  | { readonly kind: 'accepted' }
  /** Why it is kept, and what can be corrected once these corrections are made. */
  | { readonly kind: 'kept'; readonly code: string; readonly refused: readonly RefusedMember[] }
  /** Somebody else has decided on it, or has corrected it in another way. */
  | { readonly kind: 'decided' }
  /** This member is not one that keeps the record from being accepted, or takes no such value. */
  | { readonly kind: 'not-refused'; readonly path: MemberPath };

export interface CorrectionStore
  extends IngestStore,
    Pick<SetStore, 'sets'>,
    Pick<PeopleStore, 'communes'>,
    Pick<QuarantineStore, 'quarantinedByHash'> {}

/** What of a record lies as it came, later versions' members with it. */
type Raw = Revision & { readonly [member: string]: unknown };

/** Members of an evaluation that its score follows from. */
const SCORED: ReadonlySet<MemberPath[number] | undefined> = new Set(['criteriaSet', 'answers', 'flags', 'conditions']);

export function createCorrection(store: CorrectionStore) {
  const scorers = new Scorers(store);

  const refusedOf = async (raw: Raw, supervisor: Officer): Promise<RefusedMember[]> => {
    const hash = setHashOf(raw);
    return refusedMembers(raw, {
      communes: await store.communes(supervisor.scopes),
      sets: await store.sets(),
      scorers: await scorers.of(hash === null ? [] : [hash]),
    });
  };

  /** Member by member: a set that was replaced may refuse answers that nobody could know of before. */
  const applied = async (raw: Raw, corrections: readonly MemberCorrection[], supervisor: Officer) => {
    const changes: CorrectedMember[] = [];
    for (let left = corrections; left.length > 0; ) {
      const refused = await refusedOf(raw, supervisor);
      const now = left.filter(({ path }) => refused.some((member) => samePath(member.path, path)));
      const [first] = left;
      if (now.length === 0 && first !== undefined) return { kind: 'not-refused', path: first.path } as const;
      for (const { path, to } of now) {
        changes.push(changed(raw, path, to));
        put(raw, path, to);
      }
      left = left.filter((memberCorrection) => !now.includes(memberCorrection));
    }
    return { kind: 'applied', changes } as const;
  };

  /** The score beside answers that the desk changed is the desk's, as it is the phone's beside those of a phone. */
  const scoredAnew = async (raw: Raw, corrections: readonly MemberCorrection[]): Promise<CorrectedMember[]> => {
    const touched = corrections.some(({ path: [top, member] }) => top === 'payload' && SCORED.has(member));
    const parsed = raw.kind === 'evaluation' && touched ? evaluationPayload.safeParse(raw.payload) : null;
    if (!parsed?.success) return [];
    const { sha256 } = parsed.data.criteriaSet;
    const scorer = (await scorers.of([sha256])).get(sha256);
    if (scorer === undefined) return [];
    const { total, max, verdict, hash } = score(scorer.compiled, answersOf(parsed.data));
    const path = ['payload', 'clientResult'];
    if (parsed.data.clientResult.hash === hash) return [];
    const change = changed(raw, path, { total, max, verdict, hash });
    put(raw, path, change.to);
    return [change];
  };

  const standing = (resolved: QuarantineEntry['resolved'] | undefined, revId: string): CorrectionOutcome => ({
    kind: resolved?.corrected?.revId === revId ? 'accepted' : 'decided',
  });

  return {
    /** @returns what of an open record this supervisor can correct */
    async refused(entry: QuarantineEntry, supervisor: Officer): Promise<RefusedMember[]> {
      const raw = entry.resolved === null ? read(entry) : null;
      return raw === null ? [] : await refusedOf(raw, supervisor);
    },

    /** @param at ISO instant of the endpoint's clock */
    async correct(
      entry: QuarantineEntry,
      corrections: readonly MemberCorrection[],
      supervisor: Officer,
      at: string,
    ): Promise<CorrectionOutcome> {
      const came = read(entry);
      const asItIs = corrections.length === 0 && !UNPROVEN_CODES.includes(entry.code);
      if (came === null || asItIs || !isText(corrections))
        return { kind: 'not-refused', path: corrections[0]?.path ?? [] };
      const raw = structuredClone(came);
      const made = await applied(raw, corrections, supervisor);
      if (made.kind !== 'applied') return made;
      const authors = new Map([[supervisor.id, supervisor]]);
      const hash = setHashOf(raw);
      const desk = await endpointDevice(store);
      const holders = new Map([[desk.device, { officerId: null, publicKeys: [desk.publicKey] }]]);
      const lineage = await lineageOf(store, [readOffer(raw)]);
      const known = await scorers.of(hash === null ? [] : [hash]);
      const judged = async () => {
        const offer = readOffer(writtenBy(supervisor, desk, raw, came));
        const proven = await provenOf([offer.raw], holders);
        return judge(offer, { submitter: supervisor, authors, holders, proven, lineage, scorers: known });
      };
      const kept = async (code: string): Promise<CorrectionOutcome> => ({
        kind: 'kept',
        code,
        refused: await refusedOf(raw, supervisor),
      });
      // First as it stands: only answers that fit can be scored.
      const tried = await judged();
      if (tried.kind === 'quarantined') return await kept(tried.quarantined.code);
      const changes = [...made.changes, ...(await scoredAnew(raw, corrections))];
      const judgement = await judged();
      if (judgement.kind === 'quarantined') return await kept(judgement.quarantined.code);
      const { revId } = judgement.accepted.revision;
      if (entry.resolved !== null) return standing(entry.resolved, revId);
      // On another record that is held under its id, it would take that one's place.
      if ((await store.held([{ scope: raw.scope, revId: came.revId }])).size > 0) return await kept('rev-id-reused');
      const { scope, bodyHash } = entry;
      try {
        await store.append({
          accepted: [{ ...judgement.accepted, corrects: { scope, bodyHash, changes } }],
          quarantined: [],
          submittedBy: supervisor.id,
          receivedAt: at,
        });
        return { kind: 'accepted' };
      } catch (error) {
        if (!(error instanceof NotOpenError)) throw error;
        const [now] = await store.quarantinedByHash(scope, [bodyHash]);
        return standing(now?.resolved, revId);
      }
    },
  };
}

/** @returns null for what is no revision, and for one that is not what its phone signed: nobody knows what it was to be */
function read({ body }: QuarantineEntry): Raw | null {
  const { raw, revision, contentHash } = readOffer(JSON.parse(body));
  return revision === null || contentHash !== revision.contentHash ? null : (raw as Raw);
}

/** A lone surrogate has no bytes, and so no hash. */
function isText(value: unknown): boolean {
  try {
    return canonicalText(value) !== '';
  } catch {
    return false;
  }
}

/** Made at the endpoint and signed by it, for the supervisor who is signed in. */
function writtenBy(
  supervisor: Officer,
  desk: EndpointDevice,
  { contentHash: _, signature: __, ...raw }: Raw,
  { revId: corrects, parents }: Raw,
): Revision {
  const content = {
    ...raw,
    author: supervisor.id,
    parents: [corrects, ...parents].slice(0, PARENTS_MAX),
    corrects,
    deviceSeq: 1,
    prevHash: '',
  };
  const text = canonicalText({ ...content, revId: '', device: '', salt: '' });
  const revId = deterministicId(`corrected:${text}`);
  return desk.signed(withContentHash({ ...content, revId, device: desk.device, salt: desk.saltFor(text) }));
}

function changed(raw: Raw, path: MemberPath, to: unknown): CorrectedMember {
  const from = valueAt(raw, path);
  return { path: [...path], ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** What holds it is there: a member can be refused only in something that is there. */
function put(raw: Raw, path: MemberPath, to: unknown): void {
  const holder = valueAt(raw, path.slice(0, -1)) as Record<string | number, unknown> | undefined;
  const key = path.at(-1);
  if (holder === undefined || key === undefined || key === '__proto__') return;
  if (to !== undefined) holder[key] = to;
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}
