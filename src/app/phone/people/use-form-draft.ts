/** Keeps what is typed into a form as a draft in the vault, so that a call, a kill or an update loses nothing. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Draft } from '../../../vault/index.ts';
import { useServices } from '../../services.ts';
import { type DraftFailure, draftFailure } from '../storage/not-kept.tsx';

const DELAY_MS = 250;

export interface FormDraft {
  /** Notes the newest values; written shortly after. */
  readonly note: (value: Draft['value']) => void;
  /** Writes what is not yet written. */
  readonly flush: () => Promise<void>;
  /** Why the newest values are only on the screen; null where they are kept. */
  readonly failed: DraftFailure | null;
  /** Writes no more and forgets the draft. */
  readonly drop: () => Promise<void>;
}

export function useFormDraft(draft: Omit<Draft, 'updatedAt' | 'value'>): FormDraft {
  const { vault, clock } = useServices();
  const { draftId, kind, scope, subject, setHash } = draft;
  const [failed, setFailed] = useState<DraftFailure | null>(null);
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
      try {
        await vault.saveDraft({ draftId, kind, scope, subject, setHash, updatedAt: clock.now(), value });
        setFailed(null);
      } catch (error) {
        console.error(error);
        latest.current ??= value;
        setFailed(draftFailure(error));
      }
    });
    return queue.current;
  }, [vault, clock, draftId, kind, scope, subject, setHash]);

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
  return { note, flush, failed, drop };
}
