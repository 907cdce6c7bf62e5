/** One record as it came, for who must judge it. */
import { useEffect, useState } from 'react';
import type { QuarantineRecord, QuarantineRow } from '../../protocol/index.ts';
import type { Answer } from '../ask-endpoint.ts';
import { Dialog, Spinner } from '../kit/index.ts';
import { useMessages } from '../messages/index.ts';
import styles from './desk.module.css';
import type { DeskApi } from './desk-api.ts';
import { RefusedNotice } from './refused-notice.tsx';

interface RecordDialogProps {
  readonly api: DeskApi;
  readonly commune: string;
  /** null: closed. */
  readonly row: QuarantineRow | null;
  readonly onClose: () => void;
}

export function RecordDialog({ api, commune, row, onClose }: RecordDialogProps) {
  const t = useMessages();
  const [answer, setAnswer] = useState<Answer<QuarantineRecord> | null>(null);
  const id = row?.id;
  useEffect(() => {
    if (id === undefined) return;
    let alive = true;
    setAnswer(null);
    void api.record(commune, id).then((next) => alive && setAnswer(next));
    return () => {
      alive = false;
    };
  }, [api, commune, id]);
  return (
    <Dialog open={row !== null} onClose={onClose} title={t('desk.record')}>
      {answer === null ? (
        <Spinner />
      ) : answer.kind === 'ok' ? (
        <pre className={styles.record} data-testid="desk-record">
          {pretty(answer.value.body)}
        </pre>
      ) : (
        <RefusedNotice refused={answer} />
      )}
    </Dialog>
  );
}

const pretty = (body: string): string => JSON.stringify(JSON.parse(body), null, 2);
