/** What a sound set would have made of the evaluations of a period. */
import { use } from 'react';
import type { SetPreviewResponse } from '../../../protocol/index.ts';
import { Card, Notice } from '../../../ui/index.ts';
import { LanguageContext, useMessages, useRuntimeMessages } from '../../../ui/use-messages.ts';
import { useVault } from '../../services.ts';
import styles from '../admin.module.css';
import { adminMessages } from '../messages.ts';
import { Table } from '../table.tsx';
import { criteriaMessages } from './messages.ts';

const CHANGED_SHOWN_MAX = 20;

type Preview = NonNullable<SetPreviewResponse['preview']>;

export interface SetComparisonProps {
  readonly name: string;
  /** A year. */
  readonly period: string;
  readonly preview: Preview;
}

export function SetComparison({ name, period, preview }: SetComparisonProps) {
  const t = useMessages(criteriaMessages);
  const number = useNumberFormat();
  const { compared, leftOut, passedBefore, passedAfter, changedCount } = preview;
  const figures = {
    ...{ period, compared: number(compared), before: number(passedBefore), after: number(passedAfter) },
    ...{ failedBefore: number(compared - passedBefore), failedAfter: number(compared - passedAfter) },
  };
  return (
    <Card title={t('criteria.preview', { name })} flush data-testid="set-preview">
      <div className={`${styles.padded} ${styles.stack}`}>
        {compared > 0 ? (
          <>
            <p>
              <strong>{t('criteria.preview.passed', figures)}</strong>
            </p>
            {changedCount === 0 && <p>{t('criteria.preview.same')}</p>}
          </>
        ) : (
          <Notice tone="info">
            {t(leftOut === 0 ? 'criteria.preview.none' : 'criteria.preview.noneFits', { period })}
          </Notice>
        )}
        {leftOut > 0 && <p className={styles.soft}>{t('criteria.preview.leftOut', { count: number(leftOut) })}</p>}
      </div>
      {changedCount > 0 && <Changed preview={preview} />}
      <LostAnswers preview={preview} />
    </Card>
  );
}

function Changed({ preview: { changed, changedCount } }: { readonly preview: Preview }) {
  const t = useMessages(criteriaMessages, adminMessages);
  const verdictOf = useRuntimeMessages(criteriaMessages);
  const number = useNumberFormat();
  const roster = useVault((vault) => vault.roster(), []);
  const shown = changed.slice(0, CHANGED_SHOWN_MAX);
  const resultOf = ({ total, verdict }: Preview['changed'][number]['before']) =>
    t('criteria.preview.result', { total, verdict: verdictOf(`criteria.verdict.${verdict}`) });
  const nameOf = (id: string) =>
    roster?.find((row) => row.id === id)?.name ?? t('criteria.preview.somebody', { tail: id.slice(-4) });
  return (
    <>
      <p className={styles.padded}>{t('criteria.preview.changed', { count: number(changedCount) })}</p>
      <Table
        caption={t('criteria.preview.changed', { count: number(changedCount) })}
        heads={[t('criteria.preview.who'), t('criteria.preview.before'), t('criteria.preview.after')]}
        actsHead={t('admin.acts')}
        rows={shown.map(({ evaluationId, subjectId, before, after }) => ({
          id: evaluationId,
          cells: [nameOf(subjectId), resultOf(before), resultOf(after)],
        }))}
        data-testid="set-changed"
      />
      {changedCount > shown.length && (
        <p className={styles.padded}>{t('criteria.preview.more', { count: number(changedCount - shown.length) })}</p>
      )}
    </>
  );
}

/** @returns what writes a count with the separator of the language */
function useNumberFormat(): (count: number) => string {
  const language = use(LanguageContext);
  return (count) => count.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB');
}

function LostAnswers({ preview: { dropped, unanswered } }: { readonly preview: Preview }) {
  const t = useMessages(criteriaMessages);
  const sentence = useRuntimeMessages(criteriaMessages);
  if (dropped.length + unanswered.length === 0) return null;
  return (
    <details className={styles.fold}>
      <summary>{t('criteria.preview.answers')}</summary>
      <ul className={styles.padded}>
        {dropped.map(({ id, why, count }) => (
          <li key={`${id} ${why}`}>{sentence(`criteria.dropped.${why}`, { id, count })}</li>
        ))}
        {unanswered.map(({ id, count }) => (
          <li key={id}>{t('criteria.unanswered', { id, count })}</li>
        ))}
      </ul>
    </details>
  );
}
