/**
 * Registration of the service worker, and the news that a newer app waits. By hand, for what a library for it would not say:
 * no window may have a form open, and all windows change together.
 */
import { whileNoForm } from '../windows/open-forms.ts';

/** After so long a service worker that does not answer is given up, and forms can be opened again. */
const TAKES_AT_MOST_MS = 10_000;

/** Takes the newer app, and loads this window anew. @returns false when a form is open in some window: nothing was done */
export type ApplyUpdate = () => Promise<boolean>;

/** Registers the service worker. A newer one is only announced, and waits until somebody calls `apply`. */
export function watchForUpdate(onWaiting: (apply: ApplyUpdate) => void): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  // Another window took the update. This one has no form open, and its next screen may not be there any more.
  if (serviceWorker.controller !== null) {
    serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  }
  serviceWorker.register('/sw.js', { scope: '/' }).then(
    (registration) => {
      const look = () => {
        const { waiting, active } = registration;
        // Without one before it, it is the first, and waits for nobody.
        if (waiting !== null && active !== null) onWaiting(() => take(waiting));
      };
      look();
      registration.addEventListener('updatefound', () => {
        registration.installing?.addEventListener('statechange', look);
      });
    },
    (error: unknown) => console.warn('service worker: not registered', error),
  );
}

function take(waiting: ServiceWorker): Promise<boolean> {
  return whileNoForm(
    () =>
      new Promise((resolve) => {
        waiting.addEventListener('statechange', () => {
          if (waiting.state === 'activated') location.reload();
        });
        waiting.postMessage({ type: 'SKIP_WAITING' });
        setTimeout(resolve, TAKES_AT_MOST_MS);
      }),
  );
}
