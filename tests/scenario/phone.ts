/**
 * A person's app on a phone (or on the computer of a desk): the real vault on a device that outlives the process, and the
 * real sync over the endpoint's routes. Where the sync's making changes, only this file does; for the vault's, device.ts.
 */

import { type HttpAnswer, type Net, NetDown, relayedBundles, type SyncClient } from '../../src/sync/index.ts';
import { createSyncClient } from '../../src/sync/sync-client.ts';
import {
  goneOnWith,
  type HouseholdView,
  isHandedOver,
  type NewRevision,
  ownBeside,
  uuidv7,
  type Vault,
} from '../../src/vault/index.ts';
import { type Span, spanMs } from './clock.ts';
import type { Device } from './device.ts';
import type { Account, ScenarioEndpoint } from './endpoint.ts';
import { HouseholdAt } from './household.ts';
import type { Story } from './story.ts';

/** What a phone stands on. */
export interface PhoneInput {
  /** What the story calls it: "Vân's phone". */
  readonly name: string;
  /** Others may use it too. */
  readonly device: Device;
  readonly story: Story;
  /** Opens the commune's endpoint and the person's account, where they are not there yet. */
  ready(): Promise<{ readonly endpoint: ScenarioEndpoint; readonly account: Account }>;
}

/** What "Đồng bộ" and "Cài đặt" show. */
export interface PhoneShown {
  /** Own records that the endpoint does not have whole. */
  readonly waiting: number;
  /** Own records that a person must look at. */
  readonly needAttention: number;
  /** What the last start found: `clean`, `rebuilt`… */
  readonly opened: string;
  /** "024 Bình Hòa", sorted. */
  readonly households: readonly string[];
  /** How many of its people the list of hamlets counts as evaluated in this period. */
  readonly evaluated: number;
  /** Bundles of colleagues, and of who signed out here, that wait to be brought to the endpoint. */
  readonly relays: number;
}

export class Phone {
  readonly name: string;
  readonly #input: PhoneInput;
  readonly device: Device;
  /** Name of this person's store on the device; null: none yet. */
  #store: string | null = null;
  #isSignedOut = false;
  #open: { readonly vault: Vault; readonly syncClient: SyncClient } | null = null;
  #opening: Promise<{ readonly vault: Vault; readonly syncClient: SyncClient }> | null = null;

  constructor(input: PhoneInput) {
    this.name = input.name;
    this.#input = input;
    this.device = input.device;
  }

  /** @param number as people say it: "Hộ 024" */
  household(number: string): HouseholdAt {
    return new HouseholdAt(this, number);
  }

  /** Sends and fetches all. @throws StepFailed where the round was not whole: no network, signed out… */
  async sync(): Promise<void> {
    await this.step('syncs', async () => {
      const { syncClient } = await this.opened();
      const outcome = await syncClient.sync();
      if (outcome.kind !== 'done') throw new Error(`the round ended as ${JSON.stringify(outcome)}`);
    });
  }

  /** Signs in once more with the person's code. @throws StepFailed where the endpoint does not take it */
  async signIn(): Promise<void> {
    await this.step('signs in', async () => {
      this.#isSignedOut = false;
      const { syncClient } = await this.opened();
      const { account } = await this.#input.ready();
      const outcome = await syncClient.enrol(account.code);
      if (outcome.kind !== 'signed-in') throw new Error(JSON.stringify(outcome));
    });
  }

  /** "Đăng xuất": what is unsent stays on the device as a bundle that any later person relays; all else of theirs goes. */
  async signOut(): Promise<void> {
    await this.step('signs out', async () => {
      await this.device.leave((await this.opened()).vault);
      this.#open = null;
      this.#store = null;
      this.#isSignedOut = true;
    });
  }

  /** Syncs where that may fail. @returns how the round ended: `done`, `offline`, `signed-out`… */
  async trySync(): Promise<string> {
    return await this.step('tries to sync', async () => (await (await this.opened()).syncClient.sync()).kind);
  }

  /** Leaves the network behind. Who has not signed in yet does so before. */
  async offline(): Promise<this> {
    await this.step('goes offline', async () => {
      await this.opened();
      this.device.isOffline = true;
    });
    return this;
  }

