/**
 * One whole round: push until the outbox is empty, pull until there is no more, photos last. Single flight in this
 * process and over tabs; the endpoint is idempotent, so correctness does not rest on that.
 *
 * A receipt counts only from an answer that is JSON with our protocol's marker: an HTTP 200 alone is nothing (captive
 * portals answer 200 to everything).
 */
import type { StreamRef } from '../programme/index.ts';
import {
  LIMITS,
  type ReconcileResponse,
  type Revision,
  reconcileResponse,
  type Session,
  session as sessionSchema,
} from '../protocol/index.ts';
import { type Clock, type Departures, departuresOf, type PhonePlatform, type Rng, type Vault } from '../vault/index.ts';
import { readAnswer, Stop } from './answers.ts';
import { type HttpAnswer, type Net, RELAYED, type SyncClient, type SyncOutcome, type SyncStatus } from './api.ts';
import { browserOnline, storagePersisted, storageUsed, type TryExclusive, tryBrowserLock } from './browser.ts';
import { enrol } from './enrol.ts';
import { codeOf, NetDown } from './errors.ts';
import { createPhotoUploader } from './photos/photo-uploader.ts';
import { createPuller } from './pull/puller.ts';
import { reconcileWeekly } from './pull/reconcile.ts';
import { createPusher } from './push/pusher.ts';
import { endTokens } from './relay/end-tokens.ts';
import type { Tried } from './relay/relayed-bundles.ts';
import { asking, NOTHING, type Round, TIMEOUT_MS } from './round.ts';
import { createStallDetector } from './schedule/stall-detector.ts';

/** A push that failed after so long had a network, and was too much for it. */
const SLOW_MS = 20_000;
/** A round that has heard nothing for so long hangs: no request but a colleague's bundle may take longer. */
const QUIET_MS = 2 * TIMEOUT_MS;
/** A tab that holds the lock for so long is taken for one that hangs. */
const BUSY_MS = 10 * 60_000;
/** What no smaller batch and no new connection would help against. */
const HOPELESS: readonly SyncOutcome['kind'][] = ['signed-out', 'not-endpoint'];

export interface SyncClientInput {
  readonly vault: Vault;
  readonly net: Net;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly appVersion: string;
  /** One tab at a time; Web Locks when omitted. */
  readonly tryExclusive?: TryExclusive;
  readonly persisted?: () => Promise<boolean | null>;
  /** Bytes of storage in use; null where nobody says. The browser's word when omitted. */
  readonly usedBytes?: () => Promise<number | null>;
  /** Records of one push, at first; fewer than the endpoint takes in tests. */
  readonly batchMax?: number;
  /** Whether there may be a network; the browser's word when omitted. */
  readonly online?: () => boolean;
  /** Of the phone: tokens of persons who signed out are ended along with a round. */
  readonly departures?: Departures;
}

