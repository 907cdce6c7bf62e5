/**
 * Registers the service worker, and tells when a newer app waits. A newer app is taken only while no window has a form open,
 * and then by all windows together.
 */
import { Workbox } from 'workbox-window';
import { whileNoForm } from '../windows/open-forms.ts';

/** A service worker that has not answered after this time is given up, so that forms can be opened again. */
const ANSWER_TIMEOUT_MS = 10_000;

/** Takes the newer app, and loads this window anew. @returns false when a form is open in some window: nothing was done */
export type ApplyUpdate = () => Promise<boolean>;

/** Registers the service worker. A newer one is only announced, and waits until somebody calls `apply`. */
export function watchForUpdate(onWaiting: (apply: ApplyUpdate) => void): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const workbox = new Workbox('/sw.js', { scope: '/' });
  const announce = (waiting: ServiceWorker) => onWaiting(() => apply(workbox, waiting));
  workbox.addEventListener('controlling', ({ isUpdate }) => {
    // The update may have been taken in another window. This one has no form open, and its next screen may be gone.
    if (isUpdate === true) location.reload();
  });
  workbox.addEventListener('waiting', ({ sw }) => {
    if (sw !== undefined) announce(sw);
  });
  workbox
    .register({ immediate: true })
    .then((registration) => registration && followUpdates(registration, announce))
    .catch((error: unknown) => console.warn('service worker: not registered', error));
}

/**
 * Workbox looks at one update that another window has found, and then no more. A window of an office stays open for weeks, and
 * an update that failed to install may come before the one that works: each is followed here.
 */
function followUpdates(registration: ServiceWorkerRegistration, announce: (waiting: ServiceWorker) => void): void {
  const follow = () => {
    const found = registration.installing;
    found?.addEventListener('statechange', () => {
      // Without a controller it is the first version, which replaces none.
      if (found.state === 'installed' && navigator.serviceWorker.controller !== null) announce(found);
    });
  };
  follow();
  registration.addEventListener('updatefound', follow);
}

function apply(workbox: Workbox, waiting: ServiceWorker): Promise<boolean> {
  return whileNoForm(
    () =>
      new Promise((resolve) => {
        // A window that no service worker controls yet gets no event about a new controller.
        waiting.addEventListener('statechange', () => {
          if (waiting.state === 'activated') location.reload();
        });
        workbox.messageSkipWaiting();
        setTimeout(resolve, ANSWER_TIMEOUT_MS);
      }),
  );
}
