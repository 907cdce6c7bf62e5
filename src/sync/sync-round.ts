/**
 * What one whole round asks of the endpoint, in its order: push until the outbox is empty, pull until there is no more, once a
 * week whether everything is still there, criteria sets, photos, tokens of those who signed out, bundles of others, and drafts.
 */
import type { StreamRef } from '../programme/index.ts';
import {
  type HandInReason,
  type ReconcileResponse,
  type Revision,
  reconcileResponse,
  type Session,
  session as sessionSchema,
} from '../protocol/index.ts';
import type { Clock, Departures, Vault } from '../vault/index.ts';
import { RoundStopped, readAnswer } from './answers.ts';
import { type HttpAnswer, type Net, RELAYED, type SyncOutcome } from './api.ts';
import { NetDown } from './errors.ts';
import type { PhotoUploader } from './photos/photo-uploader.ts';
import type { Puller } from './pull/puller.ts';
import { reconcileWeekly } from './pull/reconcile.ts';
import type { BatchSize } from './push/batch-size.ts';
import type { Pusher } from './push/pusher.ts';
import { endTokens } from './relay/end-tokens.ts';
import type { RelayAttempts } from './relay/send-relayed.ts';
import { type Asking, NOTHING, type Round, SENT_DRAFTS, TIMEOUT_MS } from './round.ts';
import { sessionOfFormerToken } from './tokens.ts';

/** A push that failed after so many milliseconds had a network, and was too much for it. */
const SLOW_MS = 20_000;

export interface SyncRoundInput {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly requests: Asking;
  readonly pusher: Pusher;
  readonly puller: Puller;
  readonly uploader: PhotoUploader;
  readonly batchSize: BatchSize;
  /** Where the tokens of those who signed out on this phone are; absent in tests of one person. */
  readonly departures: Departures | undefined;
  /** Milliseconds since the endpoint last answered, or since the round began. */
  readonly silentMs: () => number;
}

type Ask = (asked: Parameters<Net['request']>[0]) => Promise<HttpAnswer>;

/** The rounds of one process. */
export class SyncRounds {
  readonly #input: SyncRoundInput;
  /** Bundles of others that this endpoint would not take: megabytes not to be sent every five minutes. */
  readonly #attempts: RelayAttempts = { rejected: new Set(), incomplete: new Map() };
  /** Hashes of criteria sets that this endpoint does not have. */
  readonly #unknownSets = new Set<string>();
  /** Epoch of the endpoint that has been asked which criteria sets it has. */
  #setsOfferedTo: string | null = null;

  constructor(input: SyncRoundInput) {
    this.#input = input;
  }

  /** Bundles that were rejected are sent again: the officer who signs in may be of the commune that they are for. */
  forgetRejections(): void {
    this.#attempts.rejected.clear();
  }

