/**
 * When the phone syncs: at the start, when the network or the person comes back, after a save, and every few minutes. Nothing
 * that fails or hangs ends that: a round that failed is planned again, and one that hangs is noticed by the sync client's watch.
 */
import type { Rng, Vault } from '../../vault/index.ts';
import type { SyncClient } from '../api.ts';
import { browserTimer, onComeBack, type Timer } from '../browser.ts';
import { backoffMs } from './backoff.ts';

const INTERVAL_MS = 5 * 60_000;
/** A save is soon followed by others (visit, consent, evaluation), and one round trip takes them all. */
const AFTER_SAVE_MS = 3_000;
/** Milliseconds between two looks at whether what waits stands still. */
const LOOK_MS = 60_000;

/**
 * Syncs from now on.
 * @param input.comeBack calls back at `online` and when the app is seen again; the browser's when omitted
 * @returns stops it
 */
export function startScheduler(input: {
  readonly syncClient: SyncClient;
  readonly vault: Vault;
  readonly rng: Rng;
  readonly timer?: Timer;
  readonly comeBack?: (run: () => void) => () => void;
}): () => void {
  const { syncClient, vault, rng, timer = browserTimer, comeBack = onComeBack } = input;
  let failures = 0;
  let stopped = false;
  let cancel = () => {};
  let dueSoon = false;

  const plan = (delayMs: number) => {
    cancel();
    if (!stopped) cancel = timer.after(delayMs, () => void go());
  };
  const round = async () => ((await vault.session()) === null ? 'signed-out' : (await syncClient.sync()).kind);
  async function go(): Promise<void> {
    dueSoon = false;
    // A session that cannot be read now (the disk, another tab's upgrade) may be read the next time.
    const outcome = await round().catch((error: unknown) => {
      console.error('scheduler', error);
      return 'error' as const;
    });
    const well = outcome === 'done' || outcome === 'busy' || outcome === 'signed-out';
    failures = well ? 0 : failures + 1;
    if (!dueSoon) plan(well ? INTERVAL_MS : backoffMs(failures, rng));
  }

  let cancelLook = () => {};
  const lookLater = () => {
    cancelLook = timer.after(LOOK_MS, () => {
      // The next look is planned first: there is one whatever becomes of this look.
      lookLater();
      look().catch((error: unknown) => console.error('scheduler', error));
    });
  };
  const look = async () => {
    if ((await vault.session()) !== null) await syncClient.watch();
  };
  lookLater();
  const stopComing = comeBack(() => {
    failures = 0;
    void go();
  });
  const stopListening = vault.subscribe((change) => {
    // `records` comes with every commit; `outbox` alone is the sync client's own doing.
    if (change !== 'records' && change !== 'session') return;
    if (syncClient.status().running || dueSoon || failures > 0) return;
    dueSoon = true;
    plan(AFTER_SAVE_MS);
  });
  void go();
  return () => {
    stopped = true;
    cancel();
    cancelLook();
    stopComing();
    stopListening();
  };
}
