/** Is shown when the data on the phone could not be opened: because of a second window, a full disk or private mode. */

import { Button, Notice } from '../ui/index.ts';
import { useMessages } from '../ui/use-messages.ts';
import { appMessages } from './messages.ts';
import styles from './shell.module.css';

export interface ClosedVaultProps {
  /** `blocked`: an older window holds the data; `full`: the disk has no room even for the start; `closed`: any other reason. */
  readonly why: 'blocked' | 'full' | 'closed';
  readonly detail?: string;
}

/** It does not call `useServices`, because the vault is not open. */
export function ClosedVault({ why, detail }: ClosedVaultProps) {
  const t = useMessages(appMessages);
  return (
    <main className={styles.alone}>
      <h1>{t('app.name')}</h1>
      <Notice
        tone="bad"
        live="alert"
        title={t(why === 'full' ? 'keeping.full.title' : `app.${why}.title`)}
        action={
          <Button kind="primary" onClick={() => location.reload()}>
            {t('app.closed.retry')}
          </Button>
        }
      >
        <p>{t(`app.${why}.text`)}</p>
        {detail !== undefined && (
          <p>
            <code>{detail}</code>
          </p>
        )}
      </Notice>
    </main>
  );
}
