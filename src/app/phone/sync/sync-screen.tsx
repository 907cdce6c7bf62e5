/** Đồng bộ: what is on the phone, what the commune has, one button, and what went wrong as a sentence. */

import { useState } from 'react';
import { titledBy, titleOf } from '../../../programme/index.ts';
import { estimateWaiting, relayedBundles, type SyncOutcome } from '../../../sync/index.ts';
import { DownloadIcon, RefreshIcon, UploadIcon } from '../../../ui/icons.ts';
import {
  Button,
  ButtonLink,
  Card,
  EmptyState,
  formatInstant,
  ListRow,
  Notice,
  Page,
  Skeleton,
} from '../../../ui/index.ts';
import { type MessageKey, useMessages, useRuntimeMessages } from '../../../ui/use-messages.ts';
import type { OutboxItem, OutboxShown, SyncState, Vault } from '../../../vault/index.ts';
import { useKindLabel } from '../../kind-label.ts';
import { useServices, useSyncStatus, useVault } from '../../services.ts';
import { asksForCode } from '../../session/asks-for-code.ts';
import { heldForOthers } from '../../session/held-for-others.ts';
import { sessionMessages } from '../../session/messages.ts';
import { RescueOffer } from '../rescue/rescue-offer.tsx';
import { FreeRoom } from '../storage/free-room.tsx';
import { syncMessages } from './messages.ts';
import styles from './sync.module.css';
import { SyncChip } from './sync-chip.tsx';

/** Of each list; more would be scrolled by nobody. */
const SHOWN_MAX = 50;
/** While a round runs the outbox changes many times a second: often enough to watch, seldom enough for a cheap phone. */
const PAUSE_MS = 400;
const ESTIMATE_PAUSE_MS = 3_000;

export default function SyncScreen() {
  const t = useMessages(sessionMessages, syncMessages);
  const { syncClient } = useServices();
  const { running, lastOutcome, lastSuccessAt, stuckMinutes } = useSyncStatus();
  const outbox = useVault(readOutbox, [], { pauseMs: PAUSE_MS });
  const health = useVault((vault) => vault.health(), []);
  const estimate = useVault(estimateWaiting, [], { pauseMs: ESTIMATE_PAUSE_MS });
  const held = useVault(async (vault) => heldForOthers(await relayedBundles(vault)), []);
  const [asked, setAsked] = useState(false);
  const count = (...kinds: SyncState['kind'][]) => kinds.reduce((sum, kind) => sum + (outbox?.counts[kind] ?? 0), 0);
  const pending = count('on-phone');
  const photos = count('sent-photos-waiting');
  const attention = count('needs-attention');

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
      <div className={styles.figures}>
        <Figure label={t('sync.pending')} value={outbox === undefined ? null : pending} testId="pending-count" />
        <Figure label={t('sync.received')} value={outbox === undefined ? null : count('received')} />
        {photos > 0 && <Figure label={t('sync.photos')} value={photos} />}
        {attention > 0 && <Figure label={t('sync.attention')} value={attention} />}
      </div>
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
      {estimate != null && (
        <p className={styles.soft} data-testid="estimate">
          {t('sync.estimate', {
            size: sizeText(estimate.bytes),
            time:
              estimate.secondsOn2G < 90
                ? t('sync.seconds', { count: estimate.secondsOn2G })
                : t('sync.minutes', { count: Math.ceil(estimate.secondsOn2G / 60) }),
          })}
        </p>
      )}
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
        <Notice tone="info" data-testid="held-for-others">
          {t('persons.held', { ...held })}
        </Notice>
      )}
      <ButtonLink href="/rescue" icon={<DownloadIcon aria-hidden />} data-testid="to-rescue">
        {t('sync.rescue')}
      </ButtonLink>
      {lastOutcome !== null && !running && (asked || lastOutcome.kind !== 'done') && <Outcome outcome={lastOutcome} />}
      {outbox === undefined ? (
        <Skeleton rows={4} />
      ) : outbox.items.length === 0 ? (
        <EmptyState icon={<UploadIcon aria-hidden />} title={t('sync.empty.title')}>
          {t('sync.empty.text')}
        </EmptyState>
      ) : (
        LISTS.map(({ title, kinds }) => (
          <Items
            key={title}
            title={t(title)}
            items={outbox.items.filter(({ state }) => kinds.includes(state.kind))}
            count={count(...kinds)}
            names={outbox.names}
          />
        ))
      )}
    </Page>
  );
}

