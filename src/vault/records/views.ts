/** What one screen shows of one household or one person, read by id and made from its revisions when asked for. */
import type { Citizen, Consent, EntityRef, Household, Identity, Subject, Visit } from '../../programme/index.ts';
import type { Home, HouseholdView, Person, SubjectView } from './api.ts';
import type { Core } from './core.ts';
import { type Entity, entityOf, hangingFrom } from './entities.ts';
import { toEvaluations } from './evaluations.ts';

/** @returns null where the id is no citizen that the session may see */
export async function readPerson(core: Core, citizen: EntityRef): Promise<Person | null> {
  const [entity, identity] = await Promise.all([
    entityOf(core, citizen, 'citizen'),
    entityOf(core, citizen, 'identity'),
  ]);
  return entity && toPerson(entity, identity ?? undefined);
}

function toPerson({ id, scope, current, conflict }: Entity, identity: Entity | undefined): Person {
  const { cccd = null } = (identity?.current ?? {}) as Partial<Identity>;
  return { id, scope, citizen: current as unknown as Citizen, cccd, conflict: conflict || identity?.conflict === true };
}

/** @returns null where nothing of that kind has the id, or the kind has no lists yet */
export async function readSubject(core: Core, scope: string, subject: Subject): Promise<SubjectView | null> {
  const ref = { scope, id: subject.id };
  switch (subject.kind) {
    case 'citizen': {
      const person = await readPerson(core, ref);
      if (person === null) return null;
      const { name, householdId, unit = null, group } = person.citizen;
      const home = await entityOf(core, { scope, id: householdId }, 'household');
      const { hamlet } = (home?.current ?? {}) as Partial<Household>;
      return { scope, subject, name, hamlet: hamlet ?? null, unit, group, householdId };
    }
    case 'household': {
      const home = await entityOf(core, ref, 'household');
      if (home === null) return null;
      const { number, hamlet } = home.current as unknown as Household;
      return { scope, subject, name: number, hamlet, unit: null, group: null, householdId: subject.id };
    }
    case 'clan':
    case 'community':
    case 'unit':
      return null;
  }
}

/** @returns null where the id is no household that the session may see */
export async function readHousehold(core: Core, ref: EntityRef): Promise<HouseholdView | null> {
  const [entity, hanging] = await Promise.all([entityOf(core, ref, 'household'), hangingFrom(core, [ref])]);
  if (entity === null) return null;
  const { id, scope, current, conflict } = entity;
  const home: Home = { id, scope, household: current as unknown as Household, conflict };
  const here = hanging.filter(({ current }) => current.householdId === ref.id);
  // An identity has the citizen's own id, and is read with the citizen.
  const identities = new Map(hanging.flatMap((each) => (each.kind === 'identity' ? [[each.id, each]] : [])));
  const members = here.flatMap((each) => (each.kind === 'citizen' ? [toPerson(each, identities.get(each.id))] : []));
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
