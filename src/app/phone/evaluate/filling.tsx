/** The form in progress: scored at each answer, kept as a draft, until it is saved as a record. */
import type { ReactNode } from 'react';
import { explain, plans, unfitAnswers } from '../../../criteria/index.ts';
import { Button, ButtonLink, Notice, Page } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { homeHref, hrefs } from '../../hrefs.ts';
import { DraftNotKept, NotSaved } from '../storage/not-kept.tsx';
import { SignaturePad } from './consent/signature-pad.tsx';
import type { FormState, FormStep } from './draft-state.ts';
import { FormCards } from './form-cards.tsx';
import { evaluateMessages } from './messages.ts';
import { resultMessages } from './result/messages.ts';
import { ResultView } from './result/result-view.tsx';
import { useFilling } from './use-filling.ts';
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
  const filling = useFilling(visit, state);
  const { result, saver, step, setStep, failure } = filling;
  const { compiled } = visit.criteria;
  if (step === 'saved') return <Saved visit={visit} evaluationId={state.evaluationId} />;
  const unsaved = <DraftNotKept why={failure === null ? saver.failed : null} onRetry={() => void saver.flush()} />;
  if (step === 'result') {
    return (
      <ResultStep visit={visit} filling={filling}>
        {unsaved}
        <ResultView
          compiled={compiled}
          result={result}
          explanations={explain(result)}
          plans={plans(compiled, filling.engine)}
        />
        <SignaturePad path={state.signature} onSign={(path) => dispatch({ kind: 'sign', path })} />
      </ResultStep>
    );
  }
  return (
    <FormCards
      compiled={compiled}
      result={result}
      state={state}
      unfit={unfitAnswers(compiled, state.answers)}
      dispatch={dispatch}
      notice={
        <>
          {unsaved}
          {onBeginAgain !== null && (
            <NewerCriteria onBeginAgain={() => void saver.flush().then(() => onBeginAgain(state))} />
          )}
        </>
      }
      home={homeHref(visit.whom)}
      beforePhoto={saver.flush}
      onFinish={() => {
        void saver.flush();
        scrollTo(0, 0);
        setStep('result');
      }}
    />
  );
}

interface ResultStepProps {
  readonly visit: Visiting;
  readonly filling: ReturnType<typeof useFilling>;
  readonly children: ReactNode;
}

/** The result before it is saved, with the way back to the form. */
function ResultStep({ visit, filling, children }: ResultStepProps) {
  const t = useMessages(evaluateMessages, resultMessages);
  const { busy, failure, save, setStep } = filling;
  return (
    <Page
      title={t('visit.result.title')}
      subtitle={visit.whom.name}
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
      {children}
    </Page>
  );
}

function NewerCriteria({ onBeginAgain }: { readonly onBeginAgain: () => void }) {
  const t = useMessages(evaluateMessages);
  return (
    <Notice tone="info" title={t('visit.newer.title')} data-testid="newer-criteria">
      <p>{t('visit.newer.text')}</p>
      <Button onClick={onBeginAgain} data-testid="begin-again">
        {t('visit.newer.again')}
      </Button>
    </Notice>
  );
}

function Saved({ visit, evaluationId }: { readonly visit: Visiting; readonly evaluationId: string }) {
  const t = useMessages(evaluateMessages);
  const { name, scope } = visit.whom;
  const home = homeHref(visit.whom);
  return (
    <Page title={name} subtitle={t('visit.title')} back={home}>
      <Notice tone="good" live="status" title={t('visit.saved.title')} data-testid="saved">
        {t('visit.saved.text', { name })}
      </Notice>
      <ButtonLink href={home} kind="primary" wide data-testid="to-household">
        {t('visit.toHousehold')}
      </ButtonLink>
      <ButtonLink href={hrefs.result({ scope, id: evaluationId })} wide>
        {t('visit.saved.see')}
      </ButtonLink>
      <ButtonLink href="/sync" wide>
        {t('visit.saved.sync')}
      </ButtonLink>
    </Page>
  );
}
