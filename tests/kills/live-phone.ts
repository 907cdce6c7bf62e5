/** A phone that works and syncs without pause: the real vault and sync client, over real HTTP. */
import { setTimeout as sleep } from 'node:timers/promises';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { type Random, seeded } from '../../src/endpoint/demo/random.ts';
import { type Net, NetDown, type SyncClient, type SyncOutcome } from '../../src/sync/index.ts';
import { createSyncClient } from '../../src/sync/sync-client.ts';
import {
  memoryBlobs,
  memoryJournal,
  noEncryption,
  openVault,
  type Platform,
  systemClock,
  systemRng,
  uuidv7,
  type Vault,
} from '../../src/vault/index.ts';
import { nodeKeys } from '../../src/vault/testing/test-keys.ts';
import { anAct, type Known, learn } from '../simulation/work.ts';

/** With so many unsent records the phone makes no new ones: while the endpoint is away they would have no end. */
const WAITING_MAX = 60;
const SETTLE_ROUNDS_MAX = 30;
const PHOTO_PERCENT = 8;

export interface LivePhoneInput {
  /** Sign-in code, which is the phone's name too. */
  readonly code: string;
  readonly scope: string;
  readonly net: Net;
}

export class LivePhone {
  readonly code: string;
  readonly scope: string;
  readonly indexedDB: IDBFactory;
  readonly vault: Vault;
  readonly #syncClient: SyncClient;
  readonly #random: Random;
  readonly #known: Known = { households: [], citizens: [] };
  lastOutcome: SyncOutcome | null = null;
  #ended = false;

  /** A phone that is signed in. @throws Error when the endpoint does not know its code */
  static async open(input: LivePhoneInput): Promise<LivePhone> {
    const phone = await LivePhone.#new(input);
    const signedIn = await phone.#syncClient.enrol(input.code);
    if (signedIn.kind !== 'signed-in') throw new Error(`${input.code} could not sign in: ${JSON.stringify(signedIn)}`);
    return phone;
  }

  /** A phone that works for its officer and never meets an endpoint. */
  static async openUnsigned({ code, scope }: Omit<LivePhoneInput, 'net'>): Promise<LivePhone> {
    const down: Net = { request: () => Promise.reject(new NetDown('there is no network')) };
    const phone = await LivePhone.#new({ code, scope, net: down });
    await phone.vault.setSession({
      token: 'of a phone without a network',
      officer: { id: code, name: code },
      posts: [{ role: 'officer', scope }],
      scopes: [scope],
      communes: [],
      period: '2026',
    });
    return phone;
  }

  static async #new(input: LivePhoneInput): Promise<LivePhone> {
    const indexedDB = new IDBFactory();
    const platform: Platform = {
      clock: systemClock,
      rng: systemRng,
      journal: memoryJournal(),
      blobs: memoryBlobs(),
      encryption: noEncryption,
      keys: nodeKeys,
      indexedDB,
      IDBKeyRange,
      databaseName: 'vault',
    };
    const vault = await openVault(platform);
    const syncClient = createSyncClient({
      vault,
      net: input.net,
      clock: systemClock,
      rng: systemRng,
      appVersion: 'kills',
      // Node has Web Locks too: there every phone of this process would wait for the others.
      tryExclusive: (_name, work) => work(),
      persisted: async () => true,
    });
    return new LivePhone(input, indexedDB, vault, syncClient);
  }

  private constructor({ code, scope }: LivePhoneInput, indexedDB: IDBFactory, vault: Vault, syncClient: SyncClient) {
    this.code = code;
    this.scope = scope;
    this.indexedDB = indexedDB;
    this.vault = vault;
    this.#syncClient = syncClient;
    this.#random = seeded(Buffer.from(systemRng.bytes(4)).readUInt32LE());
  }

  /** Does as many actions of a user, each of which saves one or more records as the screens would. @throws Error when the vault does not keep one */
  async work(actions: number): Promise<number> {
    let made = 0;
    for (let action = 0; action < actions; action += 1) {
      let photo: string | null = null;
      if (this.#random.chance(PHOTO_PERCENT)) {
        photo = (await this.vault.putPhoto(systemRng.bytes(2_000 + this.#random.int(20_000)))).sha256;
      }
      const id = () => uuidv7(systemClock, systemRng);
      const wanted = anAct(this.#random, id, systemClock.now(), this.#known, photo, this.scope);
      const saved = await this.vault.commit(wanted);
      if (saved.kind !== 'saved') throw new Error(`${this.code} could not save: ${saved.reason} ${saved.detail}`);
      learn(this.#known, saved.revisions);
      made += saved.revisions.length;
    }
    return made;
  }

  async sync(): Promise<SyncOutcome> {
    this.lastOutcome = await this.#syncClient.sync();
    return this.lastOutcome;
  }

  /** Works and syncs until `end()`. */
  async live(): Promise<void> {
    this.#ended = false;
    while (!this.#ended) {
      if ((await this.vault.health()).pendingCount < WAITING_MAX) await this.work(1 + this.#random.int(3));
      const { kind } = await this.sync();
      // The app waits longer; here the endpoint is to be met while it comes up.
      await sleep(kind === 'done' ? this.#random.int(20) : 20 + this.#random.int(60));
    }
  }

  end(): void {
    this.#ended = true;
  }

  /** Syncs until nothing waits. @throws Error when that takes too long */
  async settle(): Promise<void> {
    for (let round = 0; round < SETTLE_ROUNDS_MAX; round += 1) {
      const { kind } = await this.sync();
      const { pendingCount } = await this.vault.health();
      if (kind === 'done' && pendingCount === 0 && (await this.vault.blobsWaiting()).length === 0) return;
      await sleep(50);
    }
    throw new Error(`${this.code}: something still waits (${JSON.stringify(this.lastOutcome)})`);
  }
}

/** All push until nothing waits anywhere; then all pull what the others pushed. */
export async function settleAll(phones: readonly LivePhone[]): Promise<void> {
  await Promise.all(phones.map((phone) => phone.settle()));
  await Promise.all(phones.map((phone) => phone.settle()));
}
