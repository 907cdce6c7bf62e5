/**
 * Outbox → push → receipts. Several pushes are under way at once, so that a link with a long way there and back is never
 * idle; each answer settles its own records. Their order at the endpoint is not the order they were made in: nothing
 * there is decided by it, a record whose one before is not there yet is no fork.
 */
import { type StreamRef, streamsOf } from '../../programme/index.ts';
import {
  type Heartbeat,
  LIMITS,
  PUSH_PROTOCOL,
  type PullPage,
  type PushRequest,
  pushResponse,
  type Revision,
  type Session,
} from '../../protocol/index.ts';
import type { Clock, Vault } from '../../vault/index.ts';
import { readAnswer, Stop } from '../answers.ts';
import type { HttpAnswer, SyncOutcome } from '../api.ts';
import type { Puller } from '../pull/puller.ts';
import { type Asking, QUICK_MS, REQUESTS_MAX, type Round } from '../round.ts';
import { fitting } from './batch.ts';
import { OwnRows } from './own-rows.ts';

/** Pushes under way at once, until one is not answered quickly. */
const WINDOW = 3;
/** How many times a first batch a batch becomes. */
const GROWTH_MAX = LIMITS.pushBatchLimit / LIMITS.pushBatchDefault;

export interface PusherInput extends Pick<Puller, 'applyPage'>, Pick<Asking, 'post'> {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly appVersion: string;
  /** Records of the first push; later ones may have `GROWTH_MAX` times as many while the link is quick. */
  readonly batchMax: number;
  readonly persisted: () => Promise<boolean | null>;
  readonly usedBytes: () => Promise<number | null>;
}

/** A push under way. */
interface Flight {
  readonly batch: readonly Revision[];
  /** That it asks pages of. */
  readonly streams: readonly StreamRef[];
  /** The id it was sent under. */
  readonly device: string;
  /** That it told. */
  readonly publicKey: string | null;
  readonly coming: Promise<HttpAnswer>;
  /** Never fails. */
  readonly quick: Promise<boolean>;
}

/** What one push came to. */
interface Done {
  /** How many of the batch have a standing now. */
  readonly settled: number;
  /** Streams that have more to pull. */
  readonly more: readonly StreamRef[];
}

/** How the pushes of one exchange went so far. */
export interface Course {
  batchMax: number;
  window: number;
  left: number;
  /** Records the endpoint would not take even alone: passed over, so that they block nothing. */
  readonly passedOver: Set<string>;
  lastRefusal: SyncOutcome | null;
}

export interface Pusher {
  begin(): Course;
  /**
   * Pushes until nothing waits any more.
   * @param pages ask for pages too, also when nothing waits
   * @returns streams that have more to pull
   */
  pushAll(round: Round, session: Session, course: Course, pages: boolean): Promise<readonly StreamRef[]>;
}

