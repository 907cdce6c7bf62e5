/**
 * Screens that are loaded after the first one. The service worker holds them, so none needs the network. A screen that is
 * there is drawn at once, without the 300 ms for which React keeps a fallback on show.
 */
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useState } from 'react';

type LoadScreen<P> = () => Promise<{ default: ComponentType<P> }>;

const waiting: (() => Promise<unknown>)[] = [];

/** A screen that is fetched and parsed when the app rests, one at a time, or earlier when it is opened. */
export function later<P extends object>(load: LoadScreen<P>): ComponentType<P> {
  const { screen, start } = loadable(load);
  waiting.push(start);
  return screen;
}

/** A screen that is loaded only when it is opened, because most people never open it. */
export function whenOpened<P extends object>(load: LoadScreen<P>): ComponentType<P> {
  return loadable(load).screen;
}

function loadable<P extends object>(load: LoadScreen<P>): { screen: ComponentType<P>; start: LoadScreen<P> } {
  let Ready: ComponentType<P> | null = null;
  let loading: ReturnType<LoadScreen<P>> | null = null;
  const start = () => {
    loading ??= load().then(
      (module) => {
        Ready = module.default;
        return module;
      },
      (error: unknown) => {
        // The next attempt asks again: what failed may have been the network.
        loading = null;
        throw error;
      },
    );
    return loading;
  };
  let Loading: ComponentType<P> | null = null;
  const loadingScreen = (): ComponentType<P> => {
    Loading ??= lazy(() =>
      start().catch((error: unknown) => {
        // React keeps a failure for ever, so the next time the screen is opened begins with another one.
        Loading = null;
        throw error;
      }),
    ) as unknown as ComponentType<P>;
    return Loading;
  };
  const screen = function Later(props: P) {
    // The type is chosen once: another one later on would make the screen anew and lose what is typed.
    const [Screen] = useState(() => Ready ?? loadingScreen());
    return <Screen {...props} />;
  };
  return { screen, start };
}

/** Milliseconds after which what was to wait for a rest no longer does. */
const IDLE_TIMEOUT_MS = 5_000;

/** Runs when the app has nothing else to do, or after five seconds. */
export function whenIdle(run: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run, { timeout: IDLE_TIMEOUT_MS });
  else setTimeout(run, 200);
}

/** Draws its children once the app has had nothing else to do; nothing until then. */
export function WhenRested({ children }: { readonly children: ReactNode }) {
  const [rested, setRested] = useState(false);
  useEffect(() => whenIdle(() => setRested(true)), []);
  return rested && <Suspense fallback={null}>{children}</Suspense>;
}

/** Fetches the screens that are left, one each time the app has nothing else to do. */
export function loadTheRest(): void {
  const next = waiting.shift();
  if (next === undefined) return;
  whenIdle(() => {
    // A screen that can't be fetched now is fetched when it is opened.
    void next()
      .catch((error: unknown) => console.warn(error))
      .finally(loadTheRest);
  });
}
