/** The form of an evaluation as it is filled in, and an evaluation as one phone shows it. */
import type { Evaluation, Review } from '../../src/programme/index.ts';
import type { StoredEvaluation } from '../../src/vault/index.ts';
import { answered, consentOf, finishedForm, INDICATORS, type Level, reviewOf } from './acts.ts';
import type { PersonAt } from './household.ts';

/** Indicator → level. `others`: the level of every indicator that is not named. */
export type FormAnswers = Readonly<Record<number, Level>> & { readonly others?: Level };

const PHOTO_BYTES = 20_000;

export class Form {
  readonly #person: PersonAt;
  readonly #levels = new Map<string, Level>();
  readonly #notes: { readonly indicator: string; readonly text: string }[] = [];
  readonly #photos: string[] = [];
  #others: Level | undefined;

  constructor(person: PersonAt, { others, ...levels }: FormAnswers) {
    this.#person = person;
    this.#others = others;
    for (const [indicator, level] of Object.entries(levels)) this.#levels.set(indicator, level as Level);
  }

  answer(indicator: number, level: Level): this {
    this.#levels.set(String(indicator), level);
    return this;
  }

  /** Every indicator that was not answered by name. */
  others(level: Level): this {
    this.#others = level;
    return this;
  }

  note(indicator: number, text: string): this {
    this.#notes.push({ indicator: String(indicator), text });
    return this;
  }

  /** One photo of evidence. */
  photo(indicator: number): this {
    this.#photos.push(String(indicator));
    return this;
  }

  /** Consent, "Hoàn tất", and "Đã lưu". @throws StepFailed where it was not saved, or something is not answered */
  async finish(): Promise<EvaluationAt> {
    const { phone } = this.#person.household;
    return await this.#person.step('is evaluated', async () => {
      const { id: citizenId, scope, citizen } = await this.#person.found();
      const at = phone.clock.now();
      const { householdId } = citizen;
      const period = await phone.period();
      const subject = { scope, citizenId, householdId, period, startedAt: at, finishedAt: at };
      const ids = { evaluation: phone.id(), visit: phone.id(), consent: phone.id() };
      const form = finishedForm(ids, subject, await this.#answers());
      await phone.save([consentOf(ids.consent, subject)]);
      await phone.save(form);
      return new EvaluationAt(this.#person, ids.evaluation);
    });
  }

  async #answers(): Promise<Evaluation['answers']> {
    let answers: Evaluation['answers'] = {};
    if (this.#others !== undefined) {
      for (const indicator of INDICATORS) answers = answered(answers, indicator, { level: this.#others });
    }
    for (const [indicator, level] of this.#levels) answers = answered(answers, indicator, { level });
    for (const { indicator, text } of this.#notes) {
      answers = answered(answers, indicator, { evidence: [{ kind: 'note', text }] });
    }
    for (const indicator of this.#photos) {
      const photo = await this.#person.household.phone.takePhoto(PHOTO_BYTES);
      answers = answered(answers, indicator, { evidence: [{ kind: 'photo', ...photo }] });
    }
    return answers;
  }
}

export interface EvaluationShown {
  readonly total: number;
  readonly verdict: 'pass' | 'fail' | 'incomplete';
  /** Where it stands on the phone that made it: `on-phone`, `received`…; null: another phone made it. */
  readonly sent: string | null;
  /** What a supervisor last decided of exactly this form; null: nothing. */
  readonly decision: Review['decision'] | null;
  readonly comment: string | null;
  /** Indicator → what the supervisor said of it. */
  readonly remarks: Readonly<Record<string, string>>;
  /** Whether somebody else evaluated the same person in the same period, or changed this form too. */
  readonly conflict: boolean;
}

export class EvaluationAt {
  readonly #person: PersonAt;
  readonly #id: string | null;

  /** @param id null: the newest of the person */
  constructor(person: PersonAt, id: string | null = null) {
    this.#person = person;
    this.#id = id;
  }

  async shows(): Promise<EvaluationShown> {
    return await this.#person.step('› evaluation is looked at', async () => {
      const { evaluation, sync, review, conflict } = await this.#stored();
      const { total, verdict } = evaluation.clientResult;
      return {
        total,
        verdict,
        sent: sync?.kind ?? null,
        decision: review?.decision ?? null,
        comment: review?.comment ?? null,
        remarks: review?.indicators ?? {},
        conflict,
      };
    });
  }

  /** A supervisor sends it back. @param remarks indicator → what is to be mended there */
  async return(comment: string, remarks: Readonly<Record<number, string>> = {}): Promise<this> {
    const indicators = Object.fromEntries(Object.entries(remarks));
    return await this.#decide(`is returned: ${comment}`, { decision: 'returned', comment, indicators });
  }

  async accept(): Promise<this> {
    return await this.#decide('is accepted', { decision: 'accepted' });
  }

  async recognise(): Promise<this> {
    return await this.#decide('is recognised', { decision: 'recognised' });
  }

  async #decide(what: string, review: Pick<Review, 'decision' | 'comment' | 'indicators'>): Promise<this> {
    const { phone } = this.#person.household;
    await this.#person.step(`› evaluation ${what}`, async () => {
      const { id, revId } = await this.#stored();
      const { scope } = await this.#person.found();
      await phone.save([reviewOf(phone.id(), scope, { evaluationId: id, revId, at: phone.clock.now(), ...review })]);
    });
    return this;
  }

  async #stored(): Promise<StoredEvaluation> {
    const { id: citizenId } = await this.#person.found();
    const { evaluations } = await this.#person.household.view();
    const found = evaluations.find(({ id, evaluation }) =>
      this.#id === null ? evaluation.citizenId === citizenId : id === this.#id,
    );
    if (found === undefined) throw new Error(`${this.#person.name} has no such evaluation on this phone`);
    return found;
  }
}