export function createPusher(input: PusherInput): Pusher {
  const { vault, clock, appVersion, batchMax, persisted, usedBytes, post, applyPage } = input;
  /** Asked once in a process: a restored endpoint may have other keys than at the sign-in. */
  let keysKnown = false;

  /** What supervisors see of this phone. What is not known or never was is left out. */
  async function heartbeat(underWay: number): Promise<Heartbeat> {
    const health = await vault.health();
    const bytes = await usedBytes();
    return {
      pendingCount: Math.max(0, health.pendingCount - underWay),
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

  /** @param underWay records of pushes sent before this one, not answered yet */
  async function sendOff(
    round: Round,
    session: Session,
    { batch, streams, underWay }: { batch: readonly Revision[]; streams: readonly StreamRef[]; underWay: number },
  ): Promise<Flight> {
    const pull = await Promise.all(streams.map(async (of) => ({ ...of, ...(await vault.cursor(of)) })));
    const register = await vault.keyToRegister();
    const body: PushRequest = {
      proto: PUSH_PROTOCOL,
      device: vault.deviceId,
      deviceTime: clock.now(),
      revisions: [...(await vault.signed(batch))],
      pull,
      heartbeat: await heartbeat(underWay),
      brief: true,
      ...(register !== null && { register: { ...register, devices: [...register.devices] } }),
      ...(streams.length > 0 && !keysKnown && { keys: true }),
    };
    const sentMs = clock.millis();
    const coming = post(round, session, '/v1/push', body);
    const quick = coming.then(
      () => Math.abs(clock.millis() - sentMs) < QUICK_MS,
      // Said where its turn comes; nobody may be left to hear it.
      () => false,
    );
    return { batch, streams, device: body.device, publicKey: register?.publicKey ?? null, coming, quick };
  }

  /** @throws Stop */
  async function read(flight: Flight) {
    try {
      return readAnswer(await flight.coming, pushResponse);
    } catch (error) {
      const { outcome } = error instanceof Stop ? error : { outcome: null };
      const code = outcome?.kind === 'error' ? outcome.code : null;
      // It tells its key again at the next push.
      if (code === 'unknown-device') await vault.noteUnregistered();
      // An endpoint that went back forgot whose the id was, and somebody else has taken it since.
      if (code === 'device-of-another') await vault.takeAnotherId(flight.device);
      throw error;
    }
  }

  async function settle(round: Round, session: Session, flight: Flight, own: OwnRows): Promise<Done> {
    const { streams, device, publicKey } = flight;
    const { parsed, raw } = await read(flight);
    const counts = await vault.applyResults(parsed.receipts, parsed);
    if (parsed.registered && publicKey !== null) {
      await vault.noteRegistered({ publicKey, device, epoch: parsed.epoch });
    }
    const lost = parsed.held !== undefined && (await vault.goOnAfter(parsed.held));
    if (parsed.cloned) await vault.takeAnotherId(device);
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
    // These pages begin behind what is missing here: they are asked for one by one.
    const pages = lost ? [] : (pulled ?? []);
    const more: StreamRef[] = lost ? [...streams] : [];
    const how = { moreToCome: lost || pages.some((page) => page.more) };
    for (const page of pages) {
      if (await applyPage(round, page, how)) more.push({ scope: page.scope, stream: page.stream });
    }
    own.add(flight.batch, parsed);
    for (const of of own.streams()) {
      const page = own.pageAfter(of, await vault.cursor(of));
      if (page !== null) await vault.applyPull(page, how);
    }
    return { settled: counts.received + counts.attention, more };
  }

  function goOn(course: Course, done: Done, batch: readonly Revision[], quick: boolean): void {
    // Nothing of the batch got a standing (retry, wrong hash): try these again another time.
    if (batch.length > 0 && done.settled === 0) for (const { revId } of batch) course.passedOver.add(revId);
    course.batchMax = Math.min(quick ? batchMax * GROWTH_MAX : batchMax, course.batchMax * 2);
    if (course.lastRefusal === null) course.window = quick ? WINDOW : 1;
  }

  /** A refused batch is halved until the record that is the cause stands alone; until then one goes at a time. */
  function halve(course: Course, outcome: SyncOutcome, batch: readonly Revision[]): void {
    course.lastRefusal = outcome;
    course.window = 1;
    if (batch.length === 1) for (const { revId } of batch) course.passedOver.add(revId);
    course.batchMax = Math.max(1, Math.floor(batch.length / 2));
  }

  return {
    begin: () => ({
      batchMax,
      window: WINDOW,
      left: REQUESTS_MAX,
      passedOver: new Set(),
      lastRefusal: null,
    }),

    async pushAll(round, session, course, pages) {
      const more = new Map<string, StreamRef>();
      /** In the order they were sent, and settled so: only the network does several things at once. */
      const flights: Flight[] = [];
      const own = new OwnRows();
      let failed: { readonly error: unknown } | null = null;
      let queue: readonly Revision[] = [];
      let streams = pages ? streamsOf(session.posts) : [];

      /** @returns whether a push went */
      const sendNext = async (): Promise<boolean> => {
        const flying = flights.flatMap(({ batch }) => batch.map(({ revId }) => revId));
        if (queue.length === 0) {
          const skipped = new Set([...flying, ...course.passedOver]);
          const waiting = await vault.toSend(2 * course.batchMax + skipped.size);
          queue = waiting.filter(({ revId }) => !skipped.has(revId));
        }
        const batch = fitting(queue, course.batchMax);
        if (batch.length === 0 && streams.length === 0) return false;
        queue = queue.slice(batch.length);
        course.left -= 1;
        flights.push(await sendOff(round, session, { batch, streams, underWay: flying.length }));
        // The pages of the first answer are enough while there is more to send; the rest is asked for at the end.
        streams = [];
        return true;
      };
      const settleFirst = async (flight: Flight): Promise<void> => {
        const { batch } = flight;
        try {
          const done = await settle(round, session, flight, own);
          for (const of of done.more) more.set(`${of.scope} ${of.stream}`, of);
          round.quick = await flight.quick;
          goOn(course, done, batch, round.quick);
        } catch (error) {
          if (!(error instanceof Stop) || error.outcome.kind !== 'error' || batch.length === 0) throw error;
          halve(course, error.outcome, batch);
        }
      };

      for (;;) {
        try {
          while (failed === null && flights.length < course.window && course.left > 0 && (await sendNext()));
          const first = flights.shift();
          if (first === undefined) break;
          await settleFirst(first);
        } catch (error) {
          // What the others bring counts all the same, and nothing of a round may go on after its end.
          failed ??= { error };
        }
      }
      if (failed !== null) throw failed.error;
      return [...more.values()];
    },
  };
}

function sameMembers(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((member) => other.includes(member));
}
