/** Nhận dưới tên tôi: a record whose content is in order and whose author nobody can prove becomes the supervisor's own. */

import { useState } from 'react';
import type { CorrectionResponse, MemberCorrection } from '../../../protocol/index.ts';
import { Button, Notice } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { EndpointAnswer } from '../../ask-endpoint.ts';
import { useSession } from '../../services.ts';
import { useCodeWords } from '../code-words.ts';
import styles from '../desk.module.css';
import { FailureNotice } from '../failure-notice.tsx';
import { recordMessages } from './messages.ts';

interface TakeOverProps {
  readonly correct: (corrections: readonly MemberCorrection[]) => Promise<EndpointAnswer<CorrectionResponse>>;
  readonly onDone: () => void;
}

export function TakeOver({ correct, onDone }: TakeOverProps) {
  const t = useMessages(recordMessages);
  const words = useCodeWords();
  const { officer } = useSession();
  const [answer, setAnswer] = useState<EndpointAnswer<CorrectionResponse> | null>(null);
  const [busy, setBusy] = useState(false);

  const send = async () => {
    setBusy(true);
    const next = await correct([]);
    setBusy(false);
    if (next.kind === 'ok' && next.value.outcome === 'accepted') onDone();
    else setAnswer(next);
  };
  return (
    <>
      <p className={styles.soft}>{t('desk.takeOver.text', { name: officer.name })}</p>
      {answer?.kind === 'ok' && (
        <Notice tone="warn" live="alert" title={t('desk.correct.kept')} data-testid="desk-kept">
          {words(answer.value.code ?? '')}
        </Notice>
      )}
      {answer !== null && answer.kind !== 'ok' && <FailureNotice failure={answer} />}
      <Button kind="primary" busy={busy} onClick={() => void send()} data-testid="desk-take-over">
        {t('desk.takeOver')}
      </Button>
    </>
  );
}
