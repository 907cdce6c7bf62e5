/** Who else is enrolled on this phone, and another person's turn in this window. */
import { useEffect, useState } from 'react';
import type { EnrolledPerson } from '../../vault/index.ts';
import type { Services } from '../services.ts';
import { chooseStore } from './chosen.ts';
import { usePhone } from './phone-context.ts';

/** @returns the persons enrolled on this phone; `undefined` while they are read */
export function usePersons(): readonly EnrolledPerson[] | undefined {
  const { persons } = usePhone();
  const [all, setAll] = useState<readonly EnrolledPerson[]>();
  useEffect(() => {
    let alive = true;
    persons.list().then(
      (list) => alive && setAll(list),
      (error: unknown) => console.error('persons', error),
    );
    return () => {
      alive = false;
    };
  }, [persons]);
  return all;
}

/** A tab that hangs may hold the writer's lock. What was typed is a draft already, so nobody waits longer for the lock. */
const CLOSE_WITHIN_MS = 3_000;

/**
 * Gives the window to another person, without a network.
 * @param services of the person who goes; null: nobody's store was open
 * @param store of the person who comes; null: the window asks who one is
 */
export async function switchTo(services: Services | null, store: string | null): Promise<void> {
  chooseStore(store);
  const late = new Promise((resolve) => setTimeout(resolve, CLOSE_WITHIN_MS));
  // Drafts are written before the store closes: it does one thing after the other.
  if (services !== null) await Promise.race([services.vault.close().catch(() => undefined), late]);
  location.replace('/');
}
