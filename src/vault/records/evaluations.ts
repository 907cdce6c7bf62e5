/** Evaluations as the phone shows them: where each is in its life, which revision counts, and how it was reviewed. */

import {
  type EntityRef,
  type Evaluation,
  type EvaluationDecision,
  evaluationLife,
  type Review,
  type Subject,
} from '../../programme/index.ts';
import { isErased } from '../../protocol/index.ts';
import type { OutboxRow } from '../database/database.ts';
import type { StoredEvaluation } from './api.ts';
import { type Core, fromRow, keyOf, rowsOf } from './core.ts';
import { type Entity, entityOf, hangingFrom } from './entities.ts';
import { type OpenPhotos, openPhotos, syncState } from './receipts.ts';

/** Reads one evaluation beside the others of its citizen, because only so a second one in the period is noticed. */
export async function readEvaluation(core: Core, ref: EntityRef): Promise<StoredEvaluation | null> {
  const entity = await entityOf(core, ref, 'evaluation');
  if (entity === null) return null;
  const { subject } = entity.current as unknown as Evaluation;
  return (await readEvaluationsOf(core, ref.scope, subject)).find(({ id }) => id === ref.id) ?? null;
}

/** @returns the evaluations of one subject, the one finished last first */
export async function readEvaluationsOf(core: Core, scope: string, subject: Subject): Promise<StoredEvaluation[]> {
  const hanging = await hangingFrom(core, [{ scope, id: subject.id }]);
  const all = await toEvaluations(
    core,
    hanging.filter(({ kind }) => kind === 'evaluation'),
  );
  return all.filter(({ evaluation }) => evaluation.subject.kind === subject.kind);
}

/**
 * @returns the evaluations, the one finished last first; two of one person in one period are a conflict as much as two
 * heads are
 */
export async function toEvaluations(core: Core, entities: readonly Entity[]): Promise<StoredEvaluation[]> {
  const refs = entities.flatMap(({ scope, revisions }) => revisions.map(({ revId }) => ({ scope, id: revId })));
  const [places, photos, reviews] = await Promise.all([
    placesOf(core, refs),
    openPhotos(core),
    readReviews(core, entities),
  ]);
  const evaluations = entities.map((entity) =>
    toEvaluation(
      entity,
      reviews.get(keyOf(entity)) ?? [],
      (revId) => places.get(keyOf({ ...entity, id: revId })),
      photos,
    ),
  );
  const subject = ({ evaluation }: StoredEvaluation) =>
    `${evaluation.subject.kind} ${evaluation.subject.id} ${evaluation.period}`;
  const count = new Map<string, number>();
  const notVoid = evaluations.filter(({ status }) => status !== 'void');
  for (const each of notVoid) count.set(subject(each), (count.get(subject(each)) ?? 0) + 1);
  const isDouble = (each: StoredEvaluation) => each.status !== 'void' && (count.get(subject(each)) ?? 0) > 1;
  return evaluations
    .map((each) => ({ ...each, conflict: each.conflict || isDouble(each) }))
    .sort((a, b) => (a.evaluation.finishedAt < b.evaluation.finishedAt ? 1 : -1));
}

/** Shows the revision that counts; where none does, or a person has to reconcile two, what the heads make of it. */
function toEvaluation(
  { id, scope, revisions, head, current, conflict }: Entity,
  reviews: readonly StoredReview[],
  placeOf: (revId: string) => Place | undefined,
  photos: OpenPhotos,
): StoredEvaluation {
  const life = evaluationLife(
    revisions.map(({ revId, parents, payload }) => ({
      revId,
      parents,
      scopeSeq: placeOf(revId)?.scopeSeq ?? null,
      erased: isErased({ payload }),
    })),
    reviews,
  );
  const counted = revisions.find(({ revId }) => revId === life.countedRevId);
  const { revId, author } = counted ?? head;
  const own = placeOf(revId)?.own;
  return {
    id,
    scope,
    revId,
    evaluation: (counted?.payload ?? current) as unknown as Evaluation,
    status: life.status,
    countedRevId: life.countedRevId,
    waitingRevIds: life.waitingRevIds,
    conflict: conflict || life.conflict,
    sync: own ? syncState(own, photos) : null,
    review: reviews.findLast((review) => review.revId === revId)?.review ?? null,
    author,
  };
}

/** A revision's place in the endpoint's order, and its row in the outbox where it was made here. */
interface Place {
  /** `null` while the endpoint has not received it. */
  readonly scopeSeq: number | null;
  readonly own: OutboxRow | undefined;
}

/**
 * Finds places of revisions. For what this phone sent, only the receipt has the number, because pages leave it out.
 * @param refs of revisions
 */
export async function placesOf(core: Core, refs: readonly EntityRef[]): Promise<ReadonlyMap<string, Place>> {
  const keys = refs.map(({ scope, id }): [string, string] => [scope, id]);
  const [rows, outbox, notShown] = await Promise.all([
    core.db.revisions.bulkGet(keys),
    core.db.outbox.bulkGet(refs.map(({ id }) => id)),
    core.db.refill.bulkGet(keys),
  ]);
  const places = refs.map((ref, at): [string, Place] => {
    const own = outbox[at]?.scope === ref.scope ? outbox[at] : undefined;
    // A number of an endpoint that has since gone back orders nothing; the number of an own record is in its newest
    // receipt.
    const pulled = notShown[at] === undefined ? rows[at]?.scopeSeq || null : null;
    return [keyOf(ref), { scopeSeq: own === undefined ? pulled : (own.receipt?.scopeSeq ?? null), own }];
  });
  return new Map(places);
}

interface StoredReview extends EvaluationDecision {
  readonly review: Review;
}

/** @returns reviews by evaluation, in the endpoint's order; those still on this phone come last, as they were made */
async function readReviews(
  core: Core,
  evaluations: readonly EntityRef[],
): Promise<ReadonlyMap<string, readonly StoredReview[]>> {
  const rows = (await rowsOf(core, '[scope+ownerId]', evaluations)).filter(({ kind }) => kind === 'review');
  const places = await placesOf(
    core,
    rows.map(({ scope, revId }) => ({ scope, id: revId })),
  );
  const order = (seq: number | null) => seq ?? Number.MAX_SAFE_INTEGER;
  const read = rows.map(async (row): Promise<(StoredReview & { readonly of: string })[]> => {
    const { payload, deviceSeq } = await fromRow(core, row);
    if (payload === null) return [];
    const review = payload as unknown as Review;
    const { decision, revId } = review;
    const { scopeSeq = null } = places.get(keyOf({ ...row, id: row.revId })) ?? {};
    const of = keyOf({ scope: row.scope, id: row.ownerId });
    return [{ of, reviewId: row.revId, revId, decision, scopeSeq, deviceSeq, review }];
  });
  const reviews = (await Promise.all(read)).flat();
  reviews.sort((a, b) => order(a.scopeSeq) - order(b.scopeSeq) || a.deviceSeq - b.deviceSeq);
  return Map.groupBy(reviews, ({ of }) => of);
}
