/** What the phone does with the answer to a push: receipts to the vault, pages applied, and what the endpoint says of the device. */
import type { StreamRef } from '../../programme/index.ts';
import { type PullPage, type PushResponse, pushResponse, type Revision, type Session } from '../../protocol/index.ts';
import type { Clock, Vault } from '../../vault/index.ts';
import { RoundStopped, readAnswer } from '../answers.ts';
import type { HttpAnswer } from '../api.ts';
import type { Puller } from '../pull/puller.ts';
import type { Round } from '../round.ts';
import { keepToken } from '../tokens.ts';
import type { OwnRows } from './own-rows.ts';

/** A push that was sent, and its answer on the way. */
export interface Flight {
  readonly batch: readonly Revision[];
  /** Streams that it asks a page each of. */
  readonly streams: readonly StreamRef[];
  /** Device id that it was sent under. */
  readonly device: string;
  /** Public key that it registers for the device; null where it registers none. */
  readonly publicKey: string | null;
  readonly coming: Promise<HttpAnswer>;
  /** Whether the answer came quickly; false where none came. Never fails. */
  readonly quick: Promise<boolean>;
}

/** What one push came to. */
export interface SettledPush {
  /** How many records of the batch have a receipt that counts. */
  readonly settled: number;
  /** Streams that have more to pull. */
  readonly more: readonly StreamRef[];
}

export interface AnswerReader {
  /** Whether the communes' rescue keys came in this process: a restored endpoint may have other keys than at the sign-in. */
  knowsKeys(): boolean;
  /** @throws RoundStopped, NetDown */
  settle(round: Round, session: Session, flight: Flight, own: OwnRows): Promise<SettledPush>;
}

interface AnswerReaderInput extends Pick<Puller, 'applyPage'> {
  readonly vault: Vault;
  readonly clock: Clock;
}

export function createAnswerReader({ vault, clock, applyPage }: AnswerReaderInput): AnswerReader {
  let knowsKeys = false;

  /** @throws RoundStopped */
  async function read(flight: Flight) {
    try {
      return readAnswer(await flight.coming, pushResponse);
    } catch (error) {
      const { outcome } = error instanceof RoundStopped ? error : { outcome: null };
      const code = outcome?.kind === 'error' ? outcome.code : null;
      // The next push registers the device's key again.
      if (code === 'unknown-device') await vault.noteUnregistered();
      // An endpoint that was set back forgot whose the id was, and somebody else has taken it since.
      if (code === 'device-of-another') await vault.takeAnotherId(flight.device);
      throw error;
    }
  }

  /** @returns whether this phone has lost records of its own that the endpoint holds */
  async function noteDevice({ device, publicKey }: Flight, parsed: PushResponse): Promise<boolean> {
    if (parsed.registered && publicKey !== null) {
      await vault.noteRegistered({ publicKey, device, epoch: parsed.epoch });
    }
    const lost = parsed.held !== undefined && (await vault.goOnAfter(parsed.held));
    if (parsed.cloned) await vault.takeAnotherId(device);
    if (parsed.rescueKeys) {
      await vault.learnRescueKeys(parsed.rescueKeys);
      knowsKeys = true;
    }
    return lost;
  }

  /** @returns streams that have more to pull */
  async function applyPages(round: Round, pages: readonly PullPage[], moreToCome: boolean): Promise<StreamRef[]> {
    const more: StreamRef[] = [];
    for (const page of pages) {
      if (await applyPage(round, page, { moreToCome })) more.push({ scope: page.scope, stream: page.stream });
    }
    return more;
  }

  return {
    knowsKeys: () => knowsKeys,
    async settle(round, session, flight, own) {
      const { parsed, raw } = await read(flight);
      const counts = await vault.applyReceipts(parsed.receipts, parsed);
      // Each of several pushes that are under way at once may bring a token, and the first that is used ends the others.
      if (parsed.token !== undefined && round.token === undefined) {
        await keepToken(vault, parsed.token);
        round.token = parsed.token;
      }
      if (parsed.handedIn !== undefined) round.handedIn = parsed.handedIn;
      const lost = await noteDevice(flight, parsed);
      noteInRound(round, session, parsed, clock);
      round.pushed += counts.received;
      round.attention += counts.attention;
      // zod drops members it does not know, and with them the hash of a later version's revision: rows stay as they came.
      const { pulled } = raw as { pulled?: readonly PullPage[] };
      // After a loss the pages begin behind what is missing here: every stream is asked for from its cursor instead.
      const pages = lost ? [] : (pulled ?? []);
      const moreToCome = lost || pages.some((page) => page.more);
      const more = await applyPages(round, pages, moreToCome);
      own.add(flight.batch, parsed);
      for (const of of own.streams()) {
        const page = own.pageAfter(of, await vault.cursor(of));
        if (page !== null) await vault.applyPull(page, { moreToCome });
      }
      return { settled: counts.received + counts.attention, more: lost ? [...flight.streams] : more };
    },
  };
}

function noteInRound(round: Round, { scopes, communesVersion }: Session, answer: PushResponse, clock: Clock): void {
  const skewMs = clock.millis() - Date.parse(answer.serverTime);
  if (Number.isFinite(skewMs)) round.skewMs = skewMs;
  if (answer.scopes && !haveSameMembers(answer.scopes, scopes)) round.moved = true;
  if (answer.handedDrafts !== undefined) round.handedDrafts = answer.handedDrafts;
  if (answer.communes !== undefined && answer.communes !== communesVersion) round.moved = true;
}

function haveSameMembers(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((member) => other.includes(member));
}
