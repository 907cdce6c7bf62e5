/** One indicator per card, the score always in sight, and always what is still missing. */

import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { type Compiled, type CompiledIndicator, nextMissing, passMark, type Result } from '../../../criteria/index.ts';
import { ChevronRightIcon } from '../../../ui/icons.ts';
import { Button, Card, Chip, join, Notice, Page, ProgressBar } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { FormState, FormStep } from './draft-state.ts';
import { Evidence } from './evidence.tsx';
import { FlagsCard } from './flags-card.tsx';
import { LevelChoice } from './level-choice.tsx';
import { evaluateMessages } from './messages.ts';
import { useText } from './use-language-text.ts';
import styles from './visit.module.css';

export interface FormCardsProps {
  readonly compiled: Compiled;
  readonly result: Result;
  readonly state: FormState;
  /** Indicators whose kept answer the set of today does not understand. */
  readonly unfit: readonly string[];
  readonly dispatch: (step: FormStep) => void;
  readonly notice: ReactNode;
  readonly home: string;
  /** Writes what is typed before the camera opens, because the camera may kill the app. */
  readonly beforePhoto: () => Promise<void>;
  readonly onFinish: () => void;
}

export function FormCards(props: FormCardsProps) {
  const { compiled, result, state, unfit, dispatch, notice, home, onFinish } = props;
  const t = useMessages(evaluateMessages);
  const text = useText();
  const count = compiled.indicators.length;
  const hasFlags = compiled.flags.length > 0 || (compiled.set.conditions ?? []).length > 0;
  const last = hasFlags ? count : count - 1;
  const index = Math.min(state.index, last);
  const indicator = compiled.indicators[index];
  const open = result.missingAnswers;
  const toMissing = nextMissing(compiled, open, index);
  const go = (to: number) => dispatch({ kind: 'go', index: to });
  const title = useFocusOnChange(index);

  return (
    <Page
      title={state.subjectName}
      subtitle={text(compiled.set.subject.title)}
      back={home}
      actions={compiled.set.status === 'provisional' && <Chip tone="warn">{t('visit.form.provisional')}</Chip>}
      footer={
        <>
          <ScoreBar compiled={compiled} result={result} onMissing={toMissing < 0 ? null : () => go(toMissing)} />
          <div className={styles.pair}>
            <Button disabled={index === 0} onClick={() => go(index - 1)} data-testid="previous">
              {t('visit.form.previous')}
            </Button>
            {open.length === 0 ? (
              <Button kind="primary" onClick={onFinish} data-testid="finish">
                {t('visit.form.finish')}
              </Button>
            ) : null}
            {index < last && (
              <Button
                kind={open.length === 0 ? 'secondary' : 'primary'}
                onClick={() => go(index + 1)}
                data-testid="next"
              >
                {t('visit.form.next')}
              </Button>
            )}
          </div>
        </>
      }
    >
      {notice}
      {unfit.length > 0 && <Notice tone="warn">{t('visit.form.unfit', { indicators: unfit.join(', ') })}</Notice>}
      <Dots compiled={compiled} result={result} index={index} hasFlags={hasFlags} onGo={go} />
      {indicator === undefined ? (
        <FlagsCard compiled={compiled} result={result} state={state} dispatch={dispatch} heading={title} />
      ) : (
        <IndicatorCard
          key={indicator.id}
          indicator={indicator}
          number={index + 1}
          result={result}
          state={state}
          compiled={compiled}
          dispatch={dispatch}
          beforePhoto={props.beforePhoto}
          heading={title}
        />
      )}
    </Page>
  );
}

