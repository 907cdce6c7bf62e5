/** What the form in progress does: it scores at each answer, keeps the draft, and saves the evaluation. */
import { useMemo, useState } from 'react';
import { engineAnswers, fits, score } from '../../../criteria/index.ts';
import { finishEvaluation } from '../../../programme/index.ts';
import { uuidv7 } from '../../../vault/index.ts';
import { useServices } from '../../services.ts';
import type { SaveFailure } from '../storage/not-kept.tsx';
import { type FormState, toDraft } from './draft-state.ts';
import { useDraftSaver } from './use-draft-saver.ts';
import type { Visiting } from './use-visit.ts';

/** @returns the score of the answers so far, the step that is shown, and what the buttons do */
export function useFilling({ whom, period, criteria }: Visiting, state: FormState) {
  const { vault, clock, rng } = useServices();
  const { scope } = whom;
  const { compiled, pinned } = criteria;
  const [step, setStep] = useState<'form' | 'result' | 'saved'>('form');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<SaveFailure | null>(null);
  const { answers, flags, conditions } = state;
  const engine = useMemo(
    () => engineAnswers(compiled, { answers, flags, conditions }),
    [compiled, answers, flags, conditions],
  );
  const result = useMemo(() => score(compiled, engine), [compiled, engine]);
  const draft = useMemo(() => toDraft(state, scope, result, state.startedAt), [state, scope, result]);
  const saver = useDraftSaver(draft);

  const finish = () => {
    const form = {
      subject: whom.subject,
      hamlet: whom.hamlet,
      unit: whom.unit,
      group: whom.group,
      period,
      criteriaSet: pinned,
      answers: Object.fromEntries(Object.entries(answers).filter(([key, answer]) => fits(compiled, key, answer))),
      flags,
      conditions,
      result,
      consentId: state.consentId,
      signature: state.signature,
      startedAt: state.startedAt,
      finishedAt: clock.now(),
    };
    const { householdId } = whom;
    const visited = householdId === null ? null : { id: uuidv7(clock, rng), householdId };
    return finishEvaluation({ scope, id: state.evaluationId }, form, visited);
  };
  const dropDrafts = async () => {
    // The older ones go first: the newer one says that they are over.
    for (const draftId of state.replaces) await vault.dropDraft(draftId);
    await saver.drop();
  };
  const save = async () => {
    setBusy(true);
    setFailure(null);
    const finished = finish();
    if (finished.kind === 'incomplete') {
      setBusy(false);
      setStep('form');
      return;
    }
    const saved = await vault.commit(finished.revisions);
    setBusy(false);
    if (saved.kind === 'failed') {
      setFailure(saved.reason);
      return;
    }
    setStep('saved');
    // The record is safe; a draft that can't be dropped now is dropped when this form is opened again.
    await dropDrafts().catch((error: unknown) => console.warn(error));
  };
  return { engine, result, saver, step, setStep, busy, failure, save };
}
