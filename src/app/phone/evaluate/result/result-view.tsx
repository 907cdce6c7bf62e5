/** A result explained: the verdict, what each indicator brought and why, and how to come to a pass. */

import { useContext } from 'react';
import { type Compiled, type Explanation, type PlanStep, passMark, type Result } from '../../../../criteria/index.ts';
import { BadIcon, GoodIcon, WarnIcon } from '../../../../ui/icons.ts';
import { Card, Chip, join, Notice, ProgressBar } from '../../../../ui/index.ts';
import { LanguageContext, useMessages, useRuntimeMessages } from '../../../../ui/use-messages.ts';
import { evaluateMessages } from '../messages.ts';
import { indicatorTitle, namedParams } from '../set-words.ts';
import { useText } from '../use-language-text.ts';
import shared from '../visit.module.css';
import { resultMessages } from './messages.ts';
import styles from './result.module.css';

export interface ResultViewProps {
  readonly compiled: Compiled;
  readonly result: Result;
  readonly explanations: readonly Explanation[];
  readonly plans: readonly (readonly PlanStep[])[];
}

export function ResultView({ compiled, result, explanations, plans }: ResultViewProps) {
  return (
    <>
      <Verdict compiled={compiled} result={result} />
      {result.verdict === 'fail' && <Plan compiled={compiled} plans={plans} />}
      {result.missingEvidence.length > 0 && <MissingEvidence compiled={compiled} result={result} />}
      <Rules compiled={compiled} result={result} />
      <Indicators compiled={compiled} result={result} />
      <Beyond compiled={compiled} explanations={explanations} />
      <Flags compiled={compiled} result={result} />
    </>
  );
}

function Verdict({ compiled, result }: Pick<ResultViewProps, 'compiled' | 'result'>) {
  const t = useMessages(evaluateMessages, resultMessages);
  const { verdict, total, max } = result;
  const Icon = { pass: GoodIcon, fail: BadIcon, incomplete: WarnIcon }[verdict];
  const mark = passMark(compiled.set);
  return (
    <section className={join(styles.verdict, styles[verdict])} data-testid="verdict">
      <Icon aria-hidden />
      <div>
        <p className={styles.verdictWord}>{t(`visit.verdict.${verdict}`)}</p>
        <p>{t(`visit.result.${verdict}Text`)}</p>
      </div>
      <p className={styles.figure}>
        {total}
        <small>/{max}</small>
      </p>
      {mark !== null && <p className={styles.mark}>{t('visit.form.scoreSaid', { total, max, mark })}</p>}
    </section>
  );
}

/** What the officer can say to the citizen: one way to the mark in whole sentences, the equally cheap ones folded away. */
function Plan({ compiled, plans }: Pick<ResultViewProps, 'compiled' | 'plans'>) {
  const t = useMessages(resultMessages);
  const [first, ...others] = plans;
  return (
    <Card title={t('visit.plan.title')} data-testid="plan">
      {first === undefined ? (
        <p>{t('visit.plan.none')}</p>
      ) : (
        <>
          <p className={shared.soft}>{t('visit.plan.intro')}</p>
          <Steps compiled={compiled} steps={first} />
          {others.length > 0 && (
            <details className={shared.examples}>
              <summary>{t('visit.plan.others', { count: others.length })}</summary>
              {others.map((steps) => (
                <Steps key={steps.map(({ id, to }) => `${id}:${to}`).join()} compiled={compiled} steps={steps} />
              ))}
            </details>
          )}
        </>
      )}
    </Card>
  );
}

