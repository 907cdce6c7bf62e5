/** What one screen shows of one household or one person: read by id, made from its revisions when asked for. */
import type { Citizen, Consent, Evaluation, Household, Kind, Review, Visit } from '../programme/index.ts';
import { byEntity, materialize } from '../programme/index.ts';
import type { Revision } from '../protocol/index.ts';
import type { EntityRef, Home, HouseholdView, Person, StoredEvaluation } from './api.ts';
import { type Core, entitiesOf, fromRow, revisionsOf, rowsOf } from './core.ts';
import { openPhotos, syncState } from './receipts.ts';
import { seenBy } from './scopes-seen.ts';

interface Entity {
  readonly id: string;
  readonly scope: string;
  readonly kind: string;
  /** The revision shown; of several heads the first. */
  readonly head: Revision;
  readonly current: Record<string, unknown>;
  readonly conflict: boolean;
}

/** Those whose every head is erased are left out. */
function entitiesIn(revisions: readonly Revision[]): Entity[] {
  return byEntity(revisions).flatMap((all) => {
    const { shownRevId, current, conflict } = materialize(all);
    const head = all.find(({ revId }) => revId === shownRevId);
    return head && current ? [{ id: head.entityId, scope: head.scope, kind: head.kind, head, current, conflict }] : [];
  });
}

/** Entities that hang, or once hung, from the given ids, each with all its revisions. */
async function hangingFrom(core: Core, owners: readonly EntityRef[]): Promise<Entity[]> {
  return await readEntities(core, entitiesOf(await rowsOf(core, '[scope+ownerId]', owners)));
}

/** Of those that the session may see. */
async function readEntities(core: Core, refs: readonly EntityRef[]): Promise<Entity[]> {
  const { scopes } = await seenBy(core);
  const seen = refs.filter(({ scope }) => scopes.has(scope));
  return entitiesIn(await revisionsOf(core, seen));
}

/** What goes by this id; a record of another kind that was given the same id takes nobody's place. */
async function entityOf(core: Core, ref: EntityRef, kind: Kind): Promise<Entity | null> {
  return (await readEntities(core, [ref])).find((entity) => entity.kind === kind) ?? null;
}

export async function readPerson(core: Core, citizen: EntityRef): Promise<Person | null> {
  const entity = await entityOf(core, citizen, 'citizen');
  return entity && toPerson(entity);
}

function toPerson({ id, scope, current, conflict }: Entity): Person {
  return { id, scope, citizen: current as unknown as Citizen, conflict };
}

export async function readHousehold(core: Core, ref: EntityRef): Promise<HouseholdView | null> {
  const [entity, hanging] = await Promise.all([entityOf(core, ref, 'household'), hangingFrom(core, [ref])]);
  if (entity === null) return null;
  const { id, scope, current, conflict } = entity;
  const home: Home = { id, scope, household: current as unknown as Household, conflict };
  const here = hanging.filter(({ current }) => current.householdId === ref.id);
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
export async function readEvaluation(core: Core, ref: EntityRef): Promise<StoredEvaluation | null> {
  const entity = await entityOf(core, ref, 'evaluation');
  if (entity === null) return null;
  const hanging = await hangingFrom(core, [{ scope: entity.scope, id: String(entity.current.citizenId) }]);
  const evaluations = await toEvaluations(
    core,
    hanging.filter(({ kind }) => kind === 'evaluation'),
  );
  return evaluations.find(({ id }) => id === ref.id) ?? null;
}

/** Newest finished first. Two evaluations of one person in one period are a conflict as much as two heads are. */
async function toEvaluations(core: Core, entities: readonly Entity[]): Promise<StoredEvaluation[]> {
  const [outbox, photos, reviews] = await Promise.all([
    core.db.outbox.bulkGet(entities.map(({ head }) => head.revId)),
    openPhotos(core),
    readReviews(core, entities),
  ]);
  const subject = ({ current }: Entity) => `${current.citizenId} ${current.period}`;
  const count = new Map<string, number>();
  for (const each of entities) count.set(subject(each), (count.get(subject(each)) ?? 0) + 1);
  return entities
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
