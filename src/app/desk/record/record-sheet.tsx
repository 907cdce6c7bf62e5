/**
 * One record as it came: why it waits, what of it can be corrected or was corrected, and its exact text.
 */
import { useEffect, useMemo, useState } from 'react';
import { type QuarantineRecord, type QuarantineRow, UNPROVEN_CODES } from '../../../protocol/index.ts';
import { Spinner } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { EndpointAnswer } from '../../ask-endpoint.ts';
import { useSession } from '../../services.ts';
import { useCodeWords } from '../code-words.ts';
import styles from '../desk.module.css';
import { FailureNotice } from '../failure-notice.tsx';
import { CorrectionForm } from './correction-form.tsx';
import { labelOf, memberMessages, shownOf } from './member-words.ts';
import { createRecordApi } from './record-api.ts';
import { TakeOver } from './take-over.tsx';

export interface RecordSheetProps {
  readonly scope: string;
  readonly id: string;
  /** Is called when the record was accepted. */
  readonly onCorrected: () => void;
}

export function RecordSheet({ scope, id, onCorrected }: RecordSheetProps) {
  const { token } = useSession();
  const api = useMemo(() => createRecordApi(token, scope, id), [token, scope, id]);
  const [answer, setAnswer] = useState<EndpointAnswer<QuarantineRecord> | null>(null);
  useEffect(() => {
    let alive = true;
    void api.record().then((next) => alive && setAnswer(next));
    return () => {
      alive = false;
    };
  }, [api]);
  if (answer === null) return <Spinner />;
  if (answer.kind !== 'ok') return <FailureNotice failure={answer} />;
  const { faulty = [] } = answer.value;
  return (
    <RecordText record={answer.value}>
      {faulty.length > 0 && <CorrectionForm refused={faulty} correct={api.correct} onDone={onCorrected} />}
      {faulty.length === 0 && isUnproven(answer.value.row) && <TakeOver correct={api.correct} onDone={onCorrected} />}
    </RecordText>
  );
}

function RecordText({
  record: { row, body, changes },
  children,
}: {
  record: QuarantineRecord;
  children: React.ReactNode;
}) {
  const t = useMessages(...memberMessages);
  const words = useCodeWords();
  return (
    <>
      {row.resolved === null && <p>{words(row.code)}</p>}
      {changes?.map(({ path, from, to }) => (
        <p key={path.join('.')} data-testid="desk-change">
          {labelOf(path, t)}: {shownOf(from)} → <strong>{shownOf(to)}</strong>
        </p>
      ))}
      {children}
      <h3>{t('desk.record.came')}</h3>
      <pre className={styles.record} data-testid="desk-record">
        {pretty(body)}
      </pre>
    </>
  );
}

const isUnproven = ({ code, resolved }: QuarantineRow) => resolved === null && UNPROVEN_CODES.includes(code);

const pretty = (body: string): string => JSON.stringify(JSON.parse(body), null, 2);
