/** What one screen shows of one household or one person: read by id, opened and folded when asked for. */
import type { Citizen, Consent, Evaluation, Household, Review, Visit } from '../programme/index.ts';
import { foldEntity } from '../programme/index.ts';
import type { Revision } from '../protocol/index.ts';
import type { EntityRef, Home, HouseholdView, Person, StoredEvaluation } from './api.ts';
import { type Core, entitiesOf, fromRow, keyOf, revisionsOf, rowsOf } from './core.ts';
import { openPhotos, syncState } from './receipts.ts';
import { seenBy } from './scopes-seen.ts';

interface Folded {
  readonly id: string;
  readonly scope: string;
  readonly kind: string;
  /** The head shown. */
  readonly head: Revision;
  readonly current: Record<string, unknown>;
  readonly conflict: boolean;
}

function foldAll(revisions: readonly Revision[]): Folded[] {
  const byEntity = Map.groupBy(revisions, ({ scope, entityId }) => keyOf({ scope, id: entityId }));
  return [...byEntity.values()].flatMap((all) => {
    const { heads, current, conflict } = foldEntity(all);
    const head = all.find(({ revId }) => revId === heads[0]);
    return head && current ? [{ id: head.entityId, scope: head.scope, kind: head.kind, head, current, conflict }] : [];
  });
}

/** Entities that hang, or once hung, from the given ids, each with all its revisions. */
async function hangingFrom(core: Core, owners: readonly EntityRef[]): Promise<Folded[]> {
  return await readEntities(core, entitiesOf(await rowsOf(core, '[scope+ownerId]', owners)));
}

/** Of those that the session may see. */
async function readEntities(core: Core, refs: readonly EntityRef[]): Promise<Folded[]> {
  const { scopes } = await seenBy(core);
  const seen = refs.filter(({ scope }) => scopes.has(scope));
  return foldAll(await revisionsOf(core, seen));
}

export async function readPerson(core: Core, citizen: EntityRef): Promise<Person | null> {
  const [folded] = await readEntities(core, [citizen]);
  return folded?.kind === 'citizen' ? toPerson(folded) : null;
}

function toPerson({ id, scope, current, conflict }: Folded): Person {
  return { id, scope, citizen: current as unknown as Citizen, conflict };
}

export async function readHousehold(core: Core, household: EntityRef): Promise<HouseholdView | null> {
  const [[folded], hanging] = await Promise.all([readEntities(core, [household]), hangingFrom(core, [household])]);
  if (folded?.kind !== 'household') return null;
  const home: Home = {
    id: folded.id,
    scope: folded.scope,
    household: folded.current as unknown as Household,
    conflict: folded.conflict,
  };
  const here = hanging.filter(({ current }) => current.householdId === household.id);
  const members = here.filter(({ kind }) => kind === 'citizen').map(toPerson);
  const ofMembers = await hangingFrom(core, members);
  return {
    home,
    members,
    evaluations: await toEvaluations(
      core,
      ofMembers.filter(({ kind }) => kind === 'evaluation'),
    ),
    visits: here
      .filter(({ kind }) => kind === 'visit')
      .map(({ id, current, head }) => ({ id, visit: current as unknown as Visit, author: head.author }))
      .sort((a, b) => (a.visit.at < b.visit.at ? 1 : -1)),
    consents: ofMembers
      .filter(({ kind }) => kind === 'consent')
      .map(({ id, current }) => ({ id, consent: current as unknown as Consent })),
  };
}

/** One evaluation, beside the others of its citizen: that is how a second one in the period is noticed. */
export async function readEvaluation(core: Core, evaluation: EntityRef): Promise<StoredEvaluation | null> {
  const [folded] = await readEntities(core, [evaluation]);
  if (folded?.kind !== 'evaluation') return null;
  const hanging = await hangingFrom(core, [{ scope: folded.scope, id: String(folded.current.citizenId) }]);
  const evaluations = await toEvaluations(
    core,
    hanging.filter(({ kind }) => kind === 'evaluation'),
  );
  return evaluations.find(({ id }) => id === evaluation.id) ?? null;
}

/** Newest finished first. Two evaluations of one person in one period are a conflict as much as two heads are. */
async function toEvaluations(core: Core, folded: readonly Folded[]): Promise<StoredEvaluation[]> {
  const [outbox, photos, reviews] = await Promise.all([
    core.db.outbox.bulkGet(folded.map(({ head }) => head.revId)),
    openPhotos(core),
    readReviews(core, folded),
  ]);
  const subject = ({ current }: Folded) => `${current.citizenId} ${current.period}`;
  const count = new Map<string, number>();
  for (const each of folded) count.set(subject(each), (count.get(subject(each)) ?? 0) + 1);
  return folded
    .map((each, index): StoredEvaluation => {
      const own = outbox[index];
      return {
        id: each.id,
        scope: each.scope,
        revId: each.head.revId,
        evaluation: each.current as unknown as Evaluation,
        conflict: each.conflict || (count.get(subject(each)) ?? 0) > 1,
        sync: own?.scope === each.scope ? syncState(own, photos) : null,
        review: reviews.get(each.head.revId) ?? null,
        author: each.head.author,
      };
    })
    .sort((a, b) => (a.evaluation.finishedAt < b.evaluation.finishedAt ? 1 : -1));
}

/** The last review of each exact revision, in the endpoint's order; one still on this phone comes after all. */
async function readReviews(core: Core, evaluations: readonly EntityRef[]): Promise<ReadonlyMap<string, Review>> {
  const rows = await rowsOf(core, '[scope+ownerId]', evaluations);
  const reviews = rows.filter(({ kind }) => kind === 'review');
  const order = (seq: number) => seq || Number.MAX_SAFE_INTEGER;
  reviews.sort((a, b) => order(a.scopeSeq) - order(b.scopeSeq));
  const last = new Map<string, Review>();
  for (const row of reviews) {
    const review = (await fromRow(core, row)).payload as unknown as Review;
    last.set(review.revId, review);
  }
  return last;
}
