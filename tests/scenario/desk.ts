/** A supervisor's desk: a computer with a vault of its own, always online, and the routes that only supervisors have. */
import { type CriteriaSet, setHash } from '../../src/criteria/index.ts';
import { openWork, phoneList, proposalList, quarantineList, retryResponse } from '../../src/protocol/index.ts';
import type { Person } from './commune.ts';
import type { HouseholdAt } from './household.ts';
import type { Phone, PhoneShown } from './phone.ts';

export interface QuarantinedShown {
  /** Why it could not be accepted. */
  readonly code: string;
  /** What sort of record it is. */
  readonly kind: string | null;
  /** Whom or what it is about. */
  readonly subject: string | null;
}

export class Desk {
  readonly #computer: Phone;

  constructor(computer: Phone) {
    this.#computer = computer;
  }

  household(number: string): HouseholdAt {
    return this.#computer.household(number);
  }

  async sync(): Promise<void> {
    await this.#computer.sync();
  }

  async shows(): Promise<PhoneShown> {
    return await this.#computer.shows();
  }

  /** Records of the commune that could not be accepted and nobody has decided about. */
  async quarantine(): Promise<readonly QuarantinedShown[]> {
    return await this.#computer.step('looks at the quarantine', async () => {
      const scope = await this.#computer.scope();
      const { rows } = quarantineList.parse(
        await this.#computer.ask('GET', `/v1/quarantine?scope=${scope}&state=open`),
      );
      return rows.map(({ code, kind, subject }) => ({ code, kind, subject }));
    });
  }

  /** Has all in quarantine retried. @returns how many were accepted */
  async judgeAgain(): Promise<number> {
    return await this.#computer.step('has the quarantine judged again', async () => {
      const scope = await this.#computer.scope();
      const { results } = retryResponse.parse(await this.#computer.ask('POST', '/v1/quarantine/retry', { scope }));
      return results.filter(({ outcome }) => outcome === 'accepted').length;
    });
  }

  /** An administrator adds a criteria set and proposes it; a second person confirms, and the commune uses it from that day on. */
  async publishes(
    set: CriteriaSet,
    { from, confirmedBy }: { readonly from: string; readonly confirmedBy: Desk },
  ): Promise<void> {
    await this.#computer.step(`proposes ${set.id} ${set.version} from ${from}`, async () => {
      const scope = await this.#computer.scope();
      await this.#computer.ask('POST', '/v1/criteria-sets', set);
      await this.#computer.ask('POST', `/v1/criteria-sets/${setHash(set)}/publications`, { scope, from });
    });
    await confirmedBy.confirms();
  }

  /** Confirms all that waits for a second person. */
  async confirms(): Promise<void> {
    await this.#computer.step('confirms as the second person', async () => {
      const scope = await this.#computer.scope();
      const { proposals } = proposalList.parse(await this.#computer.ask('GET', `/v1/proposals?scope=${scope}`));
      for (const { id, mayDecide } of proposals) {
        if (!mayDecide.includes('confirmed')) continue;
        await this.#computer.ask('POST', `/v1/proposals/${id}/decide`, { scope, outcome: 'confirmed' });
      }
    });
  }

  /** An administrator closes the account of somebody who leaves. @param successor who goes on @returns what was open */
  async closes(leaving: Person, successor: Person): Promise<{ readonly returned: number; readonly drafts: number }> {
    return await this.#computer.step(`closes the account of ${leaving.account.name}`, async () => {
      const scope = await this.#computer.scope();
      const path = `/v1/accounts/${leaving.account.id}`;
      const { returned, drafts } = openWork.parse(await this.#computer.ask('GET', `${path}/open-work?scope=${scope}`));
      const closing = { scope, successor: successor.account.id, reason: 'Chuyển công tác' };
      await this.#computer.ask('POST', `${path}/close`, closing);
      return { returned: returned.length, drafts: drafts.count };
    });
  }

  /** The commune's phones with their last heartbeats. */
  async phones(): Promise<readonly { readonly officer: string; readonly overdue: boolean }[]> {
    return await this.#computer.step('looks at the phones', async () => {
      const scope = await this.#computer.scope();
      const { phones } = phoneList.parse(await this.#computer.ask('GET', `/v1/phones?scope=${scope}`));
      return phones.map(({ officer, overdue }) => ({ officer: officer.name ?? officer.id, overdue }));
    });
  }
}