  async online(): Promise<this> {
    await this.step('is online again', async () => {
      this.device.isOffline = false;
    });
    return this;
  }

  /** The endpoint does what it is asked next, and its answer never arrives. */
  async losesTheNextAnswer(): Promise<this> {
    await this.step('will lose the next answer', async () => {
      await this.opened();
      this.device.answersToLose += 1;
    });
    return this;
  }

  /** The phone's clock is ahead of the true time by this much; behind, where it is negative. */
  async clockOff(span: Span): Promise<this> {
    await this.step(`has a clock that is off by ${JSON.stringify(span)}`, async () => {
      this.device.skewMs = spanMs(span);
    });
    return this;
  }

  /** The app is closed and opened again. */
  async restart(): Promise<this> {
    await this.step('starts the app again', async () => {
      await this.#close();
      await this.opened();
    });
    return this;
  }

  /** The browser deletes every database, as it does after a torn log; the journal's files stay. Then the app starts again. */
  async wipe(): Promise<this> {
    await this.step('has its databases deleted by the browser', async () => {
      await this.opened();
      await this.device.deleteDatabases();
      await this.opened();
    });
    return this;
  }

  /** All of the site's data is deleted: nothing of the app is left. Then the person signs in anew. */
  async wipeAll(): Promise<this> {
    await this.step('has all its data deleted', async () => {
      await this.device.deleteAll();
      await this.opened();
    });
    return this;
  }

  async shows(): Promise<PhoneShown> {
    return await this.step('is looked at', async () => {
      const { vault } = await this.opened();
      const { unreceivedCount, attentionCount, opened } = await vault.health();
      const homes = await this.homes();
      return {
        waiting: unreceivedCount,
        needAttention: attentionCount,
        opened,
        households: homes.map(({ home }) => `${home.household.number} ${home.household.hamlet}`).sort(),
        evaluated: (await vault.hamlets(await this.period())).reduce((sum, { evaluated }) => sum + evaluated, 0),
        relays: (await relayedBundles(vault)).length,
      };
    });
  }

  /** What officers who left have handed over to this person, as "Hôm nay" lists it: "Vân: Đặng Thị Hoa", sorted. */
  async handedOver(): Promise<{ readonly drafts: readonly string[]; readonly returned: number }> {
    return await this.step('shows what was handed over', async () => {
      const { vault } = await this.opened();
      const drafts = (await vault.drafts()).filter(isHandedOver);
      const { officer, goesOnFor = [] } = await this.#session();
      const authors = [officer, ...goesOnFor.map((each) => each.officer)].map(({ id }) => id);
      return {
        drafts: drafts.map(({ handedOver, value }) => `${handedOver.from.name}: ${value.subjectName}`).sort(),
        returned: (await vault.returnedTo(authors)).length,
      };
    });
  }

  /** "Làm tiếp": what was handed over becomes the person's own. @returns how many drafts did; others have one's own in the way */
  async goesOn(): Promise<number> {
    return await this.step('goes on with what was handed over', async () => {
      const { vault } = await this.opened();
      let count = 0;
      for (const handed of (await vault.drafts()).filter(isHandedOver)) {
        if (ownBeside(handed, await vault.drafts()) !== null) continue;
        await vault.saveDraft(goneOnWith(handed));
        await vault.dropDraft(handed.draftId);
        count += 1;
      }
      return count;
    });
  }

  /** Who may be chosen in "Đổi người" on this device: names, sorted. */
  async people(): Promise<readonly string[]> {
    return await this.step('shows who is enrolled', async () => {
      const listed = await this.device.persons.list();
      return listed.map(({ officer }) => officer?.name ?? 'unknown').sort();
    });
  }

  /** What "Hôm nay" lists: every household that this phone knows. */
  async homes(): Promise<HouseholdView[]> {
    const { vault } = await this.opened();
    const period = await this.period();
    const homes: HouseholdView[] = [];
    for (const { scope, hamlet } of await vault.hamlets(period)) {
      for (const household of await vault.households(scope, hamlet, period)) {
        const view = await vault.household(household);
        if (view !== null) homes.push(view);
      }
    }
    return homes;
  }

