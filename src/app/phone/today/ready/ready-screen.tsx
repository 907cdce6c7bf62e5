/** Sẵn sàng đi hộ: one light and a sentence for each finding, before the office and its network are left behind. */

import { useCallback, useEffect, useState } from 'react';
import type { Session } from '../../../../protocol/index.ts';
import { BadIcon, GoodIcon, RefreshIcon, WarnIcon } from '../../../../ui/icons.ts';
import { Button, ButtonLink, Card, formatInstant, ListRow, Notice, Page, Skeleton } from '../../../../ui/index.ts';
import { useMessages, useRuntimeMessages } from '../../../../ui/use-messages.ts';
import type { Clock, Vault } from '../../../../vault/index.ts';
import { useServices, useSession, useSyncStatus } from '../../../services.ts';
import { askCriteria } from './ask-criteria.ts';
import { type Check, checks, DAY_MS, type Known, lightOf, ROOM_BYTES } from './checks.ts';
import { readyMessages } from './messages.ts';
import styles from './ready.module.css';

const ICONS = { good: GoodIcon, warn: WarnIcon, bad: BadIcon } as const;

export default function ReadyScreen() {
  const t = useMessages(readyMessages);
  const { vault, syncClient, clock } = useServices();
  const session = useSession();
  const { running } = useSyncStatus();
  const [found, setFound] = useState<readonly Check[] | null>(null);
  const look = useCallback(async () => {
    setFound(null);
    setFound(checks(await learn(vault, session, clock)));
  }, [vault, session, clock]);
  useEffect(() => {
    if (!running) void look();
  }, [look, running]);
  const light = found && lightOf(found);
  return (
    <Page title={t('ready.title')} subtitle={t('ready.subtitle')} back="/">
      {found === null || light === null ? (
        <>
          <p role="status">{t('ready.checking')}</p>
          <Skeleton rows={7} />
        </>
      ) : (
        <>
          <Notice tone={light} live="status" title={t(`ready.light.${light}`)} data-testid="ready-light" />
          <Card flush>
            <ul>
              {found.map((each) => (
                <Finding key={each.id} check={each} />
              ))}
            </ul>
          </Card>
        </>
      )}
      <div className={styles.buttons}>
        <Button kind="primary" wide busy={running} onClick={() => void syncClient.sync()}>
          {t('ready.sync')}
        </Button>
        <Button icon={<RefreshIcon aria-hidden />} onClick={() => void look()} data-testid="ready-again">
          {t('ready.again')}
        </Button>
        <ButtonLink href="/settings">{t('ready.settings')}</ButtonLink>
      </div>
    </Page>
  );
}

function Finding({ check: { id, light, words, params } }: { readonly check: Check }) {
  const sentence = useRuntimeMessages(readyMessages);
  const Icon = ICONS[light];
  return (
    <ListRow
      data-testid={`ready-${id}`}
      icon={<Icon aria-hidden className={styles[light]} />}
      title={sentence(`ready.${id}.${words}`, params && readable(params))}
    />
  );
}

/** @returns the parameters of a sentence, with an instant as a person reads it */
function readable(params: NonNullable<Check['params']>): NonNullable<Check['params']> {
  return typeof params.at === 'string' ? { ...params, at: formatInstant(params.at) } : params;
}

async function learn(vault: Vault, session: Session, clock: Clock): Promise<Known> {
  const [health, roster, room, persisted, criteria] = await Promise.all([
    vault.health(),
    vault.roster(),
    vault.hasRoomFor(ROOM_BYTES),
    navigator.storage?.persisted?.() ?? null,
    askCriteria(vault, clock, session),
  ]);
  const now = clock.millis();
  const daysSince = (at: string) => Math.floor((now - Date.parse(at)) / DAY_MS);
  return {
    installed: matchMedia('(display-mode: standalone)').matches,
    persisted,
    room,
    full: health.full,
    citizens: roster.length,
    syncedDaysAgo: health.lastSync === null ? null : daysSince(health.lastSync.at),
    criteria,
    now,
    skewMinutes: (health.lastSync?.skewMs ?? 0) / 60_000,
    unreceived: health.unreceivedCount,
    oldestPendingDays: health.oldestPendingAt === null ? 0 : daysSince(health.oldestPendingAt),
  };
}
