/** What the chosen file would do: figures, faulty lines with their reasons, some of the changes, and the button that confirms. */

import { use } from 'react';
import { type RosterFault, type RosterSample, rosterFaultSentence } from '../../../protocol/index.ts';
import { Button, Card, Notice } from '../../../ui/index.ts';
import { LanguageContext, useMessages } from '../../../ui/use-messages.ts';
import { useSession } from '../../services.ts';
import { Counts } from './counts.tsx';
import styles from './import.module.css';
import { importMessages } from './messages.ts';
import { ProblemNotice } from './problem-notice.tsx';
import type { ImportState } from './use-import.ts';

const FAULTS_SHOWN_MAX = 200;

export interface PreviewProps {
  readonly state: ImportState & { kind: 'preview' };
  readonly online: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

export function Preview({ state: { file, preview, starting, problem }, online, onConfirm, onCancel }: PreviewProps) {
  const t = useMessages(importMessages);
  const { counts, newHouseholds, faults, sample } = preview;
  const count = counts.added + counts.changed;
  const commune = useSession().communes.find(({ scope }) => scope === preview.scope)?.name ?? '';
  return (
    <>
      {problem !== null && <ProblemNotice problem={problem} />}
      <Card title={t('import.preview.title', { file })} data-testid="import-preview">
        <p className={styles.soft}>{t('import.preview.note', { commune })}</p>
        <Counts counts={counts} newHouseholds={newHouseholds} />
        {count === 0 && <Notice tone="info">{t('import.nothing')}</Notice>}
        {!online && (
          <Notice tone="warn" live="status" title={t('import.offline.title')}>
            {t('import.offline')}
          </Notice>
        )}
        <div className={styles.actions}>
          {count > 0 && (
            <Button kind="primary" busy={starting} disabled={!online} onClick={onConfirm} data-testid="import-confirm">
              {counts.faulty > 0
                ? t('import.confirmSkip', { count, faulty: counts.faulty })
                : t('import.confirm', { count })}
            </Button>
          )}
          <Button onClick={onCancel}>{t('import.cancel')}</Button>
        </div>
      </Card>
      {faults.length > 0 && <Faults faults={faults} />}
      {sample.length > 0 && <Sample sample={sample} />}
    </>
  );
}

function Faults({ faults }: { readonly faults: readonly RosterFault[] }) {
  const t = useMessages(importMessages);
  const language = use(LanguageContext);
  const shown = faults.slice(0, FAULTS_SHOWN_MAX);
  return (
    <Card title={t('import.faults.title')}>
      <p className={styles.soft}>{t('import.faults.note')}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('import.line')}</th>
            <th scope="col">{t('import.column')}</th>
            <th scope="col">{t('import.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ line, column, code, params, sentence }) => (
            <tr key={`${line} ${column} ${code}`} data-testid="import-fault">
              <th scope="row">{line}</th>
              <td>{column === undefined ? '' : t(`import.column.${column}`)}</td>
              <td>{language === 'vi' ? sentence : rosterFaultSentence(code, params, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {faults.length > shown.length && (
        <p className={styles.soft}>{t('import.faults.more', { shown: shown.length })}</p>
      )}
    </Card>
  );
}

function Sample({ sample }: { readonly sample: readonly RosterSample[] }) {
  const t = useMessages(importMessages);
  return (
    <Card title={t('import.sample.title')}>
      <ul className={styles.sample}>
        {sample.map(({ line, kind, name, hamlet, number, columns }) => (
          <li key={line}>
            {t(`import.sample.${kind}`, {
              name,
              hamlet,
              number,
              columns: columns.map((column) => t(`import.column.${column}`)).join(', '),
            })}
          </li>
        ))}
      </ul>
    </Card>
  );
}
