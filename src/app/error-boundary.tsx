/** Every screen has an error boundary, so that a screen that fails leaves the others and the navigation alive. */

import { Component, type ReactNode } from 'react';
import { Button, Notice } from '../ui/index.ts';
import { useMessages } from '../ui/use-messages.ts';
import { appMessages } from './messages.ts';
import styles from './shell.module.css';

interface Props {
  readonly children: ReactNode;
}
interface State {
  readonly error: Error | null;
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };
  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return <Failed error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}

function Failed({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const t = useMessages(appMessages);
  return (
    <div className={styles.alone}>
      <Notice
        tone="bad"
        live="alert"
        title={t('app.error.title')}
        action={
          <>
            <Button kind="primary" onClick={onRetry}>
              {t('app.error.retry')}
            </Button>
            <Button onClick={() => location.assign('/')}>{t('app.error.home')}</Button>
          </>
        }
      >
        <p>{t('app.error.text')}</p>
        <p>
          <code>{error.message}</code>
        </p>
      </Notice>
    </div>
  );
}
