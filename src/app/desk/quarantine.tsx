/** Hàng chờ xem lại: each record with its reason; judge again one or all; close with a reason. */

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
import { deskMessages } from './messages.ts';
import { RecordDialog } from './record-dialog.tsx';
import { RefusedNotice } from './refused-notice.tsx';
import type { Desk, Refused } from './use-desk.ts';

interface QuarantineProps {
  readonly desk: Desk;
  readonly rows: readonly QuarantineRow[];
  readonly scope: string;
  readonly shown: Shown;
  readonly onShow: (shown: Shown) => void;
}
type Said = { readonly kind: 'retried'; readonly accepted: number; readonly kept: number; readonly left: number };

export function Quarantine({ desk, rows, scope, shown, onShow }: QuarantineProps) {
  const t = useMessages(deskMessages);
  const [busy, setBusy] = useState<string | null>(null);
  const [said, setSaid] = useState<Said | Refused | null>(null);
  const [viewed, setViewed] = useState<QuarantineRow | null>(null);
  const [closing, setClosing] = useState<QuarantineRow | null>(null);

  const retry = async (ids?: readonly string[]) => {
    setBusy(ids?.[0] ?? 'all');
    const answer = await desk.api.retry(scope, ids);
    if (answer.kind === 'ok') {
      const { results, left } = answer.value;
      const accepted = results.filter(({ outcome }) => outcome === 'accepted').length;
      setSaid({ kind: 'retried', accepted, kept: results.length - accepted, left: ids === undefined ? left : 0 });
      await desk.reload();
    } else setSaid(answer);
    setBusy(null);
  };

  return (
    <>
      <Card
        title={t('desk.quarantine')}
        aside={
          shown === 'open' &&
          rows.length > 1 && (
            <Button
              busy={busy === 'all'}
              icon={<RefreshIcon aria-hidden />}
              onClick={() => void retry()}
              data-testid="desk-retry-all"
            >
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
        {said !== null && (said.kind === 'retried' ? <Retried said={said} /> : <RefusedNotice refused={said} />)}
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
      {rows.length > 0 && (
        <Card flush>
          <ul>
            {rows.map((row) => (
              <Row key={row.id} row={row}>
                <Button kind="quiet" onClick={() => setViewed(row)} data-testid="desk-view">
                  {t(row.resolved === null ? 'desk.view.open' : 'desk.view')}
                </Button>
                {row.resolved === null && (
                  <>
                    <Button busy={busy === row.id} onClick={() => void retry([row.id])} data-testid="desk-retry">
                      {t('desk.retry')}
                    </Button>
                    <Button kind="quiet" onClick={() => setClosing(row)} data-testid="desk-close">
                      {t('desk.close')}
                    </Button>
                  </>
                )}
              </Row>
            ))}
          </ul>
          {desk.more && <p className={styles.more}>{t('desk.more', { count: rows.length })}</p>}
        </Card>
      )}
      <RecordDialog
        scope={scope}
        row={viewed}
        onClose={() => setViewed(null)}
        onCorrected={() => {
          setViewed(null);
          setSaid({ kind: 'retried', accepted: 1, kept: 0, left: 0 });
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
          setSaid(null);
          void desk.reload();
        }}
      />
    </>
  );
}

function Retried({ said }: { readonly said: Said }) {
  const t = useMessages(deskMessages);
  return (
    <Notice tone={said.kept > 0 ? 'warn' : 'good'} live="status" data-testid="desk-retried">
      {t('desk.retried', { accepted: said.accepted, kept: said.kept })}
      {said.left > 0 && ` ${t('desk.retried.left', { count: said.left })}`}
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
