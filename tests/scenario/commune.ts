/** A commune with its endpoint, its people and their phones. Nothing is opened before the first step that needs it. */
import { onTestFailed, onTestFinished } from 'vitest';
import { ScenarioClock } from './clock.ts';
import { Desk } from './desk.ts';
import { Device } from './device.ts';
import { type Account, COMMUNES, type CommuneName, ScenarioEndpoint, type StoreKind } from './endpoint.ts';
import { Phone } from './phone.ts';
import { Story } from './story.ts';

export interface CommuneInput {
  /** Where the endpoint keeps its records. Default: SQLite. */
  readonly endpoint?: StoreKind;
  /** When it begins, as people write it in Vietnam. */
  readonly at?: string;
  /** Who lives there from the start: "Hộ 024" → names. */
  readonly households?: Readonly<Record<string, readonly string[]>>;
}

const HOUSEHOLDS = {
  'Hộ 017': ['Nguyễn Văn Bảy', 'Lê Thị Mười'],
  'Hộ 024': ['Đặng Thị Hoa', 'Trần Minh Khang'],
};

/**
 * A new commune for one test; it is taken down when the test ends.
 * @param input what differs from a commune of two households on a Tuesday morning
 */
export function commune(input: CommuneInput = {}): Commune {
  const made = new Commune(input);
  onTestFailed(() => console.log(`The story:\n${made.story.text()}`));
  onTestFinished(() => made.dispose());
  return made;
}

export class Commune {
  readonly clock: ScenarioClock;
  readonly story: Story;
  readonly #households: Readonly<Record<string, readonly string[]>>;
  readonly #endpoint: ScenarioEndpoint;
  readonly #persons = new Map<string, Person>();
  readonly #phones: Phone[] = [];
  #opened: Promise<void> | null = null;
  #settled: Promise<void> | null = null;

  constructor({ endpoint = 'sqlite', at = '2026-11-24 08:00', households = HOUSEHOLDS }: CommuneInput) {
    this.clock = new ScenarioClock(at);
    this.story = new Story(() => this.clock.shown());
    this.#households = households;
    this.#endpoint = new ScenarioEndpoint(endpoint, this.clock);
  }

  /** The officer of this name; the same one each time. @param of where a new one works */
  officer(name: string, of: CommuneName = 'here'): Person {
    return this.#person(name, 'officer', of);
  }

  /** The supervisor of this name; the same one each time. @param of where a new one works */
  supervisor(name: string, of: CommuneName = 'here'): Person {
    return this.#person(name, 'supervisor', of);
  }

  /** Who administers the endpoint and all its communes; the same one each time. */
  administrator(name: string): Person {
    return this.#person(name, 'administrator', 'here');
  }

  /** What happens to the endpoint and what its operator does. */
  readonly endpoint = {
    stop: () => this.#operate('is stopped', () => this.#endpoint.stop()),
    start: () => this.#operate('is started', () => this.#endpoint.start()),
    /** A copy of what it holds now. */
    backUp: () => this.#operate('is backed up', () => this.#endpoint.backUp()),
    /** The last copy comes back under a new epoch; what came since is gone here. */
    restore: () => this.#operate('is restored from its backup', () => this.#endpoint.restore()),
    /** How many records of the commune it holds. */
    records: () => this.#operate('is asked for its records', () => this.#recordCount()),
  };

