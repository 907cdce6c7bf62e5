/** A form that is open in one window at a time: two would write over each other's draft. */

import { type ReactNode, useEffect, useState } from 'react';
import { Button, EmptyState, Page, Skeleton } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import { useServices } from '../services.ts';
import { windowMessages } from './messages.ts';
import { takeForm } from './open-forms.ts';

export interface OneWindowProps {
  /** Names the form; it is the same for the same draft. */
  readonly form: string;
  readonly title: string;
  readonly back: string;
  /** Is drawn once this window has the form, so that it reads what the other window wrote last. */
  readonly children: ReactNode;
}

export function OneWindow(props: OneWindowProps) {
  return <Taken key={props.form} {...props} />;
}

function Taken({ form, title, back, children }: OneWindowProps) {
  const t = useMessages(windowMessages);
  const { vault } = useServices();
  const [status, setStatus] = useState<'taking' | 'here' | 'elsewhere'>('taking');
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round tries again
  useEffect(() => {
    let alive = true;
    setStatus('taking');
    const { taken, letGo } = takeForm(vault.store, form);
    void taken.then((here) => alive && setStatus(here ? 'here' : 'elsewhere'));
    return () => {
      alive = false;
      letGo();
    };
  }, [vault, form, round]);
  if (status === 'here') return children;
  return (
    <Page title={title} back={back}>
      {status === 'taking' ? (
        <Skeleton rows={6} />
      ) : (
        <EmptyState
          title={t('elsewhere.title')}
          action={<Button onClick={() => setRound((before) => before + 1)}>{t('elsewhere.retry')}</Button>}
        >
          {t('elsewhere.text')}
        </EmptyState>
      )}
    </Page>
  );
}
