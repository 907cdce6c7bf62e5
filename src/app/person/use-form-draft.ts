/** Keeps what is typed into a form as a draft in the vault, so that a call, a kill or an update loses nothing. */
import { useCallback, useEffect, useRef } from 'react';
import type { Draft } from '../../vault/index.ts';
import { useServices } from '../services.ts';

const DELAY_MS = 250;

export interface FormDraft {
  /** Notes the newest values; written shortly after. */
  readonly note: (value: Draft['value']) => void;
  /** Writes no more and forgets the draft. */
  readonly drop: () => Promise<void>;
}

export function useFormDraft(draft: Omit<Draft, 'updatedAt' | 'value'>): FormDraft {
  const { vault, clock } = useServices();
  const { draftId, kind, subjectId, setHash } = draft;
  const latest = useRef<Draft['value'] | null>(null);
  const stopped = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const queue = useRef<Promise<void>>(Promise.resolve());

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    queue.current = queue.current.then(async () => {
      const value = latest.current;
      if (stopped.current || value === null) return;
      latest.current = null;
      await vault
        .saveDraft({ draftId, kind, subjectId, setHash, updatedAt: clock.now(), value })
        .catch((error: unknown) => console.error(error));
    });
    return queue.current;
  }, [vault, clock, draftId, kind, subjectId, setHash]);

  useEffect(() => {
    const leave = () => void flush();
    document.addEventListener('visibilitychange', leave);
    addEventListener('pagehide', leave);
    return () => {
      document.removeEventListener('visibilitychange', leave);
      removeEventListener('pagehide', leave);
      void flush();
    };
  }, [flush]);

  const note = useCallback(
    (value: Draft['value']) => {
      latest.current = value;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), DELAY_MS);
    },
    [flush],
  );
  const drop = useCallback(async () => {
    stopped.current = true;
    clearTimeout(timer.current);
    await queue.current;
    await vault.dropDraft(draftId);
  }, [vault, draftId]);
  return { note, drop };
}
