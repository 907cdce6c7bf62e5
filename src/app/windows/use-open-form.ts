/** A form without a draft: while it is on the screen, no update may change its code and lose what is typed. */
import { useEffect } from 'react';
import { uuidv7 } from '../../vault/index.ts';
import { useServices } from '../services.ts';
import { takeForm } from './open-forms.ts';

/** Counts the component among the open forms of all windows for as long as it is shown. */
export function useOpenForm(): void {
  const { vault, clock, rng } = useServices();
  // Each form has a name of its own, because several windows may correct the same record.
  useEffect(() => takeForm(vault.store, uuidv7(clock, rng)).letGo, [vault, clock, rng]);
}
