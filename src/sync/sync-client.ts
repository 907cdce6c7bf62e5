/**
 * The sync client: single flight in this process and over tabs; the endpoint is idempotent, so correctness does not rest on
 * that. What one round asks is in sync-round.ts.
 *
 * A receipt counts only from an answer that is JSON with our protocol's marker: an HTTP 200 alone is nothing (captive
 * portals answer 200 to everything).
 */
import { LIMITS } from '../protocol/index.ts';
import { type Clock, type Departures, departuresOf, type PhonePlatform, type Rng, type Vault } from '../vault/index.ts';
import { RoundStopped } from './answers.ts';
import type { Net, SyncClient, SyncOutcome } from './api.ts';
import { browserOnline, storagePersisted, storageUsed, type TryExclusive, tryBrowserLock } from './browser.ts';
import { enrol } from './enrol.ts';
import { codeOf, NetDown } from './errors.ts';
import { createPhotoUploader } from './photos/photo-uploader.ts';
import { createPuller } from './pull/puller.ts';
import { BatchSize } from './push/batch-size.ts';
import { createPusher } from './push/pusher.ts';
import { asking, TIMEOUT_MS } from './round.ts';
import { createStallDetector } from './schedule/stall-detector.ts';
import { createTabLock } from './schedule/tab-lock.ts';
import { SyncRounds } from './sync-round.ts';
import { createStatusStore, type StatusStore } from './sync-status.ts';

/** A round without an answer for so many milliseconds hangs: no request but that of a relayed bundle may take longer. */
const QUIET_MS = 2 * TIMEOUT_MS;
/** Outcomes against which no smaller batch and no new connection would help. */
const HOPELESS: readonly SyncOutcome['kind'][] = ['signed-out', 'not-endpoint'];

export interface SyncClientInput {
  readonly vault: Vault;
  readonly net: Net;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly appVersion: string;
  /** Lets one tab at a time sync; Web Locks when omitted. */
  readonly tryExclusive?: TryExclusive;
  /** Whether the storage is kept for good, null where nobody says; asked of the browser when omitted. */
  readonly persisted?: () => Promise<boolean | null>;
  /** Bytes of storage in use, null where nobody says; asked of the browser when omitted. */
  readonly usedBytes?: () => Promise<number | null>;
  /** Records of the first push; tests give fewer than the endpoint takes. */
  readonly batchMax?: number;
  /** Whether there may be a network; asked of the browser when omitted. */
  readonly online?: () => boolean;
  /** Where the tokens of those who signed out on this phone are: they are ended along with a round. */
  readonly departures?: Departures;
}

/** @param phone whose departures go along with the rounds, where `input` has none */
export function createSyncClient(input: SyncClientInput, phone?: PhonePlatform): SyncClient {
  const { vault, clock, appVersion, tryExclusive = tryBrowserLock, online = browserOnline } = input;
  /** When the endpoint last answered, or the round began. */
  let answeredAtMs = 0;
  const noteAnswer = () => {
    answeredAtMs = clock.millis();
  };
  const silentMs = () => Math.abs(clock.millis() - answeredAtMs);
  const { rounds, batchSize, uploader, requests } = assemble(input, phone, { noteAnswer, silentMs });
  const detectStall = createStallDetector(vault, clock, uploader.movedBytes);
  const lock = createTabLock(`sync-${vault.store}`, clock, tryExclusive);
  const status = createStatusStore();
  let flight: { readonly outcome: Promise<SyncOutcome>; readonly giveUp: () => void } | null = null;

  function begin(takeOver: boolean): NonNullable<typeof flight> {
    const control = new AbortController();
    // Not only requests can hang: a lock or a database of a tab that slept can as well.
    const givenUp = new Promise<SyncOutcome>((resolve) => {
      control.signal.addEventListener('abort', () => resolve({ kind: 'offline' }));
    });
    noteAnswer();
    const run = async (): Promise<SyncOutcome> => {
      status.change({ running: true });
      const round = outcomeOf(async () => (await lock(() => rounds.run(control.signal), takeOver)) ?? { kind: 'busy' });
      const outcome = await Promise.race([round, givenUp]);
      flight = null;
      const success = outcome.kind === 'done' ? { lastSuccessAt: clock.now() } : {};
      status.change({ running: false, lastOutcome: outcome, ...success });
      return outcome;
    };
    flight = { outcome: run(), giveUp: () => control.abort() };
    return flight;
  }

  showLastSuccess(vault, status);
  return {
    status: status.get,
    subscribe: status.subscribe,
    sync: () => (flight ?? begin(false)).outcome,
    async watch() {
      const { lastOutcome, stuckMinutes } = status.get();
      const { minutes, act } = await detectStall(online() && !HOPELESS.includes(lastOutcome?.kind ?? 'done'));
      if (minutes !== stuckMinutes) status.change({ stuckMinutes: minutes });
      if (act === null) return;
      if (act === 'records') await batchSize.halve();
      if (flight !== null && silentMs() >= QUIET_MS) {
        flight.giveUp();
        await flight.outcome;
      }
      await (flight ?? begin(true)).outcome;
    },
    async enrol(code, others) {
      const outcome = await enrol({ vault, appVersion, request: requests.request }, code, others);
      if (outcome.kind === 'signed-in') rounds.forgetRejections();
      return outcome;
    },
  };
}

/** The parts of a sync client, put together. */
function assemble(
  input: SyncClientInput,
  phone: PhonePlatform | undefined,
  { noteAnswer, silentMs }: { readonly noteAnswer: () => void; readonly silentMs: () => number },
) {
  const { vault, net, clock, appVersion, batchMax = LIMITS.pushBatchDefault } = input;
  const { persisted = storagePersisted, usedBytes = storageUsed } = input;
  const departures = input.departures ?? (phone && departuresOf(phone));
  const requests = asking(net, noteAnswer);
  const puller = createPuller(vault, clock, requests);
  const { applyPage } = puller;
  const { post } = requests;
  const pusher = createPusher({ vault, clock, appVersion, batchMax, persisted, usedBytes, post, applyPage });
  const uploader = createPhotoUploader(vault, clock);
  const batchSize = new BatchSize(vault, batchMax);
  const parts = { vault, clock, requests, pusher, puller, uploader, batchSize, departures, silentMs };
  return { rounds: new SyncRounds(parts), batchSize, uploader, requests };
}

/** @returns the outcome of a round, also where it ended with an error */
async function outcomeOf(round: () => Promise<SyncOutcome>): Promise<SyncOutcome> {
  try {
    return await round();
  } catch (error) {
    if (error instanceof RoundStopped) return error.outcome;
    if (error instanceof NetDown) return { kind: 'offline' };
    console.error('sync', error);
    return { kind: 'error', code: codeOf(error) };
  }
}

/** The last success may be of an earlier start of the app. */
function showLastSuccess(vault: Vault, status: StatusStore): void {
  void vault.health().then(
    ({ lastSync }) => {
      const { lastOutcome } = status.get();
      if (lastOutcome === null && lastSync !== null) status.change({ lastSuccessAt: lastSync.at });
    },
    () => undefined,
  );
}
