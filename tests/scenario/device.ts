/**
 * One phone as a thing: what is left of it when its process ends, its network and its clock. Several persons may be enrolled
 * on it, each with a store of their own. Where the vault's making changes, only this file does.
 */
import { leave } from '../../src/sync/relay/leave.ts';
import type { Departures, Persons, Platform, Vault } from '../../src/vault/index.ts';
import { sharedPhone } from '../../src/vault/testing/test-shared-phone.ts';
import type { ScenarioClock } from './clock.ts';

/** Somebody whose app is open on the device. */
export interface OpenApp {
  close(): Promise<void>;
}

export class Device {
  isOffline = false;
  /** Answers that will never arrive, of those that are asked for next. */
  answersToLose = 0;
  /** Milliseconds by which its clock is ahead of the true time. */
  skewMs = 0;
  readonly #phone: ReturnType<typeof sharedPhone>;
  readonly #clock: ScenarioClock;
  readonly #process;
  readonly #apps = new Set<OpenApp>();

  /** @param seed chance of this phone: two phones of a scenario have different ones */
  constructor(seed: number, clock: ScenarioClock) {
    this.#phone = sharedPhone(1000 * seed);
    this.#clock = clock;
    this.#process = this.#phone.start();
  }

  get rng(): Platform['rng'] {
    return this.#phone.rng;
  }

  get clock(): Platform['clock'] {
    this.setClock();
    return this.#phone.clock;
  }

  /** To the scenario's time, as far as this clock is right. */
  setClock(): void {
    const { clock } = this.#phone;
    clock.forward(this.#clock.millis() + this.skewMs - clock.millis());
  }

  get persons(): Persons {
    return this.#process.persons;
  }

  get departures(): Departures {
    return this.#process.departures;
  }

  /** The vault of one person, over what is on the disk. */
  async open(store: string, app: OpenApp): Promise<Vault> {
    this.#apps.add(app);
    return await this.#process.open(store);
  }

  /** Signs a person out: what is unsent is left on the phone as a bundle, all else of theirs goes. */
  async leave(vault: Vault): Promise<void> {
    const { kind } = await leave({ vault, persons: this.persons, departures: this.departures, clock: this.clock });
    if (kind !== 'left') throw new Error(`the sign-out ended as ${kind}`);
  }

  /** The browser deletes every database; the files stay. */
  async deleteDatabases(): Promise<void> {
    await this.#closeAll();
    for (const store of this.#phone.stores.values()) store.wipe();
  }

  /** All of the site's data is deleted. */
  async deleteAll(): Promise<void> {
    await this.#closeAll();
    this.#phone.stores.clear();
    this.#phone.phoneBlobs.clear();
  }

  async #closeAll(): Promise<void> {
    for (const app of this.#apps) await app.close();
  }
}
