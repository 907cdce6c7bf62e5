/** Nhập danh sách: a supervisor brings the commune's roster in from a spreadsheet, sees first what it would do, then confirms. */

import { type ChangeEvent, useState } from 'react';
import { may, scopesFor } from '../../../programme/index.ts';
import { DownloadIcon, OfflineIcon } from '../../../ui/icons.ts';
import {
  Button,
  Card,
  EmptyState,
  Field,
  Notice,
  Page,
  ProgressBar,
  Select,
  Spinner,
  TextInput,
} from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { download } from '../../download.ts';
import { useSession } from '../../services.ts';
import { useOnline } from '../../use-online.ts';
import { Counts } from './counts.tsx';
import styles from './import.module.css';
import { importMessages } from './messages.ts';
import { Preview } from './preview.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { type Import, problemOf, useImport } from './use-import.ts';

/** The import screen. It stands inside of a session. */
export default function ImportScreen() {
  const t = useMessages(importMessages);
  const { posts } = useSession();
  return (
    <Page title={t('import.title')} subtitle={t('import.subtitle')} back="/settings">
      {scopesFor(posts, 'import-roster').length === 0 ? (
        <EmptyState title={t('import.notAllowed.title')}>{t('import.notAllowed')}</EmptyState>
      ) : (
        <Steps />
      )}
    </Page>
  );
}

function Steps() {
  const t = useMessages(importMessages);
  const { token, posts, communes: all } = useSession();
  const communes = all.filter(({ scope }) => may(posts, 'import-roster', scope));
  // The commune is kept over every step, because a file that is chosen anew is for the same one.
  const [scope, setScope] = useState(communes[0]?.scope ?? '');
  const online = useOnline();
  const importing = useImport(token);
  const { state } = importing;
  switch (state.kind) {
    case 'choosing':
      if (online) return <Choose importing={importing} scope={scope} onScope={setScope} />;
      return (
        <EmptyState icon={<OfflineIcon aria-hidden />} title={t('import.offline.title')}>
          {t('import.offline')}
        </EmptyState>
      );
    case 'reading':
      return (
        <Card>
          <Spinner label={t('import.reading', { file: state.file })} />
        </Card>
      );
    case 'preview':
      return (
        <Preview state={state} online={online} onConfirm={importing.confirm} onCancel={() => importing.restart()} />
      );
    case 'running': {
      const { done, total } = state.job;
      const percent = Math.floor((done / Math.max(1, total)) * 100);
      return (
        <Card data-testid="import-progress">
          <ProgressBar label={t('import.running')} value={done} max={total} figure={t('import.percent', { percent })} />
          <p className={styles.soft}>{t('import.leave')}</p>
          {state.lost && (
            <Notice tone="warn" live="status">
              {t('import.lostWhileRunning')}
            </Notice>
          )}
        </Card>
      );
    }
    case 'done':
      return (
        <Card data-testid="import-done">
          <Notice tone="good" live="status" title={t('import.done.title')}>
            {t('import.done.text')}
          </Notice>
          {state.job.counts && <Counts counts={state.job.counts} />}
          <Button wide onClick={() => importing.restart()}>
            {t('import.again')}
          </Button>
        </Card>
      );
  }
}

interface ChooseProps {
  readonly importing: Import;
  readonly scope: string;
  readonly onScope: (scope: string) => void;
}

function Choose({ importing, scope, onScope }: ChooseProps) {
  const t = useMessages(importMessages);
  const { communes } = useSession();
  const [downloading, setDownloading] = useState(false);
  const { state, api, choose, restart } = importing;

  const fetchTemplate = async () => {
    setDownloading(true);
    const answer = await api.template();
    setDownloading(false);
    if (answer.kind === 'ok') download(answer.value, 'danh-sach-mau.xlsx');
    else restart(problemOf(answer));
  };
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    // The input is emptied so that the same file, corrected, can be chosen again.
    target.value = '';
    if (file) choose(scope, file);
  };

  return (
    <>
      {state.kind === 'choosing' && state.problem !== null && <ProblemNotice problem={state.problem} />}
      <Card>
        <Field label={t('import.commune')}>
          <Select value={scope} onChange={(event) => onScope(event.target.value)} data-testid="import-commune">
            {communes.map((commune) => (
              <option key={commune.scope} value={commune.scope}>
                {commune.name} ({commune.province})
              </option>
            ))}
          </Select>
        </Field>
        <p className={styles.soft}>{t('import.templateHint')}</p>
        <Button
          icon={<DownloadIcon aria-hidden />}
          busy={downloading}
          onClick={() => void fetchTemplate()}
          data-testid="import-template"
        >
          {t('import.template')}
        </Button>
        <Field label={t('import.file')} hint={t('import.fileHint')}>
          <TextInput type="file" accept=".xlsx,.csv,text/csv" onChange={take} data-testid="import-file" />
        </Field>
      </Card>
    </>
  );
}
