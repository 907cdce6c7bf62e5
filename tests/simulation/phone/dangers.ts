/**
 * What a process is promised to meet: a crash at one of its calls of a provider or at one of its awaits, and a full disk.
 * A dead process waits for ever at its next call, so that nothing of it runs on.
 */
import { type AwaitWatch, never } from '../awaits.ts';
import type { ProviderCall } from '../provider-calls.ts';
import { mutex } from './mutex.ts';

/** At its n-th call of a provider something happens to a process. */
export interface ProcessFaults {
  /** Calls until the crash; null: it lives. */
  crashAfter: number | null;
  /** Which calls count towards the crash: all, or only those that write or talk to the network. */
  crashIn: 'all' | 'durable';
  /** Calls until a write meets a full disk; null: never. */
  quotaAfter: number | null;
  /** An await of the vault or the sync client at which the process dies, and after how many passages; null: at none. */
  crashAt: { readonly site: string; readonly when: 'before' | 'after'; passes: number } | null;
}

export const NO_FAULTS: ProcessFaults = { crashAfter: null, crashIn: 'all', quotaAfter: null, crashAt: null };

/** What each provider of a process asks before and after its work. */
export interface Dangers {
  readonly point: (name: ProviderCall) => Promise<void>;
  /**
   * For a transaction, which is opened without an await: the process ends by an error that nobody hears any more.
   * @returns whether the process ends here
   */
  readonly pointNow: (name: ProviderCall) => boolean;
  readonly full: () => boolean;
  readonly isDead: () => boolean;
  readonly exclusive: <T>(name: string, work: () => Promise<T>) => Promise<T>;
}

/** @param died called once when the process ends, with the call at which it did; null: at an await */
export function dangersOf(
  faults: ProcessFaults,
  died: (at: ProviderCall | null) => void,
): { readonly dangers: Dangers; readonly watch: AwaitWatch } {
  let dead = false;
  const crash = (at: ProviderCall | null) => {
    dead = true;
    died(at);
  };
  const pointNow = (name: ProviderCall): boolean => {
    if (faults.crashAfter === null || !counts(faults, name)) return false;
    faults.crashAfter -= 1;
    if (faults.crashAfter > 0) return false;
    crash(name);
    return true;
  };
  const passed = Promise.resolve();
  const dangers: Dangers = {
    point: (name) => (dead || pointNow(name) ? never() : passed),
    pointNow,
    full: () => {
      if (faults.quotaAfter === null) return false;
      faults.quotaAfter -= 1;
      return faults.quotaAfter === 0;
    },
    isDead: () => dead,
    exclusive: mutex(),
  };
  const watch: AwaitWatch = {
    crash: () => crash(null),
    at(site) {
      if (dead) return 'dead';
      const { crashAt } = faults;
      if (crashAt?.site !== site) return null;
      crashAt.passes -= 1;
      return crashAt.passes === 0 ? crashAt.when : null;
    },
  };
  return { dangers, watch };
}

function counts({ crashIn }: ProcessFaults, name: ProviderCall): boolean {
  return crashIn === 'all' || /^(journal: (before|after)|transaction: readwrite|net|photo: put)/.test(name);
}
