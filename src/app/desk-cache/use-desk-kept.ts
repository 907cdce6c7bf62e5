/** The page's part of keeping the desk: who may open it is given it for use without a network. */
import { useEffect } from 'react';
import { mayAnywhere } from '../../programme/index.ts';
import type { Session } from '../../protocol/index.ts';
import { KEEP_DESK } from './desk-files.ts';

/** Has the service worker keep the desk and admin screens, at each start, where the session gives a right to them. */
export function useDeskKept({ posts }: Session): void {
  const wanted = mayAnywhere(posts, 'decide') || mayAnywhere(posts, 'enrol-devices');
  useEffect(() => {
    if (!wanted || !('serviceWorker' in navigator)) return;
    void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage({ type: KEEP_DESK }));
  }, [wanted]);
}
