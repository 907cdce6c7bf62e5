/** Cài đặt: who is signed in, how the app looks, how safely the phone keeps, leaving. */

import { useEffect, useState } from 'react';
import { highestRole, mayAnywhere } from '../../../programme/index.ts';
import { storageUsed } from '../../../sync/index.ts';
import { DownloadIcon, FormIcon, SignOutIcon, UsersIcon } from '../../../ui/icons.ts';
import { Button, ButtonLink, Card, ChoiceGroup, Notice, Page } from '../../../ui/index.ts';
import { uiMessages } from '../../../ui/messages.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { Health } from '../../../vault/index.ts';
import { askToPersist, useInstall } from '../../install.ts';
import { appMessages } from '../../messages.ts';
import { THEMES, usePreferences } from '../../preferences.ts';
import { useServices, useSession, useSyncStatus, useVault } from '../../services.ts';
import { asksForCode } from '../../session/asks-for-code.ts';
import { Contacts, useContacts } from '../../session/contacts.tsx';
import { sessionMessages } from '../../session/messages.ts';
import { PersonsCard } from '../../session/persons-card.tsx';
import { RenewCode } from '../../session/renew-code.tsx';
import { usePersons } from '../../session/take-turns.ts';
import { FreeRoom } from '../storage/free-room.tsx';
import { keepingMessages } from '../today/keeping/messages.ts';
import { Facts } from './facts.tsx';
import { settingsMessages } from './messages.ts';
import styles from './settings.module.css';

/** The settings. */
export default function SettingsScreen() {
  const t = useMessages(settingsMessages);
  const session = useSession();
  const { vault } = useServices();
  const { lastOutcome } = useSyncStatus();
  const hasContacts = useContacts().length > 0;
  const periods = useVault((known) => known.periods(), []);
  const { language, theme, setLanguage, setTheme } = usePreferences();
  return (
    <Page title={t('settings.title')} columns>
      {asksForCode(lastOutcome) && <RenewCode />}
      <Card title={t('settings.officer')}>
        <Facts
          rows={[
            [t(`settings.role.${highestRole(session.posts)}`), session.officer.name],
            [
              t('settings.communes'),
              session.communes.map(({ name, province }) => `${name} (${province})`).join(', ') ||
                t('settings.noCommune'),
            ],
            [t('settings.period'), [...new Set(periods?.size ? periods.values() : [session.period])].join(', ')],
            ...(hasContacts ? [[t('settings.ask'), <Contacts key="contacts" />] as const] : []),
          ]}
        />
        {mayAnywhere(session.posts, 'decide') && (
          <ButtonLink href="/desk" icon={<FormIcon aria-hidden />} data-testid="open-desk">
            {t('settings.desk')}
          </ButtonLink>
        )}
        {mayAnywhere(session.posts, 'enrol-devices') && (
          <ButtonLink href="/admin" icon={<UsersIcon aria-hidden />} data-testid="open-admin">
            {t('settings.admin')}
          </ButtonLink>
        )}
        <ButtonLink href="/sign-out" icon={<SignOutIcon aria-hidden />} data-testid="sign-out">
          {t('settings.signOut')}
        </ButtonLink>
      </Card>
      <PersonsCard />
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

/** What is stored on the phone, and what the browser promised about evicting it. */
function Storage() {
  const t = useMessages(keepingMessages, sessionMessages, settingsMessages, uiMessages);
  const health = useVault((vault) => vault.health(), []);
  const [persisted, setPersisted] = useState<boolean | null | undefined>();
  const [denied, setDenied] = useState(false);
  const [used, setUsed] = useState<number | null>(null);
  const persons = usePersons();
  useEffect(() => {
    void storageUsed().then(setUsed);
    void (navigator.storage?.persisted?.() ?? Promise.resolve(null)).then(setPersisted);
  }, []);
  const ask = async () => {
    const answer = await askToPersist();
    setPersisted(answer);
    setDenied(answer === false);
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
          {t(denied ? 'settings.persisted.denied' : 'settings.persisted.no')}
        </Notice>
      )}
      {health?.journal === 'memory' && (
        <Notice tone="bad" live="alert">
          {t('keeping.memory')}
        </Notice>
      )}
      {persisted === undefined && <Notice tone="info">{t('ui.loading')}</Notice>}
      <Facts
        rows={[
          [t('settings.pending'), health?.unreceivedCount ?? '…'],
          ...(used === null || persons === undefined
            ? []
            : ([
                [
                  t('persons.storage'),
                  t('persons.storage.used', { megabytes: Math.ceil(used / 1_000_000), count: persons.length }),
                ],
              ] as const)),
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

/** Offers to free room: only what the commune has may go, and only by a tap. */
function Room({ full }: { readonly full: boolean }) {
  const t = useMessages(appMessages, keepingMessages);
  if (!full) return <FreeRoom say="none" />;
  return (
    <Notice tone="bad" title={t('keeping.full.title')}>
      <p>{t('keeping.full')}</p>
      <FreeRoom />
    </Notice>
  );
}

function Install() {
  const t = useMessages(settingsMessages);
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
