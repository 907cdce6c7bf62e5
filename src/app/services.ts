/** What the screens need: the vault and the sync client, made once in main.tsx and passed by context. */
import { createContext, useCallback, useContext, useEffect, useState } from 'react';
import type { Session } from '../protocol/index.ts';
import type { SyncClient, SyncStatus } from '../sync/index.ts';
import type { Clock, Rng, Vault, VaultChange } from '../vault/index.ts';

export interface Services {
  readonly vault: Vault;
  readonly syncClient: SyncClient;
  readonly clock: Clock;
  readonly rng: Rng;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error('useServices outside of ServicesContext');
  return services;
}

export interface ReadingOptions {
  /** The changes of the vault after which it is read again. */
  readonly changes?: readonly VaultChange[];
  /** Least time from one reading to the next, for what costs the phone something. */
  readonly pauseMs?: number;
  /** Whether a failed reading shows nothing in place of an error, because the screen does without it. */
  readonly quiet?: boolean;
}
/** Changes that concern most screens. Drafts and rebuilding change often, so screens that show those name them. */
const USUAL_CHANGES: readonly VaultChange[] = ['records', 'outbox', 'session'];

/**
 * Reads from the vault and reads again after a change of the vault that concerns it: one reading at a time, and however many
 * changes come meanwhile, one more after it.
 * @returns `undefined` while loading.
 * @throws what the first reading failed with, while rendering: the screen's error boundary shows it with a way on
 */
export function useVault<T>(
  read: (vault: Vault) => Promise<T>,
  dependencies: readonly unknown[],
  { changes = USUAL_CHANGES, pauseMs = 0, quiet = false }: ReadingOptions = {},
): T | undefined {
  const { vault } = useServices();
  const [value, setValue] = useState<T>();
  const [failure, setFailure] = useState<unknown>(null);
  const concerns = changes.join();
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
        // A commit reports two changes at once; this wait makes one reading of both.
        await Promise.resolve();
        changed = false;
        await load().then(
          (next) => alive && setValue(next),
          (error: unknown) => {
            console.error(error);
            if (alive) setFailure(error);
          },
        );
        if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
      reading = false;
    };
    void refresh();
    const stop = vault.subscribe((change) => {
      if (concerns.split(',').includes(change)) void refresh();
    });
    return () => {
      alive = false;
      stop();
    };
  }, [vault, load, pauseMs, concerns]);
  // What is on the screen stays there when a later reading fails: somebody may be typing beside it.
  if (failure !== null && value === undefined && !quiet) throw failure;
  return value;
}

export const SessionContext = createContext<Session | null>(null);

/** The signed-in officer's session; every screen but sign-in stands inside of it. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession outside of SessionContext');
  return session;
}

/** The sync client's state, read again whenever it changes. */
export function useSyncStatus(): SyncStatus {
  const { syncClient } = useServices();
  const [status, setStatus] = useState(() => syncClient.status());
  useEffect(() => {
    const refresh = () => setStatus(syncClient.status());
    refresh();
    return syncClient.subscribe(refresh);
  }, [syncClient]);
  return status;
}
