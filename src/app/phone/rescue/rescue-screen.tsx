/** Gói cứu hộ: a copy of what is not sent, as a file or as QR codes; and what this phone relays for colleagues. */

import { DownloadIcon, QrCodeIcon, ShareIcon } from '../../../ui/icons.ts';
import { Button, ButtonLink, Card, formatInstant, Notice, Page } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useSession, useVault } from '../../services.ts';
import { rescueMessages } from './messages.ts';
import { RelayCard } from './relay-card.tsx';
import styles from './rescue.module.css';
import { type Exporting, useExport } from './use-export.ts';

export default function RescueScreen() {
  const t = useMessages(rescueMessages);
  return (
    <Page title={t('rescue.title')} subtitle={t('rescue.subtitle')} back="/sync">
      <ExportCard />
      <Card title={t('rescue.qr.title')}>
        <p className={styles.soft}>{t('rescue.qr.text')}</p>
        <div className={styles.row}>
          <ButtonLink href="/rescue/send" icon={<QrCodeIcon aria-hidden />} data-testid="qr-send">
            {t('rescue.qr.send')}
          </ButtonLink>
          <ButtonLink href="/rescue/receive" icon={<QrCodeIcon aria-hidden />} data-testid="qr-receive">
            {t('rescue.qr.receive')}
          </ButtonLink>
        </div>
      </Card>
      <RelayCard />
    </Page>
  );
}

function ExportCard() {
  const t = useMessages(rescueMessages);
  const session = useSession();
  const status = useVault((vault) => vault.rescueStatus(), []);
  const { state, start } = useExport();
  const count = (status?.unreceived ?? 0) + (status?.photosWaiting ?? 0);
  const noKey = session.communes.every(({ rescueKey }) => rescueKey === undefined);
  return (
    <Card title={t('rescue.export.title')} data-testid="rescue-export-card">
      <p className={styles.soft}>{t('rescue.export.text')}</p>
      {status !== undefined && count === 0 && <Notice tone="good">{t('rescue.export.none')}</Notice>}
      {status !== undefined && count > 0 && (
        <p>{t('rescue.export.count', { records: status.unreceived, photos: status.photosWaiting })}</p>
      )}
      {status?.exportedAt != null && (
        <p className={styles.soft}>{t('rescue.export.last', { when: formatInstant(status.exportedAt) })}</p>
      )}
      {count > 0 && (noKey || state.kind === 'no-key') && <Notice tone="warn">{t('rescue.export.noKey')}</Notice>}
      {count > 0 && !noKey && (
        <Button
          kind="primary"
          wide
          busy={state.kind === 'making'}
          icon={<DownloadIcon aria-hidden />}
          onClick={start}
          data-testid="rescue-export"
        >
          {state.kind === 'making' ? t('rescue.export.making') : t('rescue.open')}
        </Button>
      )}
      <Ended state={state} />
    </Card>
  );
}

function Ended({ state }: { readonly state: Exporting }) {
  const t = useMessages(rescueMessages);
  if (state.kind === 'failed') {
    return (
      <Notice tone="bad" live="alert" title={t('rescue.failed.title')} data-testid="rescue-failed">
        {t(`rescue.failed.${state.why}`)}
      </Notice>
    );
  }
  if (state.kind !== 'done') return null;
  const { name, records, photos, photosLeft, downloaded, share } = state;
  return (
    <>
      <Notice
        tone="good"
        live="status"
        title={t('rescue.done.title')}
        data-testid="rescue-done"
        action={
          share && (
            <Button icon={<ShareIcon aria-hidden />} onClick={share}>
              {t('rescue.done.share')}
            </Button>
          )
        }
      >
        <p>{t('rescue.done.text', { records, photos, name })}</p>
        {downloaded && <p>{t('rescue.done.downloaded')}</p>}
      </Notice>
      {photosLeft > 0 && <Notice tone="warn">{t('rescue.done.photosLeft', { count: photosLeft })}</Notice>}
    </>
  );
}
