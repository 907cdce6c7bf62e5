/**
 * Outbox → push → receipts. Several pushes are under way at once, so that a link with a long way there and back is never
 * idle; each answer settles its own records. Records may reach the endpoint in another order than they were made in, which
 * decides nothing there: a record whose predecessor is not there yet is no fork.
 */
import { type StreamRef, streamsOf } from '../../programme/index.ts';
import type { Revision, Session } from '../../protocol/index.ts';
import { RoundStopped } from '../answers.ts';
import type { Puller } from '../pull/puller.ts';
import { type Asking, QUICK_MS, type Round } from '../round.ts';
import { fitting } from './batch.ts';
import { OwnRows } from './own-rows.ts';
import { type AnswerReader, createAnswerReader, type Flight } from './push-answer.ts';
import { makePushBody, type PushBodyInput } from './push-body.ts';
import { beginProgress, noteAnswer, noteRejection, type PushProgress } from './push-progress.ts';

export interface PusherInput extends PushBodyInput, Pick<Puller, 'applyPage'>, Pick<Asking, 'post'> {
  /** Records of the first push; later ones may have more while the link is quick (push-progress.ts). */
  readonly batchMax: number;
}

export interface Pusher {
  begin(): PushProgress;
  /**
   * Pushes until nothing waits any more.
   * @param pages whether pages are asked for too, also when nothing waits
   * @returns streams that have more to pull
   * @throws RoundStopped, NetDown; what other pushes under way brought counts all the same
   */
  pushAll(round: Round, session: Session, progress: PushProgress, pages: boolean): Promise<readonly StreamRef[]>;
}

export function createPusher(input: PusherInput): Pusher {
  const reader = createAnswerReader(input);
  return {
    begin: () => beginProgress(input.batchMax),
    pushAll: (round, session, progress, pages) => new PushRun(input, reader, { round, session, progress }).run(pages),
  };
}

interface Exchange {
  readonly round: Round;
  readonly session: Session;
  readonly progress: PushProgress;
}

/** The pushes from one call of `pushAll` to its end. */
class PushRun {
  readonly #input: PusherInput;
  readonly #reader: AnswerReader;
  readonly #exchange: Exchange;
  /** In the order they were sent, and settled so: only the network does several things at once. */
  readonly #flights: Flight[] = [];
  readonly #own = new OwnRows();
  /** Streams that have more to pull, by their names. */
  readonly #more = new Map<string, StreamRef>();
  /** Records read from the outbox and not sent yet. */
  #queue: readonly Revision[] = [];
  /** Streams that the next push asks pages of. */
  #streams: readonly StreamRef[] = [];

  constructor(input: PusherInput, reader: AnswerReader, exchange: Exchange) {
    this.#input = input;
    this.#reader = reader;
    this.#exchange = exchange;
  }

  async run(pages: boolean): Promise<readonly StreamRef[]> {
    const { session, progress } = this.#exchange;
    this.#streams = pages ? streamsOf(session.posts) : [];
    let failed: { readonly error: unknown } | null = null;
    for (;;) {
      try {
        const mayPush = () => failed === null && this.#flights.length < progress.window && progress.requestsLeft > 0;
        while (mayPush() && (await this.#pushNext()));
        const first = this.#flights.shift();
        if (first === undefined) break;
        await this.#settle(first);
      } catch (error) {
        // What the others bring counts all the same, and nothing of a round may go on after its end.
        failed ??= { error };
      }
    }
    if (failed !== null) throw failed.error;
    return [...this.#more.values()];
  }

  /** @returns whether there was anything to push or to ask for */
  async #pushNext(): Promise<boolean> {
    const { progress } = this.#exchange;
    const underWay = this.#flights.flatMap(({ batch }) => batch.map(({ revId }) => revId));
    if (this.#queue.length === 0) {
      const skipped = new Set([...underWay, ...progress.passedOver]);
      const waiting = await this.#input.vault.toSend(2 * progress.batchMax + skipped.size);
      this.#queue = waiting.filter(({ revId }) => !skipped.has(revId));
    }
    const batch = fitting(this.#queue, progress.batchMax);
    if (batch.length === 0 && this.#streams.length === 0) return false;
    this.#queue = this.#queue.slice(batch.length);
    progress.requestsLeft -= 1;
    this.#flights.push(await this.#send(batch, underWay.length));
    // The pages of the first answer are enough while there is more to send; the rest is asked for at the end.
    this.#streams = [];
    return true;
  }

  async #send(batch: readonly Revision[], underWay: number): Promise<Flight> {
    const { clock, post } = this.#input;
    const { round, session } = this.#exchange;
    const streams = this.#streams;
    const keys = streams.length > 0 && !this.#reader.knowsKeys();
    const body = await makePushBody(this.#input, { batch, streams, underWay, keys });
    const sentMs = clock.millis();
    const coming = post(round, session, '/v1/push', body);
    const quick = coming.then(
      () => Math.abs(clock.millis() - sentMs) < QUICK_MS,
      // The failure itself is thrown where this push is settled; here it must not count as an unhandled rejection.
      () => false,
    );
    return { batch, streams, device: body.device, publicKey: body.register?.publicKey ?? null, coming, quick };
  }

  /** @throws RoundStopped, NetDown */
  async #settle(flight: Flight): Promise<void> {
    const { round, session, progress } = this.#exchange;
    const { batch } = flight;
    try {
      const { settled, more } = await this.#reader.settle(round, session, flight, this.#own);
      for (const of of more) this.#more.set(`${of.scope} ${of.stream}`, of);
      round.quick = await flight.quick;
      noteAnswer(progress, { batch, settled, quick: round.quick }, this.#input.batchMax);
    } catch (error) {
      if (!(error instanceof RoundStopped) || error.outcome.kind !== 'error' || batch.length === 0) throw error;
      noteRejection(progress, error.outcome, batch);
    }
  }
}
