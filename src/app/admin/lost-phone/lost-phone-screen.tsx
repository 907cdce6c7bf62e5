/** Mất máy: one page for a lost phone. What to do, by when, what was on it, what had arrived, what is to be done again. */

import { useCallback } from 'react';
import { useParams } from 'wouter';
import type { LostPhone } from '../../../protocol/index.ts';
import { Button, formatInstant, Skeleton } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useServices } from '../../services.ts';
import { useAdminApi } from '../admin-api.ts';
import { adminMessages } from '../messages.ts';
import { RefusalNotice } from '../refusal-notice.tsx';
import { type ChosenCommune, SectionPage } from '../section-page.tsx';
import { SECTIONS } from '../sections.ts';
import { useAnswer } from '../use-answer.ts';
import { ArrivedCard } from './arrived-card.tsx';
import styles from './lost-phone.module.css';
import { lostMessages } from './messages.ts';
import { NoticeCard } from './notice-card.tsx';
import { OnPhoneCard } from './on-phone-card.tsx';
import { RedoCard } from './redo-card.tsx';
import { RevokeCard } from './revoke-card.tsx';

export default function LostPhoneScreen() {
  const t = useMessages(lostMessages);
  const { device = '' } = useParams<{ device: string }>();
  return (
    <SectionPage section={SECTIONS.codes} title={t('lost.title')} back={SECTIONS.codes.href}>
      {(commune) => <LostPhonePage commune={commune} device={device} />}
    </SectionPage>
  );
}

interface LostPhonePageProps {
  readonly commune: ChosenCommune;
  readonly device: string;
}

function LostPhonePage({ commune: { scope, name }, device }: LostPhonePageProps) {
  const t = useMessages(lostMessages);
  const api = useAdminApi();
  const { value, refusal, reload } = useAnswer(useCallback(() => api.lostPhone(scope, device), [api, scope, device]));
  if (value === null)
    return refusal === null ? <Skeleton rows={6} /> : <RefusalNotice refusal={refusal} onAgain={reload} />;
  return (
    <div className={styles.sheet} data-printed-page>
      <Head phone={value} commune={name} />
      <RevokeCard scope={scope} phone={value} onDone={() => void reload()} />
      <NoticeCard phone={value} />
      <OnPhoneCard phone={value} />
      <ArrivedCard phone={value} />
      <RedoCard phone={value} />
      <Button className={styles.unprinted ?? ''} onClick={() => print()} data-testid="lost-print">
        {t('lost.print')}
      </Button>
    </div>
  );
}

/** On the screen the page has its title; on paper the first line says what it is, of which commune and when. */
function Head({ phone, commune }: { readonly phone: LostPhone; readonly commune: string }) {
  const t = useMessages(lostMessages, adminMessages);
  const now = useServices().clock.now();
  const machine =
    phone.name === null
      ? t('admin.device.unnamed', { tail: phone.device.slice(-4) })
      : t('lost.machine', { name: phone.name });
  const whose = { person: phone.officer.name, machine };
  return (
    <>
      <p className={styles.whose}>{t('lost.whose', whose)}</p>
      <div className={styles.printed}>
        <h1>{t('lost.sheet', whose)}</h1>
        <p>{t('lost.sheet.made', { commune, when: formatInstant(now) })}</p>
      </div>
    </>
  );
}
