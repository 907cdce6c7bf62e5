/** Đồng bộ: what is on the phone, what the commune has, one button, and what went wrong as a sentence. */

import { useState } from 'react';
import { estimateWaiting, relayedBundles } from '../../../sync/index.ts';
import { DownloadIcon, RefreshIcon } from '../../../ui/icons.ts';
import { Button, ButtonLink, formatInstant, Notice, Page } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useServices, useSyncStatus, useVault } from '../../services.ts';
import { leftByOthers } from '../../session/left-by-others.ts';
import { sessionMessages } from '../../session/messages.ts';
import { RescueOffer } from '../rescue/rescue-offer.tsx';
import { syncMessages } from './messages.ts';
import { countIn, type NamedOutbox, readOutbox } from './named-outbox.ts';
import { OutboxLists } from './outbox-lists.tsx';
import { OutcomeNotice } from './outcome-notice.tsx';
import { sizeText } from './size-text.ts';
import styles from './sync.module.css';

/** Pause between two readings of the outbox, which changes many times a second while a round runs. */
const PAUSE_MS = 400;
const ESTIMATE_PAUSE_MS = 3_000;

export default function SyncScreen() {
  const t = useMessages(sessionMessages, syncMessages);
  const { syncClient } = useServices();
  const { running, lastOutcome, lastSuccessAt, stuckMinutes } = useSyncStatus();
  const outbox = useVault(readOutbox, [], { pauseMs: PAUSE_MS });
  const held = useVault(async (vault) => leftByOthers(await relayedBundles(vault)), []);
  const [asked, setAsked] = useState(false);
  const sync = async () => {
    setAsked(true);
    await syncClient.sync();
  };
  return (
    <Page
      title={t('sync.title')}
      subtitle={
        lastSuccessAt === null
          ? t('sync.neverSucceeded')
          : t('sync.lastSuccess', { when: formatInstant(lastSuccessAt) })
      }
    >
      <Waiting outbox={outbox} stuckMinutes={stuckMinutes} />
      <Button
        kind="primary"
        wide
        busy={running}
        icon={<RefreshIcon aria-hidden />}
        onClick={() => void sync()}
        data-testid="sync-now"
      >
        {running ? t('sync.running') : t('sync.now')}
      </Button>
      <RescueOffer />
      {held != null && (
        <Notice tone="info" data-testid="left-by-others">
          {t('persons.leftByOthers', { ...held })}
        </Notice>
      )}
      <ButtonLink href="/rescue" icon={<DownloadIcon aria-hidden />} data-testid="to-rescue">
        {t('sync.rescue')}
      </ButtonLink>
      {lastOutcome !== null && !running && (asked || lastOutcome.kind !== 'done') && (
        <OutcomeNotice outcome={lastOutcome} />
      )}
      <OutboxLists outbox={outbox} />
    </Page>
  );
}

interface OutboxProps {
  /** The own records of the phone; undefined while they are read. */
  readonly outbox: NamedOutbox | undefined;
}

/** How much the commune does not have yet, how long sending it will take, and whether anything is wrong with it. */
function Waiting({ outbox, stuckMinutes }: OutboxProps & { readonly stuckMinutes: number }) {
  const t = useMessages(syncMessages);
  const health = useVault((vault) => vault.health(), []);
  const pending = countIn(outbox, 'on-phone');
  const photos = countIn(outbox, 'sent-photos-waiting');
  return (
    <>
      <Figures outbox={outbox} />
      {pending > 0 && (
        <p className={styles.soft}>
          {health?.oldestPendingAt != null && `${t('sync.oldest', { when: formatInstant(health.oldestPendingAt) })} `}
          {t('sync.safe')}
        </p>
      )}
      {pending + photos > 0 && stuckMinutes > 0 && (
        <Notice tone="warn" live="status">
          {t('sync.stuck', { count: stuckMinutes })}
        </Notice>
      )}
      {health !== undefined && health.goneCount > 0 && (
        <Notice tone="bad">{t('sync.gone', { count: health.goneCount })}</Notice>
      )}
      {health?.durableUpTo != null && (
        <p className={styles.soft} data-testid="durable">
          {t('sync.durable', { when: formatInstant(health.durableUpTo) })}
        </p>
      )}
      <Estimate />
    </>
  );
}

function Figures({ outbox }: OutboxProps) {
  const t = useMessages(syncMessages);
  const photos = countIn(outbox, 'sent-photos-waiting');
  const attention = countIn(outbox, 'needs-attention');
  const whenRead = (count: number) => (outbox === undefined ? null : count);
  return (
    <div className={styles.figures}>
      <Figure label={t('sync.pending')} value={whenRead(countIn(outbox, 'on-phone'))} testId="pending-count" />
      <Figure label={t('sync.received')} value={whenRead(countIn(outbox, 'received'))} />
      {photos > 0 && <Figure label={t('sync.photos')} value={photos} />}
      {attention > 0 && <Figure label={t('sync.attention')} value={attention} />}
    </div>
  );
}

function Estimate() {
  const t = useMessages(syncMessages);
  const estimate = useVault(estimateWaiting, [], { pauseMs: ESTIMATE_PAUSE_MS });
  if (estimate == null) return null;
  return (
    <p className={styles.soft} data-testid="estimate">
      {t('sync.estimate', {
        size: sizeText(estimate.bytes),
        time:
          estimate.secondsOn2G < 90
            ? t('sync.seconds', { count: estimate.secondsOn2G })
            : t('sync.minutes', { count: Math.ceil(estimate.secondsOn2G / 60) }),
      })}
    </p>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: number | null;
  readonly testId?: string;
}

function Figure({ label, value, testId }: FigureProps) {
  return (
    <div className={styles.figure}>
      <strong data-testid={testId}>{value ?? '…'}</strong>
      <span>{label}</span>
    </div>
  );
}
