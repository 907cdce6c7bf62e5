/** What is shown when the phone's keeping could not be opened: a second window, a full disk, private mode. */
import { Button, Notice } from './kit/index.ts';
import { useMessages } from './messages/index.ts';
import styles from './shell.module.css';

/** The only screen that stands without services. */
export function ClosedVault({ detail, blocked = false }: { readonly detail?: string; readonly blocked?: boolean }) {
  const t = useMessages();
  return (
    <main className={styles.alone}>
      <h1>{t('app.name')}</h1>
      <Notice
        tone="bad"
        live="alert"
        title={t(blocked ? 'app.blocked.title' : 'app.closed.title')}
        action={
          <Button kind="primary" onClick={() => location.reload()}>
            {t('app.closed.retry')}
          </Button>
        }
      >
        <p>{t(blocked ? 'app.blocked.text' : 'app.closed.text')}</p>
        {detail !== undefined && (
          <p>
            <code>{detail}</code>
          </p>
        )}
      </Notice>
    </main>
  );
}
