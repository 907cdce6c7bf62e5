/** Hôm nay: where the work stands, what was left unfinished, and the hamlets with what is left in each. */
import { useEffect } from 'react';
import type { HamletSummary } from '../../vault/index.ts';
import { CheckIcon, GoodIcon, OfflineIcon, PlusIcon, UploadIcon, UsersIcon } from '../kit/icons.ts';
import {
  Button,
  ButtonLink,
  Card,
  Chip,
  EmptyState,
  formatInstant,
  ListRow,
  Page,
  Progress,
  Skeleton,
} from '../kit/index.ts';
import { useMessages } from '../messages/index.ts';
import { RescueOffer } from '../rescue/rescue-offer.tsx';
import { useCourierStatus, useServices, useSession, useVault } from '../services.ts';
import { Drafts } from './drafts.tsx';
import { KeepingNotices } from './keeping-notices.tsx';
import styles from './today.module.css';

/** The first screen. */
export function TodayScreen() {
  const t = useMessages();
  const session = useSession();
  const hamlets = useVault((vault) => vault.hamlets(session.period), [session.period]);
  return (
    <Page
      title={t('today.title')}
      subtitle={t('today.greeting', { name: session.officer.name, period: session.period })}
      actions={
        hamlets !== undefined && hamlets.length > 0 ? (
          <ButtonLink href="/household/new" kind="quiet" icon={<PlusIcon aria-hidden />}>
            {t('today.addHousehold')}
          </ButtonLink>
        ) : undefined
      }
    >
      <KeepingNotices />
      <SyncLine />
      <RescueOffer />
      <Drafts />
      {hamlets === undefined ? <Skeleton rows={6} /> : hamlets.length === 0 ? <NoRoster /> : <Hamlets rows={hamlets} />}
    </Page>
  );
}

/** The state of what is on the phone, in one line that leads to Đồng bộ. */
function SyncLine() {
  const t = useMessages();
  const status = useCourierStatus();
  const health = useVault((vault) => vault.health(), []);
  const pending = health?.pendingCount ?? 0;
  const detail =
    status.lastSuccessAt === null
      ? t('today.sync.never')
      : t('today.sync.last', { at: formatInstant(status.lastSuccessAt) });
  const offline = status.lastOutcome?.kind === 'offline';
  return (
    <Card flush>
      <ul aria-live="polite">
        <ListRow
          href="/sync"
          data-testid={status.running ? 'sync-running' : 'sync-idle'}
          icon={
            pending === 0 ? (
              <GoodIcon aria-hidden className={styles.good} />
            ) : offline ? (
              <OfflineIcon aria-hidden className={styles.warn} />
            ) : (
              <UploadIcon aria-hidden className={styles.warn} />
            )
          }
          title={
            status.running
              ? t('today.sync.running')
              : pending === 0
                ? t('today.sync.none')
                : t('today.sync.waiting', { count: pending })
          }
          detail={detail}
        />
        <ListRow href="/ready" data-testid="ready" icon={<CheckIcon aria-hidden />} title={t('today.ready')} />
      </ul>
    </Card>
  );
}

/** Before the first download: its progress, or the offer to start it. */
function NoRoster() {
  const t = useMessages();
  const { courier } = useServices();
  const status = useCourierStatus();
  if (status.running) {
    return (
      <Card>
        <div role="status">
          <Progress label={t('today.downloading')} />
        </div>
        <p>{t('today.downloading.note')}</p>
      </Card>
    );
  }
  return (
    <EmptyState
      icon={<UsersIcon aria-hidden />}
      title={t('today.empty.title')}
      action={
        <Button kind="primary" onClick={() => void courier.sync()} data-testid="download">
          {t('today.empty.action')}
        </Button>
      }
    >
      {t('today.empty.text')}
    </EmptyState>
  );
}

function Hamlets({ rows }: { readonly rows: readonly HamletSummary[] }) {
  const t = useMessages();
  // `npm run measure` reads it: the list is there and answers to a tap.
  useEffect(() => void performance.mark('today-usable'), []);
  const session = useSession();
  const status = useCourierStatus();
  const scopes = [...new Set(rows.map(({ scope }) => scope))];
  const evaluated = rows.reduce((sum, row) => sum + row.evaluated, 0);
  const citizens = rows.reduce((sum, row) => sum + row.citizens, 0);
  return (
    <>
      <Card>
        {status.running && status.lastSuccessAt === null && <Progress label={t('today.downloading')} />}
        <Progress label={t('today.progress')} value={evaluated} max={citizens} figure={`${evaluated}/${citizens}`} />
      </Card>
      {scopes.map((scope) => (
        <Card
          key={scope}
          flush
          title={
            scopes.length > 1
              ? (session.communes.find(({ code }) => code === scope)?.name ?? scope)
              : t('today.hamlets')
          }
        >
          <ul>
            {rows
              .filter((row) => row.scope === scope)
              .map((row) => (
                <HamletRow key={row.hamlet} row={row} />
              ))}
          </ul>
        </Card>
      ))}
    </>
  );
}

function HamletRow({ row }: { readonly row: HamletSummary }) {
  const t = useMessages();
  const left = row.citizens - row.evaluated;
  return (
    <ListRow
      href={`/hamlet/${row.scope}/${encodeURIComponent(row.hamlet)}`}
      data-testid="hamlet"
      title={row.hamlet}
      detail={t('today.hamlet.count', {
        households: row.households,
        evaluated: row.evaluated,
        citizens: row.citizens,
      })}
      end={
        row.citizens === 0 ? undefined : left > 0 ? (
          <Chip tone="info">{t('today.left', { count: left })}</Chip>
        ) : (
          <Chip tone="good" icon={<CheckIcon aria-hidden />}>
            {t('today.done')}
          </Chip>
        )
      }
    />
  );
}
