/** Pages of others' records. They are applied one by one, rows together with their cursor, until a stream has no more. */
import type { StreamRef } from '../../programme/index.ts';
import { type PullPage, pullPage, type Session } from '../../protocol/index.ts';
import type { Clock, Vault } from '../../vault/index.ts';
import { readAnswer } from '../answers.ts';
import { type Asking, REQUESTS_MAX, type Round, TIMEOUT_MS } from '../round.ts';
import { PageReader } from './page-reader.ts';

export interface Puller {
  /**
   * Applies one page to the vault.
   * @param options.moreToCome whether other streams are asked for after this one
   * @returns whether to ask again for this stream: it has more rows, or a new epoch sent the phone back to the start
   */
  applyPage(round: Round, page: PullPage, options: { readonly moreToCome: boolean }): Promise<boolean>;
  /** Asks for pages of these streams until there are no more. @throws RoundStopped, NetDown */
  pullUntilDone(round: Round, session: Session, streams: readonly StreamRef[]): Promise<void>;
}

export function createPuller(vault: Vault, clock: Clock, { request }: Asking): Puller {
  const applyPage: Puller['applyPage'] = async (round, page, options) => {
    const before = await vault.cursor(page);
    await vault.applyPull(page, options);
    const after = await vault.cursor(page);
    if (before.epoch !== null && before.epoch !== after.epoch) return true;
    if (after.after > before.after) round.pulled += page.rows.length;
    // Without progress asking again would never end.
    return page.more && after.after > before.after;
  };

  async function pullUntilDone(round: Round, session: Session, streams: readonly StreamRef[]): Promise<void> {
    // A token that was replaced in this round counts from its replacement on.
    const ask = (path: string) =>
      request(round, { method: 'GET', path, token: round.token ?? session.token, timeoutMs: TIMEOUT_MS });
    for (const [place, stream] of streams.entries()) {
      const options = { moreToCome: place < streams.length - 1 };
      const pages = new PageReader(stream, ask, clock, round.quick);
      // What is left after the last request is pulled in the next round.
      for (let count = 0; count < REQUESTS_MAX; count++) {
        const answer = await pages.next(await vault.cursor(stream));
        if (!(await applyPage(round, readAnswer(answer, pullPage).raw as PullPage, options))) break;
      }
    }
  }

  return { applyPage, pullUntilDone };
}