  async #operate<T>(what: string, act: () => Promise<T>): Promise<T> {
    return await this.story.step(`The endpoint ${what}`, async () => {
      await this.#settle();
      return await act();
    });
  }

  async #recordCount(): Promise<number> {
    let after = 0;
    for (let count = 0; ; ) {
      const page = await this.#endpoint.store.page({ scope: COMMUNES.here.scope, stream: 'records' }, after, 500);
      count += page.rows.length;
      after = page.rows.at(-1)?.scopeSeq ?? after;
      if (!page.more) return count;
    }
  }

  #person(name: string, role: Account['role'], of: CommuneName): Person {
    const known = this.#persons.get(name);
    if (known !== undefined) {
      if (known.account.role !== role) throw new Error(`${name} is ${known.account.role} here, not ${role}`);
      return known;
    }
    const number = this.#persons.size + 1;
    const id = `person-${number}`;
    const account: Account = { id, name, role, scopes: [COMMUNES[of].scope], code: `CODE-${1000 + number}` };
    const person = new Person(account, {
      newPhone: (called, on) => this.#newPhone(called, () => person.account, on),
      changed: (what) => this.#operate(`hears that ${name} ${what}`, () => this.#endpoint.putAccount(person.account)),
    });
    this.#persons.set(name, person);
    return person;
  }

  #newPhone(name: string, accountOf: () => Account, on?: Device, before = () => this.#settle()): Phone {
    const { story } = this;
    const ready = async () => {
      await before();
      const account = accountOf();
      await this.#endpoint.putAccount(account);
      return { endpoint: this.#endpoint, account };
    };
    const device = on ?? new Device(this.#phones.length + 1, this.clock);
    const phone = new Phone({ name, device, story, ready });
    this.#phones.push(phone);
    return phone;
  }

  /** The endpoint is there, and the households of the start on it: a phone of the office added them. */
  async #settle(): Promise<void> {
    this.#settled ??= this.#moveIn();
    await this.#settled;
  }

  async #moveIn(): Promise<void> {
    this.#opened ??= this.#endpoint.install();
    await this.#opened;
    const account = {
      id: 'office',
      name: 'Văn phòng xã',
      role: 'officer',
      scopes: [COMMUNES.here.scope],
      code: 'CODE-1000',
    } as const;
    const office = this.#newPhone(
      "The office's phone",
      () => account,
      undefined,
      async () => undefined,
    );
    for (const [number, people] of Object.entries(this.#households)) await office.household(number).add(people);
    await office.sync();
  }

  async dispose(): Promise<void> {
    for (const phone of this.#phones) await phone.dispose();
    await this.#endpoint.dispose();
    this.story.assertAllAwaited();
  }
}

interface PersonInput {
  /** @param on the device of another person; a new one when omitted */
  newPhone(name: string, on?: Device): Phone;
  /** Tells the endpoint of the account as it is now. */
  changed(what: string): Promise<void>;
}

/** Somebody who signs in. */
export class Person {
  #account: Account;
  readonly #input: PersonInput;
  readonly #phones = new Map<string, Phone>();
  #desk: Desk | null = null;

  constructor(account: Account, input: PersonInput) {
    this.#account = account;
    this.#input = input;
  }

  get account(): Account {
    return this.#account;
  }

  /** The person's phone; the same one each time. @param called tells one of several: `phone('old phone')` */
  phone(called = 'phone'): Phone {
    const name = `${this.account.name}'s ${called}`;
    const phone = this.#phones.get(name) ?? this.#input.newPhone(name);
    this.#phones.set(name, phone);
    return phone;
  }

  /** The person's app on somebody else's phone: the same one each time. */
  on(other: Phone): Phone {
    const name = `${this.account.name} on ${other.name}`;
    const phone = this.#phones.get(name) ?? this.#input.newPhone(name, other.device);
    this.#phones.set(name, phone);
    return phone;
  }

  /** A supervisor's desk; the same one each time. */
  desk(): Desk {
    this.#desk ??= new Desk(this.#input.newPhone(`${this.account.name}'s desk`));
    return this.#desk;
  }

  /** The administrator enters the account once more: a restored endpoint may be from before it. */
  async enteredAgain(): Promise<void> {
    await this.#input.changed('has an account');
  }

  /** The administrator gives the person another commune in place of the one before. */
  async moveTo(commune: CommuneName): Promise<void> {
    this.#account = { ...this.#account, scopes: [COMMUNES[commune].scope] };
    await this.#input.changed(`works in ${COMMUNES[commune].name} now`);
  }
}
