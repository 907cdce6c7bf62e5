/**
 * Screens that are loaded after the first one, with their words; the service worker holds them, so none needs the
 * network. When the app rests they are all fetched and parsed, one at a time: a screen that is there is drawn at once,
 * without the 300 ms for which React keeps a fallback on show.
 */
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useState } from 'react';

const waiting: (() => Promise<unknown>)[] = [];

export function later<P extends object>(load: () => Promise<{ default: ComponentType<P> }>): ComponentType<P> {
  let Ready: ComponentType<P> | null = null;
  let loading: Promise<{ default: ComponentType<P> }> | null = null;
  const start = () => {
    loading ??= load().then(
      (module) => {
        Ready = module.default;
        return module;
      },
      (error: unknown) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  };
  waiting.push(start);
  const Loading = lazy(start) as unknown as ComponentType<P>;
  return function Later(props: P) {
    // Chosen once: another type later on would make the screen anew and lose what is typed.
    const [Screen] = useState(() => Ready ?? Loading);
    return <Screen {...props} />;
  };
}

/** Runs when the app has nothing else to do. */
export function whenIdle(run: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run);
  else setTimeout(run, 200);
}

/** Draws its children once the app has had nothing else to do; nothing until then. */
export function WhenRested({ children }: { readonly children: ReactNode }) {
  const [rested, setRested] = useState(false);
  useEffect(() => whenIdle(() => setRested(true)), []);
  return rested && <Suspense fallback={null}>{children}</Suspense>;
}

/** Fetches what is left, a screen each time the app has nothing else to do. */
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
