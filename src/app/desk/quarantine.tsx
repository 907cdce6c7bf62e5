/** Hàng chờ xem lại: each quarantined record with its reason. One or all can be tried again, and one closed with a reason. */

import { useState } from 'react';
import type { QuarantineRow } from '../../protocol/index.ts';
import { GoodIcon, RefreshIcon } from '../../ui/icons.ts';
import { Button, Card, ChoiceGroup, EmptyState, formatInstant, ListRow, Notice } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import { useKindLabel } from '../kind-label.ts';
import { CloseDialog } from './close-dialog.tsx';
import { useCodeWords } from './code-words.ts';
import styles from './desk.module.css';
import type { Shown } from './desk-api.ts';
import { FailureNotice } from './failure-notice.tsx';
import { deskMessages } from './messages.ts';
import { RecordDialog } from './record-dialog.tsx';
import type { AskFailure, Desk } from './use-desk.ts';

interface QuarantineProps {
  readonly desk: Desk;
  readonly rows: readonly QuarantineRow[];
  readonly scope: string;
  readonly shown: Shown;
  readonly onShow: (shown: Shown) => void;
}
/** What came of trying records again. */
type RetryResult = {
  readonly kind: 'retried';
  readonly accepted: number;
  readonly kept: number;
  readonly left: number;
};

/** Asks the endpoint to accept records after all, and keeps what came of it. */
function useRetry(desk: Desk, scope: string) {
  const [busy, setBusy] = useState<string | null>(null);
  const [result, setResult] = useState<RetryResult | AskFailure | null>(null);
  const retry = async (ids?: readonly string[]) => {
    setBusy(ids?.[0] ?? 'all');
    const answer = await desk.api.retry(scope, ids);
    if (answer.kind === 'ok') {
      const { results, left } = answer.value;
      const accepted = results.filter(({ outcome }) => outcome === 'accepted').length;
      setResult({ kind: 'retried', accepted, kept: results.length - accepted, left: ids === undefined ? left : 0 });
      await desk.reload();
    } else setResult(answer);
    setBusy(null);
  };
  return { busy, result, setResult, retry };
}

export function Quarantine({ desk, rows, scope, shown, onShow }: QuarantineProps) {
  const { busy, result, setResult, retry } = useRetry(desk, scope);
  const [viewed, setViewed] = useState<QuarantineRow | null>(null);
  const [closing, setClosing] = useState<QuarantineRow | null>(null);
  return (
    <>
      <Summary
        desk={desk}
        rows={rows}
        shown={shown}
        onShow={onShow}
        result={result}
        busy={busy === 'all'}
        onRetryAll={() => void retry()}
      />
      {rows.length > 0 && (
        <List rows={rows} more={desk.more}>
          {(row) => (
            <RowButtons
              row={row}
              busy={busy === row.id}
              onView={() => setViewed(row)}
              onRetry={() => void retry([row.id])}
              onClose={() => setClosing(row)}
            />
          )}
        </List>
      )}
      <RecordDialog
        scope={scope}
        row={viewed}
        onClose={() => setViewed(null)}
        onCorrected={() => {
          setViewed(null);
          setResult({ kind: 'retried', accepted: 1, kept: 0, left: 0 });
          void desk.reload();
        }}
      />
      <CloseDialog
        api={desk.api}
        scope={scope}
        row={closing}
        onClose={() => setClosing(null)}
        onDone={() => {
          setClosing(null);
          setResult(null);
          void desk.reload();
        }}
      />
    </>
  );
}

interface SummaryProps extends Omit<QuarantineProps, 'scope'> {
  readonly result: RetryResult | AskFailure | null;
  readonly busy: boolean;
  readonly onRetryAll: () => void;
}

