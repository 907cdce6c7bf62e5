/**
 * IndexedDB in memory for the simulator: what fake-indexeddb does in three macrotasks a request is done here in one
 * microtask, so that a month of five phones takes a fraction of the time. Only what Dexie asks of it for this app; anything
 * else throws. One test compares it with fake-indexeddb over random work (tests/contracts/database.test.ts).
 */
import { fired, type Handler, Target } from './events.ts';
import { type Names, namesOf } from './names.ts';
import { Records } from './records.ts';
import { Store } from './store.ts';
import { type Home, type Mode, Request, Transaction } from './transaction.ts';

interface Raw extends Home {
  readonly name: string;
  version: number;
  readonly connections: Set<Connection>;
}

class Connection extends Target {
  readonly name: string;
  onversionchange: Handler = null;
  onclose: Handler = null;
  readonly #raw: Raw;
  #closed = false;

  constructor(raw: Raw) {
    super();
    this.#raw = raw;
    this.name = raw.name;
    raw.connections.add(this);
  }

  get version(): number {
    return this.#raw.version;
  }

  get objectStoreNames(): Names {
    return namesOf(this.#raw.stores.keys());
  }

  createObjectStore(name: string, { keyPath }: { keyPath: string | readonly string[] }): Store {
    const upgrade = this.#raw.open.find(({ mode }) => mode === 'versionchange');
    if (upgrade === undefined) throw new DOMException('no upgrade runs', 'InvalidStateError');
    this.#raw.stores.set(name, new Records(name, keyPath));
    return upgrade.objectStore(name) as Store;
  }

  transaction(
    scope: string | Iterable<string>,
    mode: Mode = 'readonly',
    { durability = 'default', isEndedByHand = false }: { durability?: string; isEndedByHand?: boolean } = {},
  ): Transaction {
    if (this.#closed) throw new DOMException('the connection is closed', 'InvalidStateError');
    const names = typeof scope === 'string' ? [scope] : [...scope];
    for (const name of names) if (!this.#raw.stores.has(name)) throw new DOMException(name, 'NotFoundError');
    return begin(this.#raw, this, names, mode, durability, isEndedByHand);
  }

  close(): void {
    this.#closed = true;
    this.#raw.connections.delete(this);
  }
}

function begin(
  raw: Raw,
  db: Connection,
  scope: Iterable<string>,
  mode: Mode,
  durability: string,
  isEndedByHand = false,
): Transaction {
  const makeStore = (transaction: Transaction, records: Records) => new Store(transaction, records);
  return new Transaction({ home: raw, db, scope, mode, durability, makeStore, isEndedByHand });
}

class OpenRequest extends Request {
  onupgradeneeded: Handler = null;
  onblocked: Handler = null;
}

class Factory {
  /** Whether the vault goes to the rows without Dexie (choice.ts). */
  readonly isDirect: boolean;
  readonly #databases = new Map<string, Raw>();

  constructor(isDirect: boolean) {
    this.isDirect = isDirect;
  }

  open(name: string, version?: number): OpenRequest {
    const request = new OpenRequest(null, null);
    queueMicrotask(() => this.#open(request, name, version));
    return request;
  }

  async databases(): Promise<{ name: string; version: number }[]> {
    return [...this.#databases.values()].map(({ name, version }) => ({ name, version }));
  }

  #open(request: OpenRequest, name: string, version?: number): void {
    const raw = this.#databases.get(name) ?? { name, version: 0, stores: new Map(), open: [], connections: new Set() };
    this.#databases.set(name, raw);
    const wanted = version ?? Math.max(1, raw.version);
    const connection = new Connection(raw);
    const opened = () => {
      request.result = connection;
      request.readyState = 'done';
      request.transaction = null;
      request.fire(request.onsuccess, fired('success', request));
    };
    if (wanted === raw.version) {
      opened();
      return;
    }
    if (wanted < raw.version) throw new Error('an older version than is there');
    if (raw.connections.size > 1) throw new Error('upgrades beside other connections are not made here');
    const oldVersion = raw.version;
    raw.version = wanted;
    const upgrade = begin(raw, connection, [], 'versionchange', 'default');
    request.transaction = upgrade;
    request.result = connection;
    upgrade.addEventListener('complete', () => queueMicrotask(opened));
    const event = fired('upgradeneeded', request, { oldVersion, newVersion: wanted });
    request.fire(request.onupgradeneeded, event);
  }
}

/** @returns an empty disk */
export function memoryIndexedDB({ isDirect = false } = {}): IDBFactory {
  return new Factory(isDirect) as unknown as IDBFactory;
}
