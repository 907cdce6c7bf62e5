/** Saves records of the administration on this device, once at a time, and keeps why they could not be saved. */
import { useState } from 'react';
import type { NewRevision } from '../../programme/index.ts';
import type { SaveFailure } from '../phone/storage/not-kept.tsx';
import { useServices } from '../services.ts';

export interface Saving {
  readonly busy: boolean;
  readonly failure: SaveFailure | null;
  readonly save: (revisions: readonly NewRevision[]) => Promise<void>;
}

export function useSaving(onSaved: () => void): Saving {
  const { vault } = useServices();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<SaveFailure | null>(null);
  const save = async (revisions: readonly NewRevision[]) => {
    setBusy(true);
    const saved = await vault.commit(revisions);
    setBusy(false);
    if (saved.kind === 'saved') onSaved();
    else setFailure(saved.reason);
  };
  return { busy, failure, save };
}
