/**
 * One whole round: push until the outbox is empty, pull until there is no more, photos last. Single flight in this
 * process and over tabs; the endpoint is idempotent, so correctness does not rest on that.
 *
 * A receipt counts only from an answer that is JSON with our protocol's marker: an HTTP 200 alone is nothing (captive
 * portals answer 200 to everything).
 */
import {
  enrolRequest,
  enrolResponse,
  type Heartbeat,
  LIMITS,
  PUSH_PROTOCOL,
  type PullPage,
  type PushRequest,
  pullPage,
  pushResponse,
  type ReconcileResponse,
  type Revision,
  reconcileResponse,
  type Session,
  session as sessionSchema,
} from '../protocol/index.ts';
import type { Clock, Rng, Vault } from '../vault/index.ts';
import { PullRefused } from '../vault/index.ts';
import { readAnswer, Stop } from './answers.ts';
import { CARRIED, type Courier, type HttpAnswer, type Net, type SyncOutcome, type SyncStatus } from './api.ts';
import { fitting } from './batch.ts';
import { photoSender } from './blobs.ts';
import { storagePersisted, storageUsed, type TryExclusive, tryBrowserLock } from './browser.ts';
import { NetDown } from './errors.ts';
import { PageReader } from './page-reader.ts';
import { reconcileWeekly } from './reconcile.ts';

const TIMEOUT_MS = 60_000;
/** Rounds of one `sync()`: 100 revisions or 500 rows each; more is work for the next time. */
const ROUNDS_MAX = 400;

export interface CourierInput {
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
}

interface Round {
  pushed: number;
  pulled: number;
  attention: number;
  bytesSent: number;
  bytesReceived: number;
  /** The endpoint gives this officer other scopes than the session has. */
  moved: boolean;
  /** How far this phone's clock is ahead of the endpoint's. */
  skewMs: number;
}

/** A round before its first request. */
const NOTHING: Round = {
  pushed: 0,
  pulled: 0,
  attention: 0,
  bytesSent: 0,
  bytesReceived: 0,
  moved: false,
  skewMs: 0,
};

const encoder = new TextEncoder();

