/** Has the endpoint read the commune's log from its first event on, and says what came of it. */

import { useState } from 'react';
import type { EventCheck } from '../../../protocol/index.ts';
import { Button, Card, formatInstant, Notice } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { RefusalNotice } from '../refusal-notice.tsx';
import type { Refusal } from '../use-answer.ts';
import styles from './log.module.css';
import { useLogApi } from './log-api.ts';
import { logMessages } from './messages.ts';

export function CheckCard({ scope }: { readonly scope: string }) {
  const t = useMessages(logMessages);
  const api = useLogApi();
  const [checked, setChecked] = useState<EventCheck | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const check = async () => {
    setBusy(true);
    const answer = await api.check(scope);
    setBusy(false);
    setRefusal(answer.kind === 'ok' ? null : answer);
    setChecked(answer.kind === 'ok' ? answer.value : null);
  };
  return (
    <Card>
      {checked !== null && <Outcome scope={scope} checked={checked} />}
      <RefusalNotice refusal={refusal} />
      <Button className={styles.check ?? ''} busy={busy} onClick={() => void check()} data-testid="log-check">
        {t('log.check')}
      </Button>
    </Card>
  );
}

interface OutcomeProps {
  readonly scope: string;
  readonly checked: EventCheck;
}

function Outcome({ scope, checked: { checkedAt, count, hash, broken } }: OutcomeProps) {
  const t = useMessages(logMessages);
  if (broken !== null)
    return (
      <Notice tone="bad" live="alert" title={t('log.check.bad.title')} data-testid="log-checked">
        {t(`log.check.${broken.why}`, { n: broken.n })}
      </Notice>
    );
  return (
    <Notice
      tone="good"
      live="status"
      title={t('log.check.ok.title', { when: formatInstant(checkedAt) })}
      data-testid="log-checked"
    >
      <p>{t('log.check.ok', { count })}</p>
      {hash !== '' && (
        <>
          <p>{t('log.check.ok.note')}</p>
          <p className={styles.mark}>{`${scope}:${count}:${hash}`}</p>
        </>
      )}
    </Notice>
  );
}
