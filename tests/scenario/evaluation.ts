/** The form of an evaluation as it is filled in, and an evaluation as one phone shows it. */
import { type CompiledSet, criteriaOf, setForToday } from '../../src/app/phone/evaluate/criteria-of.ts';
import { beganAgain, type FormState, fromDraft, toDraft } from '../../src/app/phone/evaluate/draft-state.ts';
import { engineAnswers, score } from '../../src/criteria/index.ts';
import {
  answersOf,
  type Evaluation,
  type EvaluationStatus,
  type Review,
  reviewEvaluation,
} from '../../src/programme/index.ts';
import { isHandedOver, type StoredEvaluation } from '../../src/vault/index.ts';
import {
  answered,
  consentOf,
  correctedForm,
  type FormSubject,
  finishedForm,
  indicatorsOf,
  type Level,
} from './acts.ts';
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
  /** The id of the draft, once the form was opened. */
  #draftId: string | null = null;

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

  /** The officer opens the form at the door: from now on it is a draft, with the criteria set of the day. */
  async begin(): Promise<this> {
    await this.#person.step('› form is opened', () => this.#open());
    return this;
  }

  /** "Tiếp tục phiếu": the officer's own draft about this person is opened. */
  async resume(): Promise<this> {
    await this.#person.step('› form is gone on with', async () => {
      const { vault } = await this.#person.household.phone.opened();
      const { id } = await this.#person.found();
      const own = (await vault.drafts()).find((draft) => !isHandedOver(draft) && draft.subject.id === id);
      if (own === undefined) throw new Error(`there is no draft about ${this.#person.name} on this phone`);
      this.#draftId = own.draftId;
    });
    return this;
  }

  /** "Làm lại theo bộ mới". */
  async beginAgain(): Promise<this> {
    await this.#person.step('› form is begun again', async () => {
      const { phone } = this.#person.household;
      const { state, criteria } = await this.#draft();
      const fresh = { evaluationId: phone.id(), startedAt: phone.clock.now() };
      await this.#keep(beganAgain(state, criteria, await this.#today(), fresh));
    });
    return this;
  }

  /** @returns version of the set that the draft is filled in with */
  async criteria(): Promise<string> {
    return (await this.#draft()).criteria.pinned.version;
  }

  /** Consent, "Hoàn tất", and "Đã lưu". @throws StepFailed where it was not saved, or something is not answered */
  async finish(): Promise<EvaluationAt> {
    const corrected = this.#corrected;
    if (corrected === null) return await this.#person.step('is evaluated', () => this.#finishNew());
    return await this.#person.step('› evaluation is corrected', async () => {
      const stored = await corrected.stored();
      const criteria = await this.#loaded(stored.evaluation.criteriaSet);
      const answers = await this.#answers(criteria, stored.evaluation.answers);
      await this.#person.household.phone.save(correctedForm(await this.#subject(criteria), answers, stored));
      return corrected;
    });
  }

  async #finishNew(): Promise<EvaluationAt> {
    if (this.#draftId === null) await this.#open();
    const { phone } = this.#person.household;
    const { state, criteria } = await this.#draft();
    const { evaluationId: id, consentId, startedAt } = state;
    const subject = { ...(await this.#subject(criteria)), consentId, startedAt };
    const answers = await this.#answers(criteria, state.answers);
    await phone.save(finishedForm(subject, answers, { scope: subject.scope, id }));
    const { vault } = await phone.opened();
    for (const draftId of [...state.replaces, id]) await vault.dropDraft(draftId);
    return new EvaluationAt(this.#person, id);
  }

  async #open(): Promise<void> {
    const { phone } = this.#person.household;
    const subject = await this.#subject(await this.#today());
    await phone.save(consentOf(subject));
    await this.#keep({
      evaluationId: phone.id(),
      subject: subject.subject,
      subjectName: subject.name,
      consentId: subject.consentId,
      criteriaSet: subject.criteria.pinned,
      startedAt: subject.startedAt,
      index: 0,
      answers: await this.#answers(subject.criteria),
      flags: {},
      conditions: [],
      signature: '',
      replaces: [],
    });
  }

  async #keep(state: FormState): Promise<void> {
    const { phone } = this.#person.household;
    const { vault } = await phone.opened();
    const { compiled } = await this.#loaded(state.criteriaSet);
    const result = score(compiled, engineAnswers(compiled, state));
    await vault.saveDraft(toDraft(state, (await this.#person.found()).scope, result, phone.clock.now()));
    this.#draftId = state.evaluationId;
  }

  /** As the phone kept it, also after the app was closed. */
  async #draft(): Promise<{ readonly state: FormState; readonly criteria: CompiledSet }> {
    const { vault } = await this.#person.household.phone.opened();
    const draft = this.#draftId === null ? null : await vault.draft(this.#draftId);
    const state = draft && fromDraft(draft);
    if (state === null) throw new Error(`${this.#person.name} has no form in progress: call begin() first`);
    return { state, criteria: await this.#loaded(state.criteriaSet) };
  }

  async #today(): Promise<CompiledSet> {
    const { phone } = this.#person.household;
    const { vault } = await phone.opened();
    const { scope, id } = await this.#person.found();
    const session = await vault.session();
    const subject = await vault.subject(scope, { kind: 'citizen', id });
    if (session === null || subject === null) throw new Error(`${this.#person.name} is not on this phone`);
    const { group } = subject;
    const pinned = await setForToday(vault, phone.clock, session, { scope, kind: 'citizen', group });
    if (pinned === null) throw new Error(`there is no criteria set for group ${group}`);
    return await this.#loaded(pinned);
  }

  async #loaded(pinned: Evaluation['criteriaSet']): Promise<CompiledSet> {
    const { vault } = await this.#person.household.phone.opened();
    const criteria = await criteriaOf(vault, pinned);
    if (criteria === null) throw new Error(`the criteria set ${pinned.id} ${pinned.version} is not on this phone`);
    return criteria;
  }

  async #subject(criteria: CompiledSet): Promise<FormSubject> {
    const { phone } = this.#person.household;
    const { id, scope } = await this.#person.found();
    const { vault } = await phone.opened();
    const shown = await vault.subject(scope, { kind: 'citizen', id });
    if (shown === null) throw new Error(`${this.#person.name} is not on this phone`);
    const at = phone.clock.now();
    return {
      ...shown,
      criteria,
      period: await phone.period(),
      consentId: phone.id(),
      visitId: phone.id(),
      startedAt: at,
      finishedAt: at,
    };
  }

  /** What was said since it was last asked is put in once. */
  async #answers(criteria: CompiledSet, before: Evaluation['answers'] = {}): Promise<Evaluation['answers']> {
    let answers = before;
    const answer = (indicator: string, change: Parameters<typeof answered>[3]) => {
      answers = answered(criteria, answers, indicator, change);
    };
    if (this.#others !== undefined) {
      for (const indicator of indicatorsOf(criteria)) answer(indicator, { level: this.#others });
    }
    this.#others = undefined;
    for (const [indicator, level] of this.#levels) answer(indicator, { level });
    this.#levels.clear();
    for (const { indicator, text } of this.#notes.splice(0)) {
      answer(indicator, { evidence: [{ kind: 'note', text }] });
    }
    for (const indicator of this.#photos.splice(0)) {
      const photo = await this.#person.household.phone.takePhoto(PHOTO_BYTES);
      answer(indicator, { evidence: [{ kind: 'photo', ...photo }] });
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

  /** What the screen of the result explains: with which version, and whether its own scoring says the same. */
  async explained(): Promise<{ readonly version: string; readonly verdict: string; readonly agrees: boolean } | null> {
    return await this.#person.step('› evaluation is explained', async () => {
      const { evaluation } = await this.stored();
      const { vault } = await this.#person.household.phone.opened();
      const criteria = await criteriaOf(vault, evaluation.criteriaSet);
      if (criteria === null) return null;
      const { verdict, hash } = score(criteria.compiled, answersOf(evaluation));
      const agrees = hash === evaluation.clientResult.hash;
      return { version: criteria.pinned.version, verdict, agrees };
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
