/**
 * Keeps the form in the vault while it is filled in: within 250 ms of an answer, when the app goes to the background,
 * before the camera opens, when the screen closes. Saves follow each other, so that an older one never lands last.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Draft } from '../../../vault/index.ts';
import { useServices } from '../../services.ts';
import { type DraftFailure, draftFailure } from '../storage/not-kept.tsx';

export const SAVE_DELAY_MS = 250;

export interface DraftSaver {
  /** Writes what is not yet written; resolves when it is. */
  readonly flush: () => Promise<void>;
  /** Writes no more and drops the draft: its form is saved. */
  readonly drop: () => Promise<void>;
  /** Why the form is only on the screen; null where it is kept. */
  readonly failed: DraftFailure | null;
}

/** @param draft the draft as it should be kept; `updatedAt` is set when it is written */
export function useDraftSaver(draft: Draft): DraftSaver {
  const { vault, clock } = useServices();
  const [failed, setFailed] = useState<DraftFailure | null>(null);
  const latest = useRef(draft);
  const written = useRef<Draft['value'] | null>(null);
  const stopped = useRef(false);
  const queue = useRef<Promise<void>>(Promise.resolve());

  const flush = useCallback(() => {
    queue.current = queue.current.then(async () => {
      const next = latest.current;
      if (stopped.current || written.current === next.value) return;
      try {
        await vault.saveDraft({ ...next, updatedAt: clock.now() });
        written.current = next.value;
        setFailed(null);
      } catch (error) {
        console.error(error);
        setFailed(draftFailure(error));
      }
    });
    return queue.current;
  }, [vault, clock]);

  useEffect(() => {
    latest.current = draft;
    const timer = setTimeout(() => void flush(), SAVE_DELAY_MS);
    return () => clearTimeout(timer);
  }, [draft, flush]);

  useEffect(() => {
    const onHidden = () => {
      if (document.visibilityState === 'hidden') void flush();
    };
    const onLeave = () => void flush();
    document.addEventListener('visibilitychange', onHidden);
    addEventListener('pagehide', onLeave);
    return () => {
      document.removeEventListener('visibilitychange', onHidden);
      removeEventListener('pagehide', onLeave);
      void flush();
    };
  }, [flush]);

  const drop = useCallback(async () => {
    stopped.current = true;
    await queue.current;
    await vault.dropDraft(latest.current.draftId);
  }, [vault]);

  return { flush, drop, failed };
}
