/**
 * The life of an evaluation. It is not stored but follows from the evaluation's revisions, their receipts and the decisions
 * about them, and is the same on every phone and endpoint that holds the same.
 *
 *     draft ──finish──► finished ──receipt──► received ──returned──► returned ──a newer revision──► resubmitted
 *                                              │  ▲  ▲                │   │                            │
 *                                              │  │  └──unreturned────┘   │                            │
 *                                     accepted │  │ unaccepted            │ accepted                   │ accepted
 *                                              ▼  │                       ▼                            ▼
 *                                             accepted ◄───────────────────────────────────────────────┘
 *                                              │  ▲
 *                                     proposed │  │ held-over
 *                                              ▼  │
 *                                             proposed ──recognised──► recognised ──withdrawn──► withdrawn
 *
 *     finished, received, returned, resubmitted, accepted ──void──► void
 *
 * - Decisions are read in the order of `scopeSeq`, which the endpoint gives; a decision that has none yet was made on this
 *   phone and comes last. No clock decides anything, because phones' clocks are wrong.
 * - A decision is about one revision. Where the drawing has no arrow for it, or another revision is the one that was
 *   accepted, somebody else was first: it came too late and changes nothing.
 * - The accepted revision counts until a supervisor decides: a newer one that comes later waits (`waitingRevIds`) and
 *   moves nothing by itself, and one whose return is asked for goes back to the officer while the accepted one counts on.
 */
import type { Decision } from './kinds/index.ts';
import { headsOf } from './parent-graph.ts';

export type EvaluationStatus =
  | 'draft'
  | 'finished'
  | 'received'
  | 'returned'
  | 'resubmitted'
  | 'accepted'
  | 'proposed'
  | 'recognised'
  | 'withdrawn'
  | 'void';

/** What the life of an evaluation depends on in one of its revisions. */
export interface EvaluationRevision {
  readonly revId: string;
  readonly parents: readonly string[];
  /** The endpoint's number; null: it has no receipt yet. */
  readonly scopeSeq: number | null;
  readonly erased: boolean;
}

/** What the life of an evaluation depends on in one review. */
export interface EvaluationDecision {
  /** Id of the review's own revision. */
  readonly reviewId: string;
  /** The revision of the evaluation that is decided about. */
  readonly revId: string;
  readonly decision: Decision;
  readonly scopeSeq: number | null;
  /** Number on the deciding phone, which orders decisions that it has not sent yet. */
  readonly deviceSeq: number;
}

/** Where an evaluation is in its life. */
export interface EvaluationLife {
  readonly status: EvaluationStatus;
  /**
   * The revision that figures and reports are made from; null where there is none: nothing finished, two heads that a
   * person has to reconcile, an erased one, a withdrawn or void evaluation.
   */
  readonly countedRevId: string | null;
  /** Revisions newer than the accepted one, or beside it, that wait for a supervisor. */
  readonly waitingRevIds: readonly string[];
  /** Whether several revisions claim to be the newest. */
  readonly conflict: boolean;
}

/** What is decided in the end; where nothing is, the status is read from the heads. */
type Ruling = 'none' | 'accepted' | 'proposed' | 'recognised' | 'withdrawn' | 'void';

const NEXT_RULING: Readonly<Record<Ruling, Readonly<Partial<Record<Decision, Ruling>>>>> = {
  none: { accepted: 'accepted', void: 'void' },
  accepted: { accepted: 'accepted', unaccepted: 'none', proposed: 'proposed', void: 'void' },
  proposed: { 'held-over': 'accepted', recognised: 'recognised' },
  recognised: { withdrawn: 'withdrawn' },
  withdrawn: {},
  void: {},
};
/** Decisions that may be about another revision than the accepted one. */
const OF_ANY_REVISION: readonly Decision[] = ['accepted', 'void'];

interface Decided {
  readonly ruling: Ruling;
  readonly revId: string | null;
  readonly returned: ReadonlySet<string>;
}

/**
 * Works out where an evaluation is in its life.
 * @param revisions all revisions of one evaluation, in any order
 * @param decisions about any of them, in any order; one about a revision that is not there (it may still come) changes nothing
 */
export function evaluationLife(
  revisions: readonly EvaluationRevision[],
  decisions: readonly EvaluationDecision[],
): EvaluationLife {
  const byId = new Map(revisions.map((revision) => [revision.revId, revision]));
  const heads = headsOf(revisions).filter((revId) => byId.get(revId)?.erased === false);
  const known = decisions.filter(({ revId }) => byId.has(revId)).sort(byOrder);
  const conflict = heads.length > 1;
  const [head = null] = conflict ? [] : heads;
  const { ruling, revId, returned } = decide(known);
  switch (ruling) {
    case 'none':
      return { status: undecided(heads, byId, returned), countedRevId: head, waitingRevIds: [], conflict };
    case 'withdrawn':
    case 'void':
      return { status: ruling, countedRevId: null, waitingRevIds: [], conflict };
    case 'accepted':
    case 'proposed':
    case 'recognised': {
      const countedRevId = byId.get(revId ?? '')?.erased === false ? revId : null;
      const waitingRevIds = heads.filter((each) => each !== revId && !returned.has(each));
      return { status: ruling, countedRevId, waitingRevIds, conflict };
    }
  }
}

function byOrder(a: EvaluationDecision, b: EvaluationDecision): number {
  const order = (seq: number | null) => seq ?? Number.MAX_SAFE_INTEGER;
  const difference = order(a.scopeSeq) - order(b.scopeSeq) || a.deviceSeq - b.deviceSeq;
  return difference || (a.reviewId < b.reviewId ? -1 : 1);
}

/** @param decisions in their order */
function decide(decisions: readonly EvaluationDecision[]): Decided {
  let ruling: Ruling = 'none';
  let ruled: string | null = null;
  const returned = new Set<string>();
  for (const { decision, revId } of decisions) {
    if (decision === 'returned' && revId !== ruled) returned.add(revId);
    if (decision === 'unreturned') returned.delete(revId);
    const next: Ruling | undefined = NEXT_RULING[ruling][decision];
    if (next === undefined || (revId !== ruled && !OF_ANY_REVISION.includes(decision))) continue;
    if (decision === 'accepted') returned.delete(revId);
    ruling = next;
    ruled = next === 'none' ? null : revId;
  }
  return { ruling, revId: ruled, returned };
}

function undecided(
  heads: readonly string[],
  byId: ReadonlyMap<string, EvaluationRevision>,
  returned: ReadonlySet<string>,
): EvaluationStatus {
  if (heads.length === 0) return 'draft';
  if (heads.some((head) => returned.has(head))) return 'returned';
  if (returned.size > 0) return 'resubmitted';
  return heads.some((head) => byId.get(head)?.scopeSeq != null) ? 'received' : 'finished';
}
