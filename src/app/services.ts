/** What the screens stand on: the phone's keeping and the courier, made once in main.tsx and passed by context. */
import { createContext, useCallback, useContext, useEffect, useState } from 'react';
import type { Session } from '../protocol/index.ts';
import type { Courier, SyncStatus } from '../sync/index.ts';
import type { Clock, Rng, Vault } from '../vault/index.ts';

export interface Services {
  readonly vault: Vault;
  readonly courier: Courier;
  readonly clock: Clock;
  readonly rng: Rng;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error('useServices outside of ServicesContext');
  return services;
}

/**
 * Reads from the vault and reads again after a change of the vault: one reading at a time, and however many changes
 * come meanwhile, one more after it.
 * @param options.pauseMs least time from one reading to the next, for what costs the phone something
 * @returns `undefined` while loading.
 */
export function useVault<T>(
  read: (vault: Vault) => Promise<T>,
  dependencies: readonly unknown[],
  { pauseMs = 0 }: { readonly pauseMs?: number } = {},
): T | undefined {
  const { vault } = useServices();
  const [value, setValue] = useState<T>();
  // The caller names what the reading depends on, as with useMemo.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const load = useCallback(() => read(vault), [vault, ...dependencies]);
  useEffect(() => {
    let alive = true;
    let reading = false;
    let changed = false;
    const refresh = async () => {
      changed = true;
      if (reading) return;
      reading = true;
      while (alive && changed) {
        // A commit tells of two changes in one breath: both are behind this reading.
        await Promise.resolve();
        changed = false;
        await load().then(
          (next) => alive && setValue(next),
          (error: unknown) => console.error(error),
        );
        if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
      reading = false;
    };
    void refresh();
    const stop = vault.subscribe(() => void refresh());
    return () => {
      alive = false;
      stop();
    };
  }, [vault, load, pauseMs]);
  return value;
}

export const SessionContext = createContext<Session | null>(null);

/** The signed-in officer's session; every screen but sign-in stands inside of it. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession outside of SessionContext');
  return session;
}

/** The courier's state, read again whenever it changes. */
export function useCourierStatus(): SyncStatus {
  const { courier } = useServices();
  const [status, setStatus] = useState(() => courier.status());
  useEffect(() => {
    const refresh = () => setStatus(courier.status());
    refresh();
    return courier.subscribe(refresh);
  }, [courier]);
  return status;
}