interface IndicatorCardProps
  extends Pick<FormCardsProps, 'compiled' | 'result' | 'state' | 'dispatch' | 'beforePhoto'> {
  readonly indicator: CompiledIndicator;
  /** The place of the indicator among all, from 1 on. */
  readonly number: number;
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

function IndicatorCard(props: IndicatorCardProps) {
  const { indicator, number, compiled, result, state, dispatch, beforePhoto, heading } = props;
  const t = useMessages(evaluateMessages);
  const text = useText();
  return (
    <Card data-testid="indicator">
      <p className={styles.count}>{t('visit.form.indicator', { number, count: compiled.indicators.length })}</p>
      <h2 ref={heading} tabIndex={-1} className={styles.question}>
        {text(indicator.spec.title)}
      </h2>
      <LevelChoice
        indicator={indicator}
        answer={state.answers[indicator.id]}
        onChoose={(choice) => dispatch({ kind: 'answer', indicator: indicator.id, choice })}
      />
      {indicator.spec.notApplicable === true && (
        <Button
          kind="quiet"
          aria-pressed={state.answers[indicator.id]?.notApplicable === true}
          onClick={() => dispatch({ kind: 'answer', indicator: indicator.id, choice: { kind: 'not-applicable' } })}
        >
          {t('visit.form.notApplicable')}
        </Button>
      )}
      <Evidence
        indicator={indicator}
        items={state.answers[indicator.id]?.evidence ?? []}
        wanted={result.missingEvidence.includes(indicator.id)}
        onAdd={(item) => dispatch({ kind: 'add-evidence', indicator: indicator.id, item })}
        onRemove={(at) => dispatch({ kind: 'remove-evidence', indicator: indicator.id, at })}
        beforePhoto={beforePhoto}
      />
    </Card>
  );
}

/** Gives the question of a new card the focus, so that a screen reader reads it and the card starts at its top. */
function useFocusOnChange(index: number) {
  const element = useRef<HTMLHeadingElement>(null);
  const shown = useRef(index);
  useEffect(() => {
    if (shown.current === index) return;
    shown.current = index;
    scrollTo(0, 0);
    element.current?.focus({ preventScroll: true });
  }, [index]);
  return element;
}

function ScoreBar({
  compiled,
  result,
  onMissing,
}: {
  readonly compiled: Compiled;
  readonly result: Result;
  readonly onMissing: (() => void) | null;
}) {
  const t = useMessages(evaluateMessages);
  const mark = passMark(compiled.set);
  const { total, max, missingAnswers, missingEvidence } = result;
  const missing = missingAnswers.length;
  return (
    <div className={styles.score}>
      <ProgressBar
        label={t('visit.form.score')}
        value={total}
        max={max}
        {...(mark === null ? {} : { mark })}
        figure={
          <span data-testid="score-total">
            <strong>{`${total}/${max}`}</strong>
            {mark !== null && ` · ${t('visit.form.scoreNeeds', { mark })}`}
          </span>
        }
      />
      <div className={styles.lacking}>
        <span role="status" className={missing > 0 ? styles.open : styles.complete}>
          {missing > 0 ? t('visit.form.missingAnswers', { count: missing }) : t('visit.form.nothingMissing')}
          {missingEvidence.length > 0 && ` · ${t('visit.form.missingEvidence', { count: missingEvidence.length })}`}
        </span>
        {onMissing !== null && (
          <Button kind="quiet" onClick={onMissing} icon={<ChevronRightIcon aria-hidden />} data-testid="next-missing">
            {t('visit.form.nextMissing')}
          </Button>
        )}
      </div>
    </div>
  );
}

interface DotsProps {
  readonly compiled: Compiled;
  readonly result: Result;
  readonly index: number;
  readonly hasFlags: boolean;
  readonly onGo: (index: number) => void;
}

/** Every indicator at a glance: its number, and by shape, sign and colour its status. */
function Dots({ compiled, result, index, hasFlags, onGo }: DotsProps) {
  const t = useMessages(evaluateMessages);
  return (
    <nav aria-label={t('visit.form.overview')} className={styles.dots}>
      {result.indicators.map(({ id, points, state, missingEvidence }, at) => {
        const kind =
          state === 'unanswered'
            ? 'open'
            : state === 'not-applicable'
              ? 'skipped'
              : missingEvidence
                ? 'evidence'
                : 'answered';
        return (
          <button
            key={id}
            type="button"
            className={join(styles.dot, styles[`dot-${kind}`])}
            aria-current={at === index ? 'step' : undefined}
            onClick={() => onGo(at)}
          >
            <span className={styles.hidden}>
              {t(`visit.form.dot.${kind}`, { number: at + 1, points: points ?? 0 })}
            </span>
            <span aria-hidden>{at + 1}</span>
            <small aria-hidden>
              {kind === 'open' ? '–' : kind === 'skipped' ? '×' : `${points}${kind === 'evidence' ? '!' : ''}`}
            </small>
          </button>
        );
      })}
      {hasFlags && (
        <button
          type="button"
          className={styles.dot}
          aria-current={index === compiled.indicators.length ? 'step' : undefined}
          onClick={() => onGo(compiled.indicators.length)}
        >
          <span className={styles.hidden}>
            {t(compiled.flags.length > 0 ? 'visit.form.dot.flags' : 'visit.conditions.title')}
          </span>
          <span aria-hidden>+</span>
          <small aria-hidden>{compiled.flags.map(({ id }) => id.toUpperCase()).join(' ')}</small>
        </button>
      )}
    </nav>
  );
}