/** @param phone whose departures go along with the rounds, where none are given */
export function createSyncClient(input: SyncClientInput, phone?: PhonePlatform): SyncClient {
  const departures = input.departures ?? (phone && departuresOf(phone));
  const { vault, net, clock, appVersion } = input;
  const { tryExclusive = tryBrowserLock, persisted = storagePersisted, usedBytes = storageUsed } = input;
  /** When the endpoint was last heard of, or the round begun. */
  let heardAtMs = 0;
  const heard = () => {
    heardAtMs = clock.millis();
  };
  const silentMs = () => Math.abs(clock.millis() - heardAtMs);
  const { request, post } = asking(net, heard);
  const puller = createPuller(vault, clock, { request, post });
  const { batchMax = LIMITS.pushBatchDefault, online = browserOnline } = input;
  const pusher = createPusher({ vault, clock, appVersion, batchMax, persisted, usedBytes, post, ...puller });
  const photos = createPhotoUploader(vault, clock);
  let status: SyncStatus = { running: false, lastOutcome: null, lastSuccessAt: null, stuckMinutes: 0 };
  let flight: { readonly outcome: Promise<SyncOutcome>; readonly giveUp: () => void } | null = null;
  const look = createStallDetector(vault, clock, photos.movedBytes);
  /** Records of one push, kept from round to round: half after a push that the link was too slow for. */
  let batchNow = batchMax;
  let busySinceMs: number | null = null;
  /** Colleagues' bundles that this endpoint would not take: megabytes not to be sent every five minutes. */
  const tried: Tried = { refused: new Set(), incomplete: new Map() };
  /** Criteria sets that this endpoint does not have. */
  const refusedSets = new Set<string>();
  /** Epoch of the endpoint that has been asked which criteria sets it has. */
  let setsOfferedTo: string | null = null;
  const listeners = new Set<() => void>();
  const become = (next: Partial<SyncStatus>) => {
    status = { ...status, ...next };
    for (const listener of [...listeners]) listener();
  };

  /** @param tried records of a push that was too much, where so many wait */
  async function sendLess(tried: number): Promise<void> {
    const { pendingCount } = await vault.health();
    batchNow = Math.max(1, Math.floor(Math.min(tried, pendingCount) / 2));
  }

  /** @returns the last refusal of a batch, where there was one */
  async function exchange(round: Round, session: Session): Promise<SyncOutcome | null> {
    const course = pusher.begin();
    if (batchNow < course.batchMax) Object.assign(course, { batchMax: batchNow, window: 1 });
    const notPassedOver = ({ revId }: Revision) => !course.passedOver.has(revId);
    let more: readonly StreamRef[] = [];
    let pages = true;
    do {
      try {
        more = await pusher.pushAll(round, session, course, pages);
      } catch (error) {
        if (error instanceof NetDown && silentMs() >= SLOW_MS) await sendLess(course.batchMax);
        throw error;
      }
      if (more.length > 0) await puller.pullOn(round, session, more);
      // The pages of a new epoch have everything own offered again, and show what the endpoint lacks of the rest. What is
      // passed over is not tried twice in a round.
      pages = (await vault.toSend(course.passedOver.size + 1)).some(notPassedOver);
    } while (pages && course.left > 0);
    // After a refusal its size says something of one record, and nothing of the link.
    if (course.lastRefusal === null) batchNow = course.batchMax;
    return course.lastRefusal;
  }

  /** @returns null where the endpoint refuses the question */
  async function askToReconcile(round: Round, session: Session, question: object): Promise<ReconcileResponse | null> {
    const answer = await post(round, session, '/v1/reconcile', question);
    try {
      return readAnswer(answer, reconcileResponse).parsed;
    } catch (error) {
      if (error instanceof Stop && error.outcome.kind === 'error') return null;
      throw error;
    }
  }

  /** An officer was given another commune: names, keys and scopes are asked for anew; what was made before stays. */
  async function newSession(round: Round, token: string): Promise<Session> {
    const answer = await request(round, { method: 'GET', path: '/v1/session', token, timeoutMs: TIMEOUT_MS });
    const session = { ...readAnswer(answer, sessionSchema).parsed, token };
    // It must not sign in again who signed out meanwhile.
    if ((await vault.session()) === null) throw new Stop({ kind: 'signed-out' });
    await vault.setSession(session);
    return session;
  }

  /** Once for each epoch the endpoint is asked whether it has what its communes were told to use. */
  async function exchangeSets({ scopes }: Session, ask: (asked: Parameters<Net['request']>[0]) => Promise<HttpAnswer>) {
    const [scope] = scopes;
    const epoch = scope === undefined ? null : (await vault.cursor({ scope, stream: 'records' })).epoch;
    const isOffered = epoch === null || epoch === setsOfferedTo;
    if (isOffered && !(await vault.wantsSets())) return;
    const [{ fetchSets, offerSets }, sets] = await Promise.all([
      import('./pull/criteria-sets.ts'),
      vault.criteriaSets(),
    ]);
    if (!isOffered && (await offerSets(sets, scopes, ask))) setsOfferedTo = epoch;
    await fetchSets(sets, ask, refusedSets);
  }

  async function oneSync(signal: AbortSignal): Promise<SyncOutcome> {
    let session = await vault.session();
    if (session === null) return { kind: 'signed-out' };
    const { token } = session;
    const round: Round = { ...NOTHING, signal };
    let lastRefusal = await exchange(round, session);
    if (round.moved) {
      session = await newSession(round, token);
      lastRefusal = await exchange(round, session);
    }
    const current = session;
    const again = await reconcileWeekly(vault, clock, current.scopes, (question) =>
      askToReconcile(round, current, question),
    );
    if (again > 0) lastRefusal = await exchange(round, current);
    try {
      await exchangeSets(current, (asked) => request(round, { ...asked, token }));
    } catch (error) {
      if (error instanceof NetDown || error instanceof Stop) throw error;
      // A set that finds no room is asked for again; photos, whose receipts let room be freed, go on.
      console.warn('criteria sets: another time', error);
    }
    const sent = await photos.send((asked) => request(round, { ...asked, token }));
    if (sent.kind === 'signed-out') return { kind: 'signed-out' };
    if (departures) await endTokens(departures, (asked) => request(round, asked));
    let relayed = 0;
    let relayedRejected: readonly string[] = [];
    if ((await vault.relayStore.list(RELAYED)).length > 0) {
      // Few phones ever relay: fetched by those that do.
      const { sendRelayed } = await import('./relay/relayed-bundles.ts');
      const bundles = await sendRelayed({ vault, clock }, (asked) => request(round, { ...asked, token }), tried);
      if (bundles.kind === 'signed-out') return { kind: 'signed-out' };
      relayed = bundles.relayed;
      relayedRejected = bundles.refused;
    }
    if (round.pushed === 0 && lastRefusal !== null) return lastRefusal;
    const { moved: _, quick: __, signal: ___, skewMs, ...told } = round;
    await vault.noteSynced(skewMs);
    return {
      kind: 'done',
      ...told,
      ...(relayed > 0 && { relayed }),
      ...(relayedRejected.length > 0 && { relayedRejected }),
    };
  }

  async function guarded(signal: AbortSignal, takeOver: boolean): Promise<SyncOutcome> {
    const patient = busySinceMs === null || Math.abs(clock.millis() - busySinceMs) < BUSY_MS;
    try {
      const outcome = await tryExclusive(`sync-${vault.store}`, () => oneSync(signal), takeOver || !patient);
      busySinceMs = outcome === null ? (busySinceMs ?? clock.millis()) : null;
      return outcome ?? { kind: 'busy' };
    } catch (error) {
      if (error instanceof Stop) return error.outcome;
      if (error instanceof NetDown) return { kind: 'offline' };
      console.error('sync', error);
      return { kind: 'error', code: codeOf(error) };
    }
  }

  function begin(takeOver: boolean): NonNullable<typeof flight> {
    const control = new AbortController();
    // Not only requests can hang: a lock or a database of a tab that slept can as well.
    const givenUp = new Promise<SyncOutcome>((resolve) => {
      control.signal.addEventListener('abort', () => resolve({ kind: 'offline' }));
    });
    heard();
    const run = async (): Promise<SyncOutcome> => {
      become({ running: true });
      const outcome = await Promise.race([guarded(control.signal, takeOver), givenUp]);
      flight = null;
      known = true;
      const success = outcome.kind === 'done' ? { lastSuccessAt: clock.now() } : {};
      become({ running: false, lastOutcome: outcome, ...success });
      return outcome;
    };
    flight = { outcome: run(), giveUp: () => control.abort() };
    return flight;
  }

  // The last success may be of an earlier start of the app.
  let known = false;
  void vault.health().then(
    ({ lastSync }) => {
      if (!known && lastSync !== null) become({ lastSuccessAt: lastSync.at });
    },
    () => undefined,
  );

  return {
    status: () => status,
    sync: () => (flight ?? begin(false)).outcome,
    async watch() {
      const { minutes, act } = await look(online() && !HOPELESS.includes(status.lastOutcome?.kind ?? 'done'));
      if (minutes !== status.stuckMinutes) become({ stuckMinutes: minutes });
      if (act === null) return;
      if (act === 'records') await sendLess(batchNow);
      if (flight !== null && silentMs() >= QUIET_MS) {
        flight.giveUp();
        await flight.outcome;
      }
      await (flight ?? begin(true)).outcome;
    },
    async enrol(code) {
      const outcome = await enrol({ vault, appVersion, request }, code);
      // Another officer may be of the commune that a bundle is for.
      if (outcome.kind === 'signed-in') tried.refused.clear();
      return outcome;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