/** What is shown, and the names of the people it is about. */
async function readOutbox(vault: Vault): Promise<OutboxShown & { readonly names: ReadonlyMap<string, string> }> {
  const [shown, roster] = await Promise.all([vault.outboxShown(SHOWN_MAX), vault.roster()]);
  const wanted = new Set(shown.items.map(({ revision: { kind, payload } }) => titledBy(kind, payload)));
  return { ...shown, names: new Map(roster.flatMap(({ id, name }) => (wanted.has(id) ? [[id, name]] : []))) };
}

/** As data packages are sold: kB and MB of a thousand, one decimal only where it says something. */
function sizeText(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1).replace('.', ',')} MB`;
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

function Outcome({ outcome }: { readonly outcome: SyncOutcome }) {
  const t = useMessages(syncMessages);
  const sentence = useRuntimeMessages(syncMessages);
  const toSettings = asksForCode(outcome) ? (
    <ButtonLink href="/settings">{t('sync.openSettings')}</ButtonLink>
  ) : undefined;
  switch (outcome.kind) {
    case 'done':
      return (
        <>
          <Notice tone="good" live="status">
            {outcome.pushed + outcome.pulled === 0
              ? t('sync.outcome.doneNothing')
              : t('sync.outcome.done', { pushed: outcome.pushed, pulled: outcome.pulled })}{' '}
            {t('sync.bytes', { sent: sizeText(outcome.bytesSent), received: sizeText(outcome.bytesReceived) })}
          </Notice>
          {outcome.attention > 0 && (
            <Notice tone="warn">{t('sync.outcome.attention', { count: outcome.attention })}</Notice>
          )}
          {outcome.relayed !== undefined && (
            <Notice tone="good">{t('sync.outcome.relayed', { count: outcome.relayed })}</Notice>
          )}
        </>
      );
    case 'error': {
      const known = sentence(`sync.error.${outcome.code}`);
      return (
        <Notice tone="bad" live="alert" title={t('sync.outcome.error.title')} action={toSettings}>
          <p>{known.startsWith('sync.error.') ? t('sync.error.other', { code: outcome.code }) : known}</p>
          {outcome.code === 'quota' && <FreeRoom />}
        </Notice>
      );
    }
    default:
      return (
        <Notice tone="warn" live="status" title={t(`sync.outcome.${outcome.kind}.title`)} action={toSettings}>
          {t(`sync.outcome.${outcome.kind}`)}
        </Notice>
      );
  }
}

const LISTS: readonly {
  readonly title: MessageKey<typeof syncMessages>;
  readonly kinds: readonly SyncState['kind'][];
}[] = [
  { title: 'sync.list.attention', kinds: ['needs-attention'] },
  { title: 'sync.list.pending', kinds: ['on-phone', 'sent-photos-waiting'] },
  { title: 'sync.list.received', kinds: ['received'] },
];

interface ItemsProps {
  readonly title: string;
  /** Newest first. */
  readonly items: readonly OutboxItem[];
  /** Of all there are. */
  readonly count: number;
  readonly names: ReadonlyMap<string, string>;
}

function Items({ title, items, count, names }: ItemsProps) {
  const t = useMessages(syncMessages);
  const sentence = useRuntimeMessages(syncMessages);
  const label = useKindLabel();
  if (items.length === 0) return null;
  const reason = (code: string) => {
    const known = sentence(`sync.code.${code}`);
    return known.startsWith('sync.code.') ? t('sync.code.other', { code }) : known;
  };
  const about = ({ revision: { kind, payload } }: OutboxItem) => {
    return titleOf(kind, payload) || (names.get(titledBy(kind, payload)) ?? '');
  };
  return (
    <Card flush title={title}>
      <ul>
        {items.map((item) => {
          const { revision, state } = item;
          const detail =
            state.kind === 'received'
              ? t(state.corrected ? 'sync.corrected' : 'sync.at', { when: formatInstant(state.at) })
              : state.kind === 'needs-attention'
                ? reason(state.code)
                : t('sync.since', { when: formatInstant(revision.deviceTime) });
          return (
            <ListRow
              key={revision.revId}
              data-testid="outbox-item"
              title={[label(revision.kind), about(item)].filter(Boolean).join(' · ')}
              detail={detail}
              end={<SyncChip state={state} />}
            />
          );
        })}
      </ul>
      {count > items.length && <p className={styles.more}>{t('sync.more', { count: count - items.length })}</p>}
    </Card>
  );
}
