/** Finishes what an earlier start left half done: sign-outs that were begun, and stores that no entry names. */
import { loadLeave } from '../../sync/index.ts';
import { departuresOf, type EnrolledPerson, systemClock } from '../../vault/index.ts';
import { openPerson, type PhoneServices } from './gate.ts';
import { whileAlone } from './window-locks.ts';

/** Finishes what can be finished now; the rest is left to the next start. @param all persons as they are known now */
export async function settle(phone: PhoneServices, all: readonly EnrolledPerson[]): Promise<void> {
  const { persons } = phone;
  const open = async (store: string) => (await openPerson(phone, store)).vault;
  const alone = (store: string, work: () => Promise<void>) =>
    whileAlone(store, work).catch((error: unknown) => console.warn('persons: left to the next start', store, error));
  for (const store of await persons.leaving()) {
    const { finishLeaving } = await loadLeave();
    await alone(store, () =>
      finishLeaving({ persons, departures: departuresOf(phone.platform), clock: systemClock }, store, open),
    );
  }
  for (const { store, officer } of all) if (officer === null) await alone(store, () => identify(phone, store));
}

/** A store that holds nothing of anybody was begun by an enrolment that came to nothing. */
async function identify(phone: PhoneServices, store: string): Promise<void> {
  const { vault } = await openPerson(phone, store);
  const [session, health, drafts] = await Promise.all([vault.session(), vault.health(), vault.drafts()]);
  await vault.close();
  if (session !== null) await phone.persons.note(store, session.officer);
  else if (health.maxDeviceSeq === 0 && drafts.length === 0) await phone.persons.remove(store);
}