  async period(): Promise<string> {
    return (await this.#session()).period;
  }

  /** The commune that the person works in. */
  async scope(): Promise<string> {
    const [scope] = (await this.#session()).scopes;
    if (scope === undefined) throw new Error(`${this.name} has no commune`);
    return scope;
  }

  async #session() {
    const session = await (await this.opened()).vault.session();
    if (session === null) throw new Error(`nobody is signed in on ${this.name}`);
    return session;
  }

  /** A request of this phone under its own token. @returns the answer's JSON */
  async ask(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const { token } = await this.#session();
    const answer = await this.#net.request({
      method,
      path,
      token,
      timeoutMs: 1000,
      ...(body !== undefined && { body: new TextEncoder().encode(JSON.stringify(body)) }),
    });
    const answered = JSON.parse(new TextDecoder().decode(answer.body)) as unknown;
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answered)}`);
    return answered;
  }

  /** Saves as a screen does. @throws Error where the vault does not say "saved" */
  async save(revisions: readonly NewRevision[]): Promise<void> {
    const saved = await (await this.opened()).vault.commit(revisions);
    if (saved.kind !== 'saved') throw new Error(`not saved: ${saved.reason} ${saved.detail}`);
  }

  /** A photo of random bytes. @returns what a record says of it */
  async takePhoto(bytes: number): Promise<{ readonly sha256: string; readonly bytes: number }> {
    return await (await this.opened()).vault.putPhoto(this.device.rng.bytes(bytes));
  }

  id(): string {
    return uuidv7(this.clock, this.device.rng);
  }

  /** The phone's own clock. */
  get clock(): { now(): string; millis(): number } {
    return this.device.clock;
  }

  /** A step of this phone in the story. */
  async step<T>(what: string, act: () => Promise<T>): Promise<T> {
    return await this.#input.story.step(`${this.name} ${what}`, act);
  }

  /** The vault and the sync, opened, signed in and with the commune's records, as a phone leaves the office. */
  async opened(): Promise<{ readonly vault: Vault; readonly syncClient: SyncClient }> {
    if (this.#open !== null) {
      this.device.setClock();
      return this.#open;
    }
    this.#opening ??= this.#start().finally(() => {
      this.#opening = null;
    });
    return await this.#opening;
  }

  async #start() {
    if (this.#isSignedOut) throw new Error('the person has signed out here: call signIn() first');
    const { endpoint, account } = await this.#input.ready();
    this.#endpoint = endpoint;
    const { persons, departures } = this.device;
    this.#store ??= persons.newStore();
    const vault = await this.device.open(this.#store, { close: () => this.#close() });
    const syncClient = createSyncClient({
      vault,
      net: this.#net,
      clock: this.clock,
      rng: this.device.rng,
      appVersion: 'scenario',
      // Node has Web Locks too: there every phone of this process would wait for the others.
      tryExclusive: (_name, work) => work(),
      persisted: async () => true,
      usedBytes: async () => null,
      online: () => !this.device.isOffline,
      departures,
    });
    this.#open = { vault, syncClient };
    if ((await vault.session()) === null) {
      const signedIn = await syncClient.enrol(account.code);
      if (signedIn.kind !== 'signed-in') throw new Error(`${account.name} cannot sign in: ${JSON.stringify(signedIn)}`);
      await persons.note(this.#store, signedIn.session.officer);
      const outcome = await syncClient.sync();
      if (outcome.kind !== 'done') throw new Error(`the first round ended as ${JSON.stringify(outcome)}`);
    }
    return this.#open;
  }

  #endpoint: ScenarioEndpoint | null = null;

  readonly #net: Net = {
    request: async (ask): Promise<HttpAnswer> => {
      if (this.device.isOffline || this.#endpoint === null) throw new NetDown('there is no network');
      const answer = await this.#endpoint.net.request(ask);
      if (this.device.answersToLose > 0) {
        this.device.answersToLose -= 1;
        throw new NetDown('the answer was lost');
      }
      return answer;
    },
  };

  async #close(): Promise<void> {
    await this.#open?.vault.close();
    this.#open = null;
  }

  async dispose(): Promise<void> {
    await this.#close();
  }
}
