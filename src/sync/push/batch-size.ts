/** How many records one push has, kept from round to round: half after a push that the link was too slow for. */
import type { Vault } from '../../vault/index.ts';

export class BatchSize {
  readonly #vault: Vault;
  #records: number;

  /** @param records count of the first push of the process */
  constructor(vault: Vault, records: number) {
    this.#vault = vault;
    this.#records = records;
  }

  get records(): number {
    return this.#records;
  }

  /** @param records how many the pushes of a round came to have */
  keep(records: number): void {
    this.#records = records;
  }

  /** @param tried count of the records of a push that was too much; where fewer wait, half of these */
  async halve(tried = this.#records): Promise<void> {
    const { pendingCount } = await this.#vault.health();
    this.#records = Math.max(1, Math.floor(Math.min(tried, pendingCount) / 2));
  }
}
