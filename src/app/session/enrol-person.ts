/** Signing in on this phone: a new person gets a store of their own; one who is here already goes on in theirs. */
import type { SyncClient } from '../../sync/index.ts';
import { departuresOf } from '../../vault/index.ts';
import type { Services } from '../services.ts';
import { openPerson, type PhoneServices, startRounds } from './gate.ts';
import { holdStore } from './window-locks.ts';

type NotEnrolled = Exclude<Awaited<ReturnType<SyncClient['enrol']>>, { kind: 'signed-in' }>;
export type Enrolled = { readonly kind: 'open'; readonly services: Services } | NotEnrolled;

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
  const answer = await fresh.syncClient.enrol(code);
  if (answer.kind !== 'signed-in') return answer;
  const { officer, token } = answer.session;
  const here = (await persons.list()).find((person) => person.officer?.id === officer.id);
  if (here === undefined || here.store === fresh.vault.store) {
    await persons.note(fresh.vault.store, officer);
    nobodys = null;
    startRounds(fresh);
    return { kind: 'open', services: fresh };
  }
  // The token is bound to the device of the store that asked: theirs asks again, and this one's is ended.
  await departuresOf(phone.platform).endLater(token);
  const theirs = await openPerson(phone, here.store);
  const again = await theirs.syncClient.enrol(code);
  nobodys = null;
  await fresh.vault.end(
    async () => true,
    () => persons.remove(fresh.vault.store),
  );
  if (again.kind !== 'signed-in') {
    await theirs.vault.close();
    return again;
  }
  holdStore(here.store);
  await persons.note(here.store, officer);
  startRounds(theirs);
  return { kind: 'open', services: theirs };
}