function Steps({ compiled, steps }: { readonly compiled: Compiled; readonly steps: readonly PlanStep[] }) {
  const t = useMessages(resultMessages);
  const text = useText();
  const language = useContext(LanguageContext);
  return (
    <ul className={styles.plan}>
      {steps.map(({ id, from, to }) => {
        const spec = compiled.byId.get(id)?.spec;
        // The lowest level that is worth at least as much tells in words what the points mean.
        const level = spec?.kind === 'levels' ? spec.levels.find(({ points }) => points >= to) : undefined;
        return (
          <li key={id}>
            <p>{t('visit.plan.step', { indicator: indicatorTitle(compiled, id, language), from, to })}</p>
            {level !== undefined && (
              <p className={shared.soft}>{t('visit.plan.toLevel', { text: text(level.text) })}</p>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function MissingEvidence({ compiled, result }: Pick<ResultViewProps, 'compiled' | 'result'>) {
  const t = useMessages(resultMessages);
  const language = useContext(LanguageContext);
  return (
    <Notice tone="warn" title={t('visit.result.evidenceTitle')}>
      <p>{t('visit.result.evidenceText')}</p>
      <ul className={styles.bullets}>
        {result.missingEvidence.map((id) => (
          <li key={id}>{`${id}. ${indicatorTitle(compiled, id, language)}`}</li>
        ))}
      </ul>
    </Notice>
  );
}

function Rules({ compiled, result }: Pick<ResultViewProps, 'compiled' | 'result'>) {
  const t = useMessages(evaluateMessages, resultMessages);
  const text = useText();
  return (
    <Card title={t('visit.result.rules')}>
      <ul className={styles.plan}>
        {result.rules.map(({ id, holds, margin }) => {
          const rule = compiled.set.rules.find((known) => known.id === id);
          if (rule === undefined) return null;
          return (
            <li key={id} className={styles.rule}>
              <Chip tone={holds ? 'good' : 'bad'} icon={holds ? <GoodIcon aria-hidden /> : <BadIcon aria-hidden />}>
                {t(holds ? 'visit.verdict.pass' : 'visit.verdict.fail')}
              </Chip>
              <span>
                {text(rule.text)}
                {!holds && ` (${t('visit.result.ruleShort', { by: -margin })})`}
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function Indicators({ compiled, result }: Pick<ResultViewProps, 'compiled' | 'result'>) {
  const t = useMessages(resultMessages);
  const explain = useRuntimeMessages(resultMessages);
  const text = useText();
  const language = useContext(LanguageContext);
  return (
    <Card title={t('visit.result.indicators')}>
      {result.competencies.map(({ id, points, max }) => {
        const competency = compiled.set.competencies.find((known) => known.id === id);
        return (
          <section key={id} className={styles.competency}>
            <ProgressBar
              label={`${id}. ${competency === undefined ? '' : text(competency.title)}`}
              value={points}
              max={max}
              figure={`${points}/${max}`}
            />
            <ul className={styles.plan}>
              {result.indicators
                .filter((indicator) => indicator.competency === id)
                .map((indicator) => {
                  const lost = indicator.max - (indicator.points ?? 0);
                  return (
                    <li key={indicator.id}>
                      <p className={styles.indicatorTitle}>
                        {`${indicator.id}. ${indicatorTitle(compiled, indicator.id, language)}`}
                      </p>
                      <p>
                        {explain(indicator.why.key, namedParams(compiled, indicator.why, language))}
                        {indicator.state === 'answered' && lost > 0 && ` ${t('visit.result.lost', { lost })}`}
                      </p>
                    </li>
                  );
                })}
            </ul>
          </section>
        );
      })}
    </Card>
  );
}

/** What caps and rescaling do to the points lost above: no point disappears without a reason. A cap only gives points back. */
function Beyond({ compiled, explanations }: Pick<ResultViewProps, 'compiled' | 'explanations'>) {
  const explain = useRuntimeMessages(resultMessages);
  const language = useContext(LanguageContext);
  const beyond = explanations.filter(({ key }) => ['lost.cap', 'lost.totalCap', 'lost.rescaled'].includes(key));
  if (beyond.length === 0) return null;
  return (
    <Notice tone="info">
      {beyond.map((one) => (
        <p key={one.key}>
          {explain(one.key, { ...namedParams(compiled, one, language), back: -Number(one.params.lost) })}
        </p>
      ))}
    </Notice>
  );
}

function Flags({ compiled, result }: Pick<ResultViewProps, 'compiled' | 'result'>) {
  const t = useMessages(evaluateMessages, resultMessages);
  const text = useText();
  const flags = compiled.set.flags ?? [];
  if (flags.length === 0) return null;
  return (
    <Card title={t('visit.result.flags')}>
      <ul className={styles.plan}>
        {flags.map(({ id, title }) => (
          <li key={id} className={styles.rule}>
            <Chip tone={result.flags[id] ? 'good' : 'neutral'}>
              {t(result.flags[id] ? 'visit.form.yes' : 'visit.form.no')}
            </Chip>
            <span>{text(title)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