export function createCourier(input: CourierInput): Courier {
  const { vault, net, clock, appVersion } = input;
  const { tryExclusive = tryBrowserLock, persisted = storagePersisted, usedBytes = storageUsed } = input;
  const photos = photoSender(vault, clock);
  let status: SyncStatus = { running: false, lastOutcome: null, lastSuccessAt: null };
  let flight: Promise<SyncOutcome> | null = null;
  /** Asked once in a process: a restored endpoint may have other keys than at the sign-in. */
  let keysKnown = false;
  /** Colleagues' bundles that this endpoint would not take: megabytes not to be sent every five minutes. */
  const refused = new Set<string>();
  const listeners = new Set<() => void>();
  const become = (next: Partial<SyncStatus>) => {
    status = { ...status, ...next };
    for (const listener of [...listeners]) listener();
  };

  async function request(round: Round, asked: Parameters<Net['request']>[0]): Promise<HttpAnswer> {
    const answer = await net.request(asked);
    round.bytesSent += answer.wire?.sent ?? asked.body?.length ?? 0;
    round.bytesReceived += answer.wire?.received ?? answer.body.length;
    return answer;
  }

  function post(round: Round, { token }: Session, path: string, question: object): Promise<HttpAnswer> {
    const body = encoder.encode(JSON.stringify(question));
    return request(round, { method: 'POST', path, token, body, gzip: true, timeoutMs: TIMEOUT_MS });
  }

  /** What supervisors see of this phone. What is not known or never was is left out. */
  async function heartbeat(): Promise<Heartbeat> {
    const health = await vault.health();
    const bytes = await usedBytes();
    return {
      pendingCount: health.pendingCount,
      oldestPendingAt: health.oldestPendingAt,
      persisted: await persisted(),
      appVersion,
      quarantinedCount: health.attentionCount,
      ...(bytes !== null && { usedBytes: bytes }),
      maxDeviceSeq: health.maxDeviceSeq,
      journalKind: health.journal,
      ...(health.lastWipeAt !== null && { lastWipeAt: health.lastWipeAt }),
    };
  }

  /** @returns how many of the batch have a standing now, and whether a scope has more to pull */
  async function pushAndPull(round: Round, session: Session, batch: readonly Revision[], scopes: readonly string[]) {
    const pull = await Promise.all(scopes.map(async (scope) => ({ scope, ...(await vault.cursor(scope)) })));
    const body: PushRequest = {
      proto: PUSH_PROTOCOL,
      device: vault.deviceId,
      deviceTime: clock.now(),
      revisions: [...batch],
      pull,
      heartbeat: await heartbeat(),
      brief: true,
      ...(!keysKnown && { keys: true }),
    };
    const answer = await post(round, session, '/v1/push', body);
    const { parsed, raw } = readAnswer(answer, pushResponse);
    const counts = await vault.applyResults(parsed.results, parsed);
    const lost = parsed.held !== undefined && (await vault.goOnAfter(parsed.held));
    if (parsed.cloned) await vault.takeAnotherId(body.device);
    if (parsed.rescueKeys) {
      await vault.learnRescueKeys(parsed.rescueKeys);
      keysKnown = true;
    }
    const skewMs = clock.millis() - Date.parse(parsed.serverTime);
    if (Number.isFinite(skewMs)) round.skewMs = skewMs;
    if (parsed.scopes && !sameMembers(parsed.scopes, session.scopes)) round.moved = true;
    round.pushed += counts.received;
    round.attention += counts.attention;
    // zod drops members it does not know, and with them the hash of a later version's revision: rows stay as they came.
    const { pulled } = raw as { pulled?: readonly PullPage[] };
    // These pages begin behind what is missing here; an endpoint that gives none is asked for them one by one.
    const pages = lost ? [] : (pulled ?? []);
    const more: string[] = lost || pulled === undefined ? [...scopes] : [];
    for (const page of pages) if (await applyPage(round, page)) more.push(page.scope);
    return { settled: counts.received + counts.attention, more };
  }

  /** @returns whether to ask again for this scope: it has more rows, or a new epoch sent us back to the start */
  async function applyPage(round: Round, page: PullPage): Promise<boolean> {
    const before = await vault.cursor(page.scope);
    await vault.applyPull(page);
    const after = await vault.cursor(page.scope);
    if (before.epoch !== null && before.epoch !== after.epoch) return true;
    if (after.after > before.after) round.pulled += page.rows.length;
    // Without progress asking again would never end.
    return page.more && after.after > before.after;
  }

  async function pullOn(round: Round, session: Session, scopes: readonly string[]): Promise<void> {
    const ask = (path: string) => request(round, { method: 'GET', path, token: session.token, timeoutMs: TIMEOUT_MS });
    for (const scope of scopes) {
      const pages = new PageReader(scope, ask, clock);
      for (let count = 0; count < ROUNDS_MAX; count++) {
        const answer = await pages.next(await vault.cursor(scope));
        if (!(await applyPage(round, readAnswer(answer, pullPage).raw as PullPage))) break;
      }
    }
  }

  /** @returns the last refusal of a batch, where there was one */
  async function exchange(round: Round, session: Session): Promise<SyncOutcome | null> {
    let batchMax: number = LIMITS.pushRevisionsMax;
    /** Records the endpoint would not take even alone: passed over, so that they block nothing. */
    const passedOver = new Set<string>();
    let scopes: readonly string[] = session.scopes;
    let lastRefusal: SyncOutcome | null = null;
    let more: readonly string[] = [];

    for (let rounds = 0; rounds < ROUNDS_MAX; rounds++) {
      const waiting = (await vault.pending(batchMax + passedOver.size)).filter(({ revId }) => !passedOver.has(revId));
      const batch = fitting(waiting, batchMax);
      if (rounds > 0 && batch.length === 0 && more.length === 0) break;
      if (rounds > 0 && batch.length === 0) {
        await pullOn(round, session, more);
        more = [];
        scopes = session.scopes;
        continue;
      }
      try {
        const done = await pushAndPull(round, session, batch, scopes);
        more = [...new Set([...more, ...done.more])];
        // Nothing of the batch got a standing (retry, wrong hash): try these again another time.
        if (batch.length > 0 && done.settled === 0) for (const { revId } of batch) passedOver.add(revId);
        // The pages of the first answer are enough while there is more to send; the rest is asked for at the end.
        scopes = [];
        batchMax = Math.min(LIMITS.pushRevisionsMax, batchMax * 2);
      } catch (error) {
        if (!(error instanceof Stop) || error.outcome.kind !== 'error' || batch.length === 0) throw error;
        lastRefusal = error.outcome;
        if (batch.length === 1) for (const { revId } of batch) passedOver.add(revId);
        batchMax = Math.max(1, Math.floor(batch.length / 2));
      }
    }
    return lastRefusal;
  }

  /** @returns null where this endpoint does not know the question */
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

  async function oneSync(): Promise<SyncOutcome> {
    let session = await vault.session();
    if (session === null) return { kind: 'signed-out' };
    const { token } = session;
    const round: Round = { ...NOTHING };
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
    const sent = await photos.send((asked) => request(round, { ...asked, token }));
    if (sent.kind === 'signed-out') return { kind: 'signed-out' };
    let carried = 0;
    let carriedRefused: readonly string[] = [];
    if ((await vault.shelf.list(CARRIED)).length > 0) {
      // Few phones ever carry: fetched by those that do.
      const { sendCarried } = await import('./carried.ts');
      const bundles = await sendCarried(vault, (asked) => request(round, { ...asked, token }), refused);
      if (bundles.kind === 'signed-out') return { kind: 'signed-out' };
      carried = bundles.carried;
      carriedRefused = bundles.refused;
    }
    if (round.pushed === 0 && lastRefusal !== null) return lastRefusal;
    const { moved: _, skewMs, ...told } = round;
    await vault.noteSynced(skewMs);
    return {
      kind: 'done',
      ...told,
      ...(carried > 0 && { carried }),
      ...(carriedRefused.length > 0 && { carriedRefused }),
    };
  }

  async function guarded(): Promise<SyncOutcome> {
    try {
      return (await tryExclusive('sync', oneSync)) ?? { kind: 'busy' };
    } catch (error) {
      if (error instanceof Stop) return error.outcome;
      if (error instanceof NetDown) return { kind: 'offline' };
      if (error instanceof PullRefused) return { kind: 'error', code: 'pull-refused' };
      console.error('sync', error);
      return { kind: 'error', code: 'unexpected' };
    }
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
    sync() {
      flight ??= (async () => {
        become({ running: true });
        const outcome = await guarded();
        flight = null;
        known = true;
        const success = outcome.kind === 'done' ? { lastSuccessAt: clock.now() } : {};
        become({ running: false, lastOutcome: outcome, ...success });
        return outcome;
      })();
      return flight;
    },
    async enrol(code) {
      const round: Round = { ...NOTHING };
      const asked = enrolRequest.safeParse({ code: code.trim(), device: vault.deviceId, appVersion });
      if (!asked.success) return { kind: 'wrong-code' };
      try {
        const body = encoder.encode(JSON.stringify(asked.data));
        const answer = await request(round, {
          method: 'POST',
          path: '/v1/enrol',
          body,
          gzip: false,
          timeoutMs: TIMEOUT_MS,
        });
        if ((answer.status === 401 || answer.status === 403) && answer.contentType.includes('json')) {
          return { kind: 'wrong-code' };
        }
        const { held, ...session } = readAnswer(answer, enrolResponse).parsed;
        await vault.setSession(session);
        if (held !== undefined) await vault.goOnAfter(held);
        // Another officer may be of the commune that a bundle is for.
        refused.clear();
        return { kind: 'signed-in', session };
      } catch (error) {
        if (error instanceof NetDown) return { kind: 'offline' };
        if (error instanceof Stop && error.outcome.kind === 'error') return error.outcome;
        return { kind: 'error', code: error instanceof Stop ? error.outcome.kind : 'unexpected' };
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function sameMembers(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((member) => other.includes(member));
}
