/** The form of an evaluation as it is filled in, and an evaluation as one phone shows it. */
import { type Evaluation, type EvaluationStatus, type Review, reviewEvaluation } from '../../src/programme/index.ts';
import type { StoredEvaluation } from '../../src/vault/index.ts';
import { answered, consentOf, correctedForm, type FormSubject, finishedForm, INDICATORS, type Level } from './acts.ts';
import type { PersonAt } from './household.ts';

/** Indicator → level. `others`: the level of every indicator that is not named. */
export type FormAnswers = Readonly<Record<number, Level>> & { readonly others?: Level };

const PHOTO_BYTES = 20_000;

export class Form {
  readonly #person: PersonAt;
  /** The evaluation that is corrected; null: a new one. */
  readonly #corrected: EvaluationAt | null;
  readonly #levels = new Map<string, Level>();
  readonly #notes: { readonly indicator: string; readonly text: string }[] = [];
  readonly #photos: string[] = [];
  #others: Level | undefined;

  constructor(person: PersonAt, { others, ...levels }: FormAnswers, corrected: EvaluationAt | null = null) {
    this.#person = person;
    this.#corrected = corrected;
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
    const corrected = this.#corrected;
    if (corrected === null) return await this.#person.step('is evaluated', () => this.#finishNew());
    return await this.#person.step('› evaluation is corrected', async () => {
      const stored = await corrected.stored();
      const answers = await this.#answers(stored.evaluation.answers);
      await this.#person.household.phone.save(correctedForm(await this.#subject(), answers, stored));
      return corrected;
    });
  }

  async #finishNew(): Promise<EvaluationAt> {
    const { phone } = this.#person.household;
    const subject = await this.#subject();
    const id = phone.id();
    const forms = finishedForm(subject, await this.#answers(), { scope: subject.scope, id });
    await phone.save(consentOf(subject));
    await phone.save(forms);
    return new EvaluationAt(this.#person, id);
  }

  async #subject(): Promise<FormSubject> {
    const { phone } = this.#person.household;
    const { id, scope } = await this.#person.found();
    const { vault } = await phone.opened();
    const shown = await vault.subject(scope, { kind: 'citizen', id });
    if (shown === null) throw new Error(`${this.#person.name} is not on this phone`);
    const at = phone.clock.now();
    return {
      ...shown,
      period: await phone.period(),
      consentId: phone.id(),
      visitId: phone.id(),
      startedAt: at,
      finishedAt: at,
    };
  }

  async #answers(before: Evaluation['answers'] = {}): Promise<Evaluation['answers']> {
    let answers = before;
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
  /** Where it is in its life. */
  readonly status: EvaluationStatus;
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
      const { evaluation, status, sync, review, conflict } = await this.stored();
      const { total, verdict } = evaluation.clientResult;
      return {
        total,
        verdict,
        status,
        sent: sync?.kind ?? null,
        decision: review?.decision ?? null,
        comment: review?.comment ?? null,
        remarks: review?.indicators ?? {},
        conflict,
      };
    });
  }

  /** Opens the form again. Nothing is saved before `finish()`. @param answers what is answered otherwise */
  correct(answers: FormAnswers = {}): Form {
    return new Form(this.#person, answers, this);
  }

  /** A supervisor sends it back. @param remarks indicator → what is to be corrected there */
  async return(comment: string, remarks: Readonly<Record<number, string>> = {}): Promise<this> {
    return await this.#decide({ decision: 'returned', comment, indicators: { ...remarks } });
  }

  async accept(): Promise<this> {
    return await this.#decide({ decision: 'accepted' });
  }

  async propose(): Promise<this> {
    return await this.#decide({ decision: 'proposed' });
  }

  async recognise(): Promise<this> {
    return await this.#decide({ decision: 'recognised' });
  }

  /** What takes a decision back, or a person's result, and needs a reason where it does. */
  async decide(decision: Review['decision'], reason?: string): Promise<this> {
    return await this.#decide({ decision, ...(reason !== undefined && { reason }) });
  }

  async #decide(review: Pick<Review, 'decision' | 'comment' | 'indicators' | 'reason'>): Promise<this> {
    const { phone } = this.#person.household;
    await this.#person.step(
      `› evaluation is ${review.decision}: ${review.comment ?? review.reason ?? ''}`,
      async () => {
        const { id, revId, scope } = await this.stored();
        const decided = { evaluationId: id, revId, at: phone.clock.now(), ...review };
        await phone.save(reviewEvaluation({ scope, id: phone.id() }, decided));
      },
    );
    return this;
  }

  /** @throws Error where this phone has no such evaluation */
  async stored(): Promise<StoredEvaluation> {
    const { id: person } = await this.#person.found();
    const { evaluations } = await this.#person.household.view();
    const found = evaluations.find(({ id, evaluation }) =>
      this.#id === null ? evaluation.subject.id === person : id === this.#id,
    );
    if (found === undefined) throw new Error(`${this.#person.name} has no such evaluation on this phone`);
    return found;
  }
}
