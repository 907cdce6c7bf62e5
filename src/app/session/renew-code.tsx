/** Asks for a code again where the endpoint does not accept this sign-in any more. Everything on the phone stays. */

import { Card } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import { CodeForm } from './code-form.tsx';
import { Contacts, useContacts } from './contacts.tsx';
import { sessionMessages } from './messages.ts';
import styles from './session.module.css';
import { useEnrolHere } from './use-enrol-here.ts';

export interface RenewCodeProps {
  /** What is done after the sign-in, beside a sync. */
  readonly onDone?: () => void;
}

/** Stands beside every message that speaks of signing in. */
export function RenewCode({ onDone }: RenewCodeProps) {
  const t = useMessages(sessionMessages);
  const enrol = useEnrolHere(onDone);
  const hasContacts = useContacts().length > 0;
  return (
    <Card title={t('signIn.renew')} data-testid="renew-code">
      <p className={styles.soft}>{t('signIn.renew.text')}</p>
      {hasContacts && (
        <p data-testid="contacts">
          {t('signIn.ask')} <Contacts />
        </p>
      )}
      <CodeForm enrol={enrol} label={t('signIn.code')} />
    </Card>
  );
}
