/** Hôm nay: how far the work is, what was left unfinished, and the hamlets with what is left in each. */

import { Suspense, useEffect } from 'react';
import { CheckIcon, PlusIcon } from '../../../ui/icons.ts';
import { ButtonLink, Card, Chip, ListRow, Page, ProgressBar, Skeleton } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { HamletSummary } from '../../../vault/index.ts';
import { later, WhenRested } from '../../later.tsx';
import { useSession, useSyncStatus, useVault } from '../../services.ts';
import { RescueOffer } from '../rescue/rescue-offer.tsx';
import { Drafts } from './drafts.tsx';
import { KeepingNotices } from './keeping/keeping-notices.tsx';
import { todayMessages } from './messages.ts';
import { SyncLine } from './sync-line.tsx';

const Handed = later(() => import('./handed/handed.tsx'));
const NoRoster = later(() => import('./no-roster/no-roster.tsx'));

/** The first screen. */
export function TodayScreen() {
  const t = useMessages(todayMessages);
  const session = useSession();
  const read = useVault((vault) => Promise.all([vault.hamlets(), vault.periods()]), [], {
    changes: ['records', 'session'],
    // During the first download each of a hundred pages is a change, and the sums are made from all that has come.
    pauseMs: 1000,
  });
  const [hamlets, periods] = read ?? [];
  const period = [...new Set(periods?.size ? periods.values() : [session.period])].join(', ');
  return (
    <Page
      title={t('today.title')}
      subtitle={t('today.greeting', { name: session.officer.name, period })}
      actions={
        hamlets !== undefined && hamlets.length > 0 ? (
          <ButtonLink href="/household/new" kind="quiet" data-testid="add-household" icon={<PlusIcon aria-hidden />}>
            {t('today.addHousehold')}
          </ButtonLink>
        ) : undefined
      }
    >
      <KeepingNotices />
      <Card flush>
        <ul aria-live="polite">
          <SyncLine />
          <ListRow href="/ready" data-testid="ready" icon={<CheckIcon aria-hidden />} title={t('today.ready')} />
        </ul>
      </Card>
      <RescueOffer />
      <Drafts />
      <WhenRested>
        <Handed />
      </WhenRested>
      {hamlets === undefined ? (
        <Loading />
      ) : hamlets.length === 0 ? (
        <Suspense fallback={<Skeleton rows={6} />}>
          <NoRoster />
        </Suspense>
      ) : (
        <Hamlets rows={hamlets} />
      )}
    </Page>
  );
}

/** After an update the lists may have to be made anew, which is seconds for a large commune. */
function Loading() {
  const t = useMessages(todayMessages);
  const progress = useVault(async (vault) => vault.rebuilding(), [], { changes: ['rebuilding'], quiet: true });
  if (!progress) return <Skeleton rows={6} />;
  return (
    <Card>
      <div role="status" data-testid="rebuilding">
        <ProgressBar label={t('today.rebuilding')} value={progress.done} max={progress.total} />
      </div>
    </Card>
  );
}

function Hamlets({ rows }: { readonly rows: readonly HamletSummary[] }) {
  const t = useMessages(todayMessages);
  // `npm run measure` reads it: the list is there and answers to a tap.
  useEffect(() => void performance.mark('today-usable'), []);
  const session = useSession();
  const status = useSyncStatus();
  const scopes = [...new Set(rows.map(({ scope }) => scope))];
  const evaluated = rows.reduce((sum, row) => sum + row.evaluated, 0);
  const citizens = rows.reduce((sum, row) => sum + row.citizens, 0);
  return (
    <>
      <Card>
        {status.running && status.lastSuccessAt === null && <ProgressBar label={t('today.downloading')} />}
        <ProgressBar label={t('today.progress')} value={evaluated} max={citizens} figure={`${evaluated}/${citizens}`} />
      </Card>
      {scopes.map((scope) => (
        <Card
          key={scope}
          flush
          title={
            scopes.length > 1
              ? (session.communes.find((commune) => commune.scope === scope)?.name ?? scope)
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
  const t = useMessages(todayMessages);
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
