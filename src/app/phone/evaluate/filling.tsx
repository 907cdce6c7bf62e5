/** The form in progress: scored at each answer, kept as a draft, until it is saved as a record. */

import { useMemo, useState } from 'react';
import { engineAnswers, explain, fits, plans, score, unfitAnswers } from '../../../criteria/index.ts';
import { finishEvaluation } from '../../../programme/index.ts';
import { Button, ButtonLink, Notice, Page } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { uuidv7 } from '../../../vault/index.ts';
import { homeHref, hrefs } from '../../hrefs.ts';
import { useServices } from '../../services.ts';
import { DraftNotKept, NotSaved, type SaveFailure } from '../storage/not-kept.tsx';
import { SignaturePad } from './consent/signature-pad.tsx';
import { type FormState, type FormStep, toDraft } from './draft-state.ts';
import { FormCards } from './form-cards.tsx';
import { evaluateMessages } from './messages.ts';
import { resultMessages } from './result/messages.ts';
import { ResultView } from './result/result-view.tsx';
import { useDraftSaver } from './use-draft-saver.ts';
import type { Visiting } from './use-visit.ts';
import styles from './visit.module.css';

export interface FillingProps {
  readonly visit: Visiting;
  readonly state: FormState;
  readonly dispatch: (step: FormStep) => void;
  /** Begins the form again with the newer set; null where there is none. */
  readonly onBeginAgain: ((state: FormState) => void) | null;
}

/** Phiếu → Kết quả → "Đã lưu". */
export function Filling({ visit, state, dispatch, onBeginAgain }: FillingProps) {
  const t = useMessages(evaluateMessages, resultMessages);
  const { vault, clock, rng } = useServices();
  const { whom, session, criteria } = visit;
  const { scope, name } = whom;
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
  const home = homeHref(whom);

  const save = async () => {
    setBusy(true);
    setFailure(null);
    const finishedAt = clock.now();
    const form = {
      subject: whom.subject,
      hamlet: whom.hamlet,
      unit: whom.unit,
      group: whom.group,
      period: session.period,
      criteriaSet: pinned,
      answers: Object.fromEntries(Object.entries(answers).filter(([key, answer]) => fits(compiled, key, answer))),
      flags,
      conditions,
      result,
      consentId: state.consentId,
      signature: state.signature,
      startedAt: state.startedAt,
      finishedAt,
    };
    const { householdId } = whom;
    const visited = householdId === null ? null : { id: uuidv7(clock, rng), householdId };
    const finished = finishEvaluation({ scope, id: state.evaluationId }, form, visited);
    if (finished.kind === 'incomplete') {
      setBusy(false);
      setStep('form');
      return;
    }
    const saved = await vault.commit(finished.revisions);
    if (saved.kind === 'failed') {
      setFailure(saved.reason);
      setBusy(false);
      return;
    }
    setStep('saved');
    setBusy(false);
    // The record is safe; a draft that can't be dropped now is dropped when this form is opened again.
    await dropDrafts().catch((error: unknown) => console.warn(error));
  };

  const dropDrafts = async () => {
    // First the older ones: the newer one tells that they are over.
    for (const draftId of state.replaces) await vault.dropDraft(draftId);
    await saver.drop();
  };

  if (step === 'saved') {
    return (
      <Page title={name} subtitle={t('visit.title')} back={home}>
        <Notice tone="good" live="status" title={t('visit.saved.title')} data-testid="saved">
          {t('visit.saved.text', { name: name })}
        </Notice>
        <ButtonLink href={home} kind="primary" wide data-testid="to-household">
          {t('visit.toHousehold')}
        </ButtonLink>
        <ButtonLink href={hrefs.result({ scope, id: state.evaluationId })} wide>
          {t('visit.saved.see')}
        </ButtonLink>
        <ButtonLink href="/sync" wide>
          {t('visit.saved.sync')}
        </ButtonLink>
      </Page>
    );
  }

  const unsaved = <DraftNotKept why={failure === null ? saver.failed : null} onRetry={() => void saver.flush()} />;

  if (step === 'result') {
    return (
      <Page
        title={t('visit.result.title')}
        subtitle={name}
        footer={
          <>
            <NotSaved why={failure} short />
            <div className={styles.pair}>
              <Button onClick={() => setStep('form')} data-testid="back-to-form">
                {t('visit.finish.back')}
              </Button>
              <Button kind="primary" busy={busy} onClick={() => void save()} data-testid="save-evaluation">
                {busy ? t('visit.finish.saving') : t('visit.finish.save')}
              </Button>
            </div>
          </>
        }
      >
        {unsaved}
        <ResultView
          compiled={compiled}
          result={result}
          explanations={explain(result)}
          plans={plans(compiled, engine)}
        />
        <SignaturePad path={state.signature} onSign={(path) => dispatch({ kind: 'sign', path })} />
      </Page>
    );
  }

  return (
    <FormCards
      compiled={compiled}
      result={result}
      state={state}
      unfit={unfitAnswers(compiled, answers)}
      dispatch={dispatch}
      notice={
        <>
          {unsaved}
          {onBeginAgain !== null && (
            <Notice tone="info" title={t('visit.newer.title')} data-testid="newer-criteria">
              <p>{t('visit.newer.text')}</p>
              <Button onClick={() => void saver.flush().then(() => onBeginAgain(state))} data-testid="begin-again">
                {t('visit.newer.again')}
              </Button>
            </Notice>
          )}
        </>
      }
      home={home}
      beforePhoto={saver.flush}
      onFinish={() => {
        void saver.flush();
        scrollTo(0, 0);
        setStep('result');
      }}
    />
  );
}
