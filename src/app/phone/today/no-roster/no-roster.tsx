/** Today before there is a household: the first download, a commune that begins from nothing, or an endpoint without a commune. */

import { mayAnywhere } from '../../../../programme/index.ts';
import { PlusIcon, UsersIcon } from '../../../../ui/icons.ts';
import { Button, ButtonLink, Card, EmptyState, ProgressBar } from '../../../../ui/index.ts';
import { useMessages } from '../../../../ui/use-messages.ts';
import { useServices, useSession, useSyncStatus } from '../../../services.ts';
import { noRosterMessages } from './messages.ts';

export default function NoRoster() {
  const t = useMessages(noRosterMessages);
  const { syncClient } = useServices();
  const status = useSyncStatus();
  const { posts, communes } = useSession();
  if (communes.length === 0 && mayAnywhere(posts, 'manage-communes')) return <NoCommune />;
  if (status.running && status.lastSuccessAt === null) {
    return (
      <Card>
        <div role="status">
          <ProgressBar label={t('noRoster.downloading')} />
        </div>
        <p>{t('noRoster.downloading.note')}</p>
      </Card>
    );
  }
  const hasSynced = status.lastSuccessAt !== null;
  return (
    <EmptyState
      icon={<UsersIcon aria-hidden />}
      title={t(hasSynced ? 'noRoster.none.title' : 'noRoster.title')}
      action={
        <>
          {mayAnywhere(posts, 'collect') && (
            <ButtonLink
              href="/household/new"
              kind={hasSynced ? 'primary' : 'secondary'}
              icon={<PlusIcon aria-hidden />}
              data-testid="add-household"
            >
              {t('noRoster.add')}
            </ButtonLink>
          )}
          {mayAnywhere(posts, 'import-roster') && <ButtonLink href="/import">{t('noRoster.import')}</ButtonLink>}
          <Button
            kind={hasSynced ? 'secondary' : 'primary'}
            busy={status.running}
            onClick={() => void syncClient.sync()}
            data-testid="download"
          >
            {t('noRoster.download')}
          </Button>
        </>
      }
    >
      {t(hasSynced ? 'noRoster.none.text' : 'noRoster.text')}
    </EmptyState>
  );
}

/** The first screen of the first administrator. */
function NoCommune() {
  const t = useMessages(noRosterMessages);
  return (
    <EmptyState
      icon={<UsersIcon aria-hidden />}
      title={t('noRoster.noCommune.title')}
      action={
        <ButtonLink href="/admin/communes" kind="primary" data-testid="to-communes">
          {t('noRoster.noCommune.action')}
        </ButtonLink>
      }
    >
      <span>{t('noRoster.noCommune.text')}</span>
      {location.protocol !== 'https:' && <strong> {t('noRoster.noCommune.https')}</strong>}
    </EmptyState>
  );
}
