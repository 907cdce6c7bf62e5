/** A household as one phone knows it, and its people. Found by number and name each time it is asked, as an officer does. */
import {
  addCitizen,
  addHousehold,
  type Citizen,
  changeCitizen,
  changeHousehold,
  type Household,
} from '../../src/programme/index.ts';
import type { HouseholdView, Person } from '../../src/vault/index.ts';
import { aPerson } from './acts.ts';
import { EvaluationAt, Form, type FormAnswers } from './evaluation.ts';
import type { Phone } from './phone.ts';

const HAMLET = 'Bình Hòa';

export interface HouseholdShown {
  readonly number: string;
  readonly hamlet: string;
  readonly address: string | null;
  /** Names, sorted. */
  readonly people: readonly string[];
  /** Whether two people changed one thing in two ways, and somebody must decide. */
  readonly conflict: boolean;
}

export interface PersonShown {
  readonly name: string;
  readonly birthYear: number;
  readonly phone: string | null;
  readonly conflict: boolean;
  /** Evaluations on this phone. */
  readonly evaluations: number;
}

export class HouseholdAt {
  readonly phone: Phone;
  readonly label: string;
  readonly #number: string;

  constructor(phone: Phone, label: string) {
    this.phone = phone;
    this.label = label;
    this.#number = label.replace(/^Hộ\s+/u, '');
  }

  person(name: string): PersonAt {
    return new PersonAt(this, name);
  }

  /** The officer adds it, with its people where they are named. */
  async add(people: readonly string[] = [], changed: Partial<Household> = {}): Promise<this> {
    await this.step('is added', async () => {
      const household = { number: this.#number, hamlet: HAMLET, ...changed };
      await this.phone.save(addHousehold({ scope: await this.phone.scope(), id: this.phone.id() }, household));
    });
    for (const name of people) await this.person(name).add();
    return this;
  }

  /** The officer corrects what the form shows. */
  async change(changed: Partial<Household>): Promise<this> {
    await this.step(`is changed: ${JSON.stringify(changed)}`, async () => {
      const { home } = await this.view();
      await this.phone.save(changeHousehold(home, { ...home.household, ...changed }));
    });
    return this;
  }

  async shows(): Promise<HouseholdShown> {
    return await this.step('is looked at', async () => {
      const { home, members } = await this.view();
      const { number, hamlet, address } = home.household;
      const people = members.map(({ citizen }) => citizen.name).sort();
      return { number, hamlet, address: address ?? null, people, conflict: home.conflict };
    });
  }

  /** @throws Error that names what this phone knows, where the number is unknown or stands for two households */
  async view(): Promise<HouseholdView> {
    const homes = await this.phone.homes();
    const found = homes.filter(({ home }) => home.household.number === this.#number);
    const [view] = found;
    if (view !== undefined && found.length === 1) return view;
    const known = homes.map(({ home }) => `Hộ ${home.household.number}`).sort();
    throw new Error(
      found.length > 1
        ? `${found.length} households of ${this.phone.name} are called ${this.label}`
        : `there is no ${this.label} on ${this.phone.name}; it knows ${known.join(', ') || 'no household'}`,
    );
  }

  async step<T>(what: string, act: () => Promise<T>): Promise<T> {
    return await this.phone.step(`› ${this.label} ${what}`, act);
  }
}

export class PersonAt {
  readonly household: HouseholdAt;
  readonly name: string;

  constructor(household: HouseholdAt, name: string) {
    this.household = household;
    this.name = name;
  }

  async add(changed: Partial<Citizen> = {}): Promise<this> {
    const { phone } = this.household;
    await this.step('is added', async () => {
      const { home } = await this.household.view();
      await phone.save(addCitizen({ scope: home.scope, id: phone.id() }, aPerson(home.id, this.name, changed)));
    });
    return this;
  }

  async change(changed: Partial<Citizen>): Promise<this> {
    await this.step(`is changed: ${JSON.stringify(changed)}`, async () => {
      const person = await this.found();
      await this.household.phone.save(changeCitizen(person, { ...person.citizen, ...changed }));
    });
    return this;
  }

  /** Opens the form. Nothing is saved before `finish()`. @param answers indicator → level; `others` for all the rest */
  evaluate(answers: FormAnswers = {}): Form {
    return new Form(this, answers);
  }

  /** The newest evaluation of this person on this phone. */
  evaluation(): EvaluationAt {
    return new EvaluationAt(this);
  }

  async shows(): Promise<PersonShown> {
    return await this.step('is looked at', async () => {
      const { id, citizen, conflict } = await this.found();
      const { evaluations } = await this.household.view();
      return {
        name: citizen.name,
        birthYear: citizen.birthYear,
        phone: citizen.phone ?? null,
        conflict,
        evaluations: evaluations.filter(({ evaluation }) => evaluation.subject.id === id).length,
      };
    });
  }

  /** @throws Error that names who lives there, where nobody or two people have this name */
  async found(): Promise<Person> {
    const { members } = await this.household.view();
    const found = members.filter(({ citizen }) => citizen.name === this.name);
    const [person] = found;
    if (person !== undefined && found.length === 1) return person;
    const known = members.map(({ citizen }) => citizen.name).sort();
    throw new Error(
      found.length > 1
        ? `${found.length} people of ${this.household.label} are called ${this.name}`
        : `nobody in ${this.household.label} is called ${this.name}; there are ${known.join(', ') || 'no people'}`,
    );
  }

  async step<T>(what: string, act: () => Promise<T>): Promise<T> {
    return await this.household.step(`› ${this.name} ${what}`, act);
  }
}
