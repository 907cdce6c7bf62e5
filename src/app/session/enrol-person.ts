/** Signing in on this phone: a new person gets a store of their own; one who is here already goes on in theirs. */
import type { Session } from '../../protocol/index.ts';
import type { SyncClient } from '../../sync/index.ts';
import type { Services } from '../services.ts';
import { openPerson, type PhoneServices, startRounds } from './gate.ts';
import { holdStore } from './window-locks.ts';

type NotEnrolled = Exclude<Awaited<ReturnType<SyncClient['enrol']>>, { kind: 'signed-in' }>;
export type Enrolled = { readonly kind: 'open'; readonly services: Services } | NotEnrolled;

/** The code is of another person who has a store here. */
const NOT_THEIRS: readonly string[] = ['code-of-another', 'person-is-here'];

/** Enrols in a store that is nobody's yet, because only the answer says whose code it is. */
let nobodys: Services | null = null;

/** @param code as it was typed. @throws as `openPerson` */
export async function enrolPerson(phone: PhoneServices, code: string): Promise<Enrolled> {
  const { persons } = phone;
  if (nobodys === null) {
    const store = persons.newStore();
    holdStore(store);
    nobodys = await openPerson(phone, store);
  }
  const fresh = nobodys;
  const here = (await persons.list()).flatMap(({ store, officer }) =>
    officer === null || store === fresh.vault.store ? [] : [{ store, officer }],
  );
  const answer = await fresh.syncClient.enrol(
    code,
    here.map(({ officer }) => officer.id),
  );
  if (answer.kind === 'error' && answer.code === 'person-is-here') return await enrolHere(phone, code, here);
  if (answer.kind !== 'signed-in') return answer;
  nobodys = null;
  await persons.note(fresh.vault.store, answer.session.officer);
  startRounds(fresh);
  return { kind: 'open', services: fresh };
}

/** Enrols in the store of the one whose code it is. The code is still unused, and each of the others leaves it so. */
async function enrolHere(
  phone: PhoneServices,
  code: string,
  here: readonly { readonly store: string; readonly officer: Session['officer'] }[],
): Promise<Enrolled> {
  let answer: NotEnrolled = { kind: 'error', code: 'code-of-another' };
  for (const { store, officer } of here) {
    const theirs = await openPerson(phone, store);
    const tried = await theirs.syncClient.enrol(code, others(here, officer.id));
    if (tried.kind === 'signed-in') {
      holdStore(store);
      await phone.persons.note(store, tried.session.officer);
      startRounds(theirs);
      return { kind: 'open', services: theirs };
    }
    await theirs.vault.close();
    answer = tried;
    if (tried.kind !== 'error' || !NOT_THEIRS.includes(tried.code)) return tried;
  }
  return answer;
}

function others(here: readonly { readonly officer: Session['officer'] }[], id: string): string[] {
  return here.flatMap(({ officer }) => (officer.id === id ? [] : [officer.id]));
}
