/** Registration of the service worker, and the news that a newer app waits. */
import { Workbox } from 'workbox-window';

/**
 * Registers the service worker. A newer one is only announced: `apply` activates it and reloads, and the caller offers
 * that when no form is open.
 */
export function watchForUpdate(onWaiting: (apply: () => void) => void): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const workbox = new Workbox('/sw.js', { scope: '/' });
  workbox.addEventListener('waiting', () =>
    onWaiting(() => {
      workbox.addEventListener('controlling', () => location.reload());
      workbox.messageSkipWaiting();
    }),
  );
  void workbox.register();
}