  /**
   * @param signal aborted where the round is given up from outside
   * @throws RoundStopped, NetDown, and what the vault throws
   */
  async run(signal: AbortSignal): Promise<SyncOutcome> {
    const { vault, clock, requests, uploader, departures } = this.#input;
    const session = await vault.session();
    if (session === null) return { kind: 'signed-out' };
    const round: Round = { ...NOTHING, signal };
    const ask: Ask = (asked) => requests.request(round, { ...asked, token: round.token ?? current.token });
    // Without a commune nothing is pushed or pulled, so no answer would tell that one was added since.
    let current = session.scopes.length > 0 ? session : await this.#newSession(round, session);
    let rejection = await this.#exchange(round, current).catch(async (error: unknown) => {
      if (!(error instanceof RoundStopped) || error.outcome.kind !== 'signed-out') throw error;
      const found = await sessionOfFormerToken(vault, requests.request, round);
      if (found === null) throw error;
      current = found;
      return await this.#exchange(round, current);
    });
    if (round.handedIn !== undefined) return await this.#handIn(round, round.handedIn, ask);
    if (round.moved) {
      current = await this.#newSession(round, current);
      rejection = await this.#exchange(round, current);
    }
    const again = await reconcileWeekly(vault, clock, current.scopes, (question) =>
      this.#askToReconcile(round, current, question),
    );
    if (again > 0) rejection = await this.#exchange(round, current);
    await this.#tryExchangeSets(current, ask);
    const photos = await uploader.send(ask);
    if (photos.kind === 'signed-out') return { kind: 'signed-out' };
    if (departures) await endTokens(departures, (asked) => requests.request(round, asked));
    const bundles = await this.#sendRelayed(ask);
    if (bundles.kind === 'signed-out') return { kind: 'signed-out' };
    if (round.pushed === 0 && rejection !== null) return rejection;
    await vault.noteSynced(round.skewMs);
    await this.#tryExchangeDrafts(round.handedDrafts ?? [], ask);
    return doneWith(round, bundles);
  }

  /** Pushes and pulls until nothing waits any more. @returns the last rejection of a batch; null where there was none */
  async #exchange(round: Round, session: Session): Promise<SyncOutcome | null> {
    const { vault, pusher, puller, batchSize, silentMs } = this.#input;
    const progress = pusher.begin();
    if (batchSize.records < progress.batchMax) Object.assign(progress, { batchMax: batchSize.records, window: 1 });
    const isOpen = ({ revId }: Revision) => !progress.passedOver.has(revId);
    let more: readonly StreamRef[] = [];
    let pages = true;
    do {
      try {
        more = await pusher.pushAll(round, session, progress, pages);
      } catch (error) {
        if (error instanceof NetDown && silentMs() >= SLOW_MS) await batchSize.halve(progress.batchMax);
        throw error;
      }
      if (more.length > 0) await puller.pullUntilDone(round, session, more);
      // The pages of a new epoch have everything own offered again, and show what the endpoint lacks of the rest. What is
      // passed over is not tried twice in a round.
      pages = (await vault.toSend(progress.passedOver.size + 1)).some(isOpen);
    } while (pages && progress.requestsLeft > 0);
    // After a rejection the batch's size shows something of one record, and nothing of the link.
    if (progress.lastRejection === null) batchSize.keep(progress.batchMax);
    return progress.lastRejection;
  }

  /** @returns null where the endpoint rejects the question */
  async #askToReconcile(round: Round, session: Session, question: object): Promise<ReconcileResponse | null> {
    const answer = await this.#input.requests.post(round, session, '/v1/reconcile', question);
    try {
      return readAnswer(answer, reconcileResponse).parsed;
    } catch (error) {
      if (error instanceof RoundStopped && error.outcome.kind === 'error') return null;
      throw error;
    }
  }

  /** An officer was given another commune: names, keys and scopes are asked for anew; what was made before stays. */
  async #newSession(round: Round, current: Session): Promise<Session> {
    const { vault, requests } = this.#input;
    const token = round.token ?? current.token;
    const answer = await requests.request(round, { method: 'GET', path: '/v1/session', token, timeoutMs: TIMEOUT_MS });
    const session = { ...readAnswer(answer, sessionSchema).parsed, token };
    // Whoever signed out meanwhile must not be signed in again by this.
    const kept = await vault.session();
    if (kept === null) throw new RoundStopped({ kind: 'signed-out' });
    await vault.setSession({ ...session, ...(kept.formerTokens && { formerTokens: kept.formerTokens }) });
    return session;
  }

  /** After the records also photos, bundles of others and drafts are handed in: nobody else may have them. */
  async #handIn(round: Round, why: HandInReason, ask: Ask): Promise<SyncOutcome> {
    await this.#input.uploader.send(ask);
    await this.#sendRelayed(ask);
    await this.#tryExchangeDrafts(null, ask);
    return { kind: 'signed-out', why, handedIn: round.pushed + round.attention };
  }

  async #tryExchangeSets(session: Session, ask: Ask): Promise<void> {
    try {
      await this.#exchangeSets(session, ask);
    } catch (error) {
      if (error instanceof NetDown || error instanceof RoundStopped) throw error;
      // A set that finds no room is asked for again; photos, whose receipts let room be freed, go on.
      console.warn('criteria sets: another time', error);
    }
  }

  /** Once for each epoch the endpoint is asked whether it has the criteria sets that its communes are to use. */
  async #exchangeSets({ scopes }: Session, ask: Ask): Promise<void> {
    const { vault } = this.#input;
    const [scope] = scopes;
    const epoch = scope === undefined ? null : (await vault.cursor({ scope, stream: 'records' })).epoch;
    const isOffered = epoch === null || epoch === this.#setsOfferedTo;
    if (isOffered && !(await vault.wantsSets())) return;
    const [{ fetchSets, offerSets }, sets] = await Promise.all([
      import('./pull/criteria-sets.ts'),
      vault.criteriaSets(),
    ]);
    if (!isOffered && (await offerSets(sets, scopes, ask))) this.#setsOfferedTo = epoch;
    await fetchSets(sets, ask, this.#unknownSets);
  }

  /**
   * Drafts come last, and nothing of them is a reason for a round to fail: the person's records are safe by then, and what failed
   * is tried in the next round.
   */
  async #tryExchangeDrafts(handed: readonly string[] | null, ask: Ask): Promise<void> {
    const { vault } = this.#input;
    try {
      const drafts = await vault.drafts();
      const isNothing =
        !handed?.length && drafts.length === 0 && (await vault.ownRelayStore.list(SENT_DRAFTS)).length === 0;
      if (!isNothing) await (await import('./relay/rescue.ts')).exchangeDrafts(vault, handed, drafts, ask);
    } catch (error) {
      console.warn('drafts: another time', error);
    }
  }

  async #sendRelayed(ask: Ask) {
    const { vault, clock } = this.#input;
    const none = { kind: 'sent' as const, relayed: 0, rejected: [] };
    if ((await vault.relayStore.list(RELAYED)).length === 0) return none;
    // Few phones ever relay: only those fetch this code.
    const { sendRelayed } = await import('./relay/send-relayed.ts');
    return await sendRelayed({ vault, clock }, ask, this.#attempts);
  }
}

function doneWith(
  { pushed, pulled, attention, bytesSent, bytesReceived }: Round,
  { relayed, rejected }: { readonly relayed: number; readonly rejected: readonly string[] },
): SyncOutcome {
  return {
    kind: 'done',
    pushed,
    pulled,
    attention,
    bytesSent,
    bytesReceived,
    ...(relayed > 0 && { relayed }),
    ...(rejected.length > 0 && { relayedRejected: rejected }),
  };
}