/** Which records are shown, what came of the last retry, and how many there are of what. */
function Summary({ desk, rows, shown, onShow, result, busy, onRetryAll }: SummaryProps) {
  const t = useMessages(deskMessages);
  return (
    <Card
      title={t('desk.quarantine')}
      aside={
        shown === 'open' &&
        rows.length > 1 && (
          <Button busy={busy} icon={<RefreshIcon aria-hidden />} onClick={onRetryAll} data-testid="desk-retry-all">
            {t('desk.retryAll')}
          </Button>
        )
      }
    >
      <ChoiceGroup
        legend={t('desk.shown')}
        legendHidden
        inline
        value={shown}
        onChange={onShow}
        choices={[
          { value: 'open', label: t('desk.shown.open') },
          { value: 'resolved', label: t('desk.shown.resolved') },
        ]}
      />
      {result !== null &&
        (result.kind === 'retried' ? <Retried result={result} /> : <FailureNotice failure={result} />)}
      {desk.pendingViewCount > 0 && (
        <Notice tone="warn" data-testid="desk-pending-views">
          {t('desk.pendingViews', { count: desk.pendingViewCount })}
        </Notice>
      )}
      {rows.length === 0 && (
        <EmptyState icon={<GoodIcon aria-hidden />} title={t(`desk.empty.${shown}`)}>
          {shown === 'open' && t('desk.empty.text')}
        </EmptyState>
      )}
    </Card>
  );
}

interface ListProps {
  readonly rows: readonly QuarantineRow[];
  /** Whether the endpoint has more than these. */
  readonly more: boolean;
  /** Buttons of a row. */
  readonly children: (row: QuarantineRow) => React.ReactNode;
}

function List({ rows, more, children }: ListProps) {
  const t = useMessages(deskMessages);
  return (
    <Card flush>
      <ul>
        {rows.map((row) => (
          <Row key={row.id} row={row}>
            {children(row)}
          </Row>
        ))}
      </ul>
      {more && <p className={styles.more}>{t('desk.more', { count: rows.length })}</p>}
    </Card>
  );
}

interface RowButtonsProps {
  readonly row: QuarantineRow;
  readonly busy: boolean;
  readonly onView: () => void;
  readonly onRetry: () => void;
  readonly onClose: () => void;
}

function RowButtons({ row, busy, onView, onRetry, onClose }: RowButtonsProps) {
  const t = useMessages(deskMessages);
  return (
    <>
      <Button kind="quiet" onClick={onView} data-testid="desk-view">
        {t(row.resolved === null ? 'desk.view.open' : 'desk.view')}
      </Button>
      {row.resolved === null && (
        <>
          <Button busy={busy} onClick={onRetry} data-testid="desk-retry">
            {t('desk.retry')}
          </Button>
          <Button kind="quiet" onClick={onClose} data-testid="desk-close">
            {t('desk.close')}
          </Button>
        </>
      )}
    </>
  );
}

function Retried({ result }: { readonly result: RetryResult }) {
  const t = useMessages(deskMessages);
  return (
    <Notice tone={result.kept > 0 ? 'warn' : 'good'} live="status" data-testid="desk-retried">
      {t('desk.retried', { accepted: result.accepted, kept: result.kept })}
      {result.left > 0 && ` ${t('desk.retried.left', { count: result.left })}`}
    </Notice>
  );
}

function Row({ row, children }: { readonly row: QuarantineRow; readonly children: React.ReactNode }) {
  const t = useMessages(deskMessages);
  const words = useCodeWords();
  const label = useKindLabel();
  const { resolved, submittedBy } = row;
  return (
    <ListRow
      data-testid="desk-row"
      title={[label(row.kind ?? ''), row.subject].filter(Boolean).join(' · ')}
      detail={words(row.code)}
    >
      <p className={styles.soft}>
        {t('desk.sentBy', { name: submittedBy.name ?? submittedBy.id, when: formatInstant(row.receivedAt) })}
        {row.retriedAt !== null && ` ${t('desk.retriedAt', { when: formatInstant(row.retriedAt) })}`}
      </p>
      {resolved !== null && (
        <p>
          {t(`desk.resolved.${resolved.correctedAs ? 'corrected' : resolved.outcome}`, {
            name: resolved.by.name ?? resolved.by.id,
            when: formatInstant(resolved.at),
            reason: resolved.reason ?? '',
          })}
        </p>
      )}
      <div className={styles.actions}>{children}</div>
    </ListRow>
  );
}
