/** Cài đặt: who is signed in, how the app looks, how safely the phone keeps, leaving. */
import { useEffect, useState } from 'react';
import type { Health } from '../../../vault/index.ts';
import { FreeRoom } from '../../full/free-room.tsx';
import { askToPersist, useInstall } from '../../install.ts';
import { DownloadIcon, FormIcon, SignOutIcon, UploadIcon } from '../../kit/icons.ts';
import { Button, ButtonLink, Card, ChoiceGroup, Dialog, formatInstant, Notice, Page } from '../../kit/index.ts';
import { useMessages } from '../../messages/index.ts';
import { THEMES, usePreferences } from '../../preferences.ts';
import { atRisk } from '../../rescue/offer.ts';
import { useServices, useSession, useVault } from '../../services.ts';
import { Facts } from './facts.tsx';
import styles from './settings.module.css';

/** The settings. */
export default function SettingsScreen() {
  const t = useMessages();
  const session = useSession();
  const { vault } = useServices();
  const { language, theme, setLanguage, setTheme } = usePreferences();
  return (
    <Page title={t('settings.title')} columns>
      <Card title={t('settings.officer')}>
        <Facts
          rows={[
            [t(`settings.role.${session.officer.role}`), session.officer.name],
            [t('settings.communes'), session.communes.map(({ name, province }) => `${name} (${province})`).join(', ')],
            [t('settings.period'), session.period],
          ]}
        />
        {session.officer.role !== 'officer' && (
          <>
            <ButtonLink href="/desk" icon={<FormIcon aria-hidden />} data-testid="open-desk">
              {t('desk.title')}
            </ButtonLink>
            <ButtonLink href="/import" icon={<UploadIcon aria-hidden />}>
              {t('import.title')}
            </ButtonLink>
          </>
        )}
        <SignOut />
      </Card>
      <Card>
        <ChoiceGroup
          legend={t('settings.language')}
          inline
          value={language}
          onChange={setLanguage}
          choices={[
            { value: 'vi', label: <span lang="vi">{t('settings.language.vi')}</span> },
            { value: 'en', label: <span lang="en">{t('settings.language.en')}</span> },
          ]}
        />
        <ChoiceGroup
          legend={t('settings.theme')}
          inline
          value={theme}
          onChange={setTheme}
          choices={THEMES.map((value) => ({ value, label: t(`settings.theme.${value}`) }))}
        />
      </Card>
      <Storage />
      <Card title={t('settings.about')}>
        <Install />
        <Facts
          rows={[
            [t('settings.version'), __APP_VERSION__],
            [t('settings.device'), <code key="device">{vault.deviceId}</code>],
          ]}
        />
      </Card>
    </Page>
  );
}

/** What the browser promised about eviction: `undefined` while asking. */
function Storage() {
  const t = useMessages();
  const health = useVault((vault) => vault.health(), []);
  const [persisted, setPersisted] = useState<boolean | null | undefined>();
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    void (navigator.storage?.persisted?.() ?? Promise.resolve(null)).then(setPersisted);
  }, []);
  const ask = async () => {
    const answer = await askToPersist();
    setPersisted(answer);
    setRefused(answer === false);
  };
  return (
    <Card title={t('settings.storage')} data-testid="storage">
      {persisted === true && <Notice tone="good">{t('settings.persisted.yes')}</Notice>}
      {persisted === null && <Notice tone="warn">{t('settings.persisted.unknown')}</Notice>}
      {persisted === false && (
        <Notice
          tone="warn"
          live="status"
          action={<Button onClick={() => void ask()}>{t('settings.persisted.ask')}</Button>}
        >
          {t(refused ? 'settings.persisted.refused' : 'settings.persisted.no')}
        </Notice>
      )}
      {health?.journal === 'memory' && (
        <Notice tone="bad" live="alert">
          {t('keeping.memory')}
        </Notice>
      )}
      {persisted === undefined && <Notice tone="info">{t('kit.loading')}</Notice>}
      <Facts
        rows={[
          [t('settings.pending'), health?.unreceivedCount ?? '…'],
          [
            t('settings.journal'),
            health === undefined
              ? '…'
              : `${t(`settings.journal.${health.journal}`)} · ${t('settings.journal.size', {
                  kilobytes: Math.ceil(health.journalBytes / 1024),
                })}`,
          ],
          [t('settings.opened'), health === undefined ? '…' : t(openedWords(health))],
        ]}
      />
      <Room full={health?.full ?? false} />
    </Card>
  );
}

function openedWords({ opened, journal }: Health) {
  // A second copy in memory is new at every start: nothing was cut from it.
  if (opened === 'tail-cut' && journal === 'memory') return 'settings.opened.clean' as const;
  return opened === 'behind' || opened === 'cloned'
    ? (`keeping.${opened}.title` as const)
    : (`settings.opened.${opened}` as const);
}

/** Only what the commune has may go, and only by a tap. */
function Room({ full }: { readonly full: boolean }) {
  const t = useMessages();
  if (!full) return <FreeRoom say="none" />;
  return (
    <Notice tone="bad" title={t('keeping.full.title')}>
      <p>{t('keeping.full')}</p>
      <FreeRoom />
    </Notice>
  );
}

function Install() {
  const t = useMessages();
  const install = useInstall();
  if (matchMedia('(display-mode: standalone)').matches) return <Notice tone="good">{t('settings.installed')}</Notice>;
  if (install === null) return <p className={styles.soft}>{t('settings.install.manual')}</p>;
  return (
    <>
      <p className={styles.soft}>{t('settings.install.text')}</p>
      <Button kind="primary" icon={<DownloadIcon aria-hidden />} onClick={install}>
        {t('settings.install')}
      </Button>
    </>
  );
}

/** Refused while work waits that is in no rescue file: signing out must never cost anybody's work. */
function SignOut() {
  const t = useMessages();
  const { vault } = useServices();
  const standing = useVault((keeping) => keeping.rescueStanding(), []);
  const drafts = useVault(async (keeping) => (await keeping.drafts()).length, []);
  const [asking, setAsking] = useState(false);
  if (standing === undefined || drafts === undefined) return null;
  if (atRisk(standing) > 0) {
    return (
      <Notice
        tone="info"
        data-testid="sign-out-refused"
        action={
          <ButtonLink href="/rescue" icon={<DownloadIcon aria-hidden />} data-testid="open-rescue">
            {t('rescue.open')}
          </ButtonLink>
        }
      >
        {t('settings.signOut.waiting', { count: atRisk(standing) })}
      </Notice>
    );
  }
  if (drafts > 0) return <Notice tone="info">{t('settings.signOut.drafts', { count: drafts })}</Notice>;
  const waiting = standing.unreceived + standing.photosWaiting;
  return (
    <>
      <Button kind="danger" icon={<SignOutIcon aria-hidden />} onClick={() => setAsking(true)} data-testid="sign-out">
        {t('settings.signOut')}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('settings.signOut.title')}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>{t('settings.signOut.cancel')}</Button>
            <Button kind="danger" onClick={() => void vault.setSession(null)} data-testid="sign-out-yes">
              {t('settings.signOut')}
            </Button>
          </>
        }
      >
        <p>{t('settings.signOut.text')}</p>
        {waiting > 0 && (
          <p>{t('settings.signOut.exported', { count: waiting, when: formatInstant(standing.exportedAt ?? '') })}</p>
        )}
      </Dialog>
    </>
  );
}
