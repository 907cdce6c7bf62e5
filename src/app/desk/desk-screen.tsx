/** Bàn giám sát: what the commune's endpoint could not accept, and the phones whose work has not come. */

import { useState } from 'react';
import { may, scopesFor } from '../../programme/index.ts';
import { OfflineIcon } from '../../ui/icons.ts';
import { Button, EmptyState, Field, Notice, Page, Select, Skeleton } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import { useServices, useSession } from '../services.ts';
import { useOnline } from '../use-online.ts';
import type { Shown } from './desk-api.ts';
import { FailureNotice } from './failure-notice.tsx';
import { deskMessages } from './messages.ts';
import { Phones } from './phones.tsx';
import { Quarantine } from './quarantine.tsx';
import { Records } from './records.tsx';
import { useDesk } from './use-desk.ts';

/** The desk. It stands inside of a session. */
export default function DeskScreen() {
  const t = useMessages(deskMessages);
  const { posts } = useSession();
  const online = useOnline();
  return (
    <Page title={t('desk.title')} subtitle={t('desk.subtitle')} back="/settings">
      {scopesFor(posts, 'decide').length === 0 ? (
        <EmptyState title={t('desk.notAllowed.title')}>{t('desk.notAllowed')}</EmptyState>
      ) : online ? (
        <Desk />
      ) : (
        <EmptyState icon={<OfflineIcon aria-hidden />} title={t('desk.offline.title')}>
          {t('desk.offline')}
        </EmptyState>
      )}
    </Page>
  );
}

function Desk() {
  const t = useMessages(deskMessages);
  const { clock } = useServices();
  const { token, posts, communes: all } = useSession();
  const communes = all.filter(({ scope }) => may(posts, 'decide', scope));
  const [scope, setScope] = useState(communes[0]?.scope ?? '');
  const [shown, setShown] = useState<Shown>('open');
  const desk = useDesk(token, scope, shown);
  const late = desk.phones?.filter(({ overdue }) => overdue).length ?? 0;
  return (
    <>
      {communes.length > 1 && (
        <Field label={t('desk.commune')}>
          <Select value={scope} onChange={(event) => setScope(event.target.value)} data-testid="desk-commune">
            {communes.map((commune) => (
              <option key={commune.scope} value={commune.scope}>
                {commune.name} ({commune.province})
              </option>
            ))}
          </Select>
        </Field>
      )}
      {desk.failure !== null && (
        <>
          <FailureNotice failure={desk.failure} />
          <Button onClick={() => void desk.reload()}>{t('desk.again')}</Button>
        </>
      )}
      {late > 0 && (
        <Notice tone="warn" title={t('desk.overdue.title', { count: late })} data-testid="desk-overdue">
          {t('desk.overdue.text')}
        </Notice>
      )}
      {desk.rows === null || desk.phones === null ? (
        desk.failure === null && <Skeleton rows={5} />
      ) : (
        <>
          <Quarantine desk={desk} rows={desk.rows} scope={scope} shown={shown} onShow={setShown} />
          <Phones phones={desk.phones} nowMs={clock.millis()} />
          <Records scope={scope} />
        </>
      )}
    </>
  );
}
