/** The sign-in: of a person who is enrolled on this phone, by a tap and without a network; or of somebody new, by a code. */

import { type ReactNode, useEffect, useState } from 'react';
import { endTokens, type Holds, NetDown, relayedBundles } from '../../sync/index.ts';
import { Notice } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import { departuresOf, type EnrolledPerson, relayStoreToRead } from '../../vault/index.ts';
import type { Services } from '../services.ts';
import { CodeForm, type CodeOutcome } from './code-form.tsx';
import { enrolPerson } from './enrol-person.ts';
import type { PhoneServices } from './gate.ts';
import { leftByOthers } from './left-by-others.ts';
import { sessionMessages } from './messages.ts';
import { PersonRows } from './person-rows.tsx';
import { usePhone } from './phone-context.ts';
import styles from './session.module.css';
import { switchTo } from './take-turns.ts';
import { useEnrolHere } from './use-enrol-here.ts';

export interface SignInScreenProps {
  /** The persons enrolled on this phone; absent where a store is open already and only its session is missing. */
  readonly persons?: readonly EnrolledPerson[];
  readonly onOpen?: (services: Services) => void;
}

export default function SignInScreen({ persons, onOpen }: SignInScreenProps) {
  return persons === undefined || onOpen === undefined ? (
    <SignInAgain />
  ) : (
    <WhoIsIt persons={persons} onOpen={onOpen} />
  );
}

function WhoIsIt({ persons, onOpen }: Required<SignInScreenProps>) {
  const t = useMessages(sessionMessages);
  const phone = usePhone();
  useEndings(phone);
  const enrol = async (code: string): Promise<CodeOutcome> => {
    const answer = await enrolPerson(phone, code);
    if (answer.kind !== 'open') return answer;
    onOpen(answer.services);
    return { kind: 'done' };
  };
  return (
    <Frame>
      {persons.length > 0 && (
        <PersonRows
          title={t('signIn.who')}
          persons={persons}
          onChoose={(store) => void switchTo(null, store)}
          hint={t('signIn.who.hint')}
        />
      )}
      <LeftByOthers phone={phone} />
      <CodeForm enrol={enrol} label={t(persons.length > 0 ? 'signIn.code.other' : 'signIn.code')} />
    </Frame>
  );
}

function SignInAgain() {
  const t = useMessages(sessionMessages);
  const enrol = useEnrolHere();
  return (
    <Frame>
      <CodeForm enrol={enrol} label={t('signIn.code')} />
    </Frame>
  );
}

function Frame({ children }: { readonly children: ReactNode }) {
  const t = useMessages(sessionMessages);
  return (
    <main className={styles.gate}>
      <div className={styles.head}>
        <img src="/icon.svg" alt="" width="72" height="72" className={styles.mark} />
        <h1>{t('signIn.title')}</h1>
        <p className={styles.lead}>{t('signIn.lead')}</p>
      </div>
      {children}
    </main>
  );
}

/** Ends the tokens of those who signed out, because no round does so while nobody is signed in. */
function useEndings({ platform, net }: PhoneServices): void {
  useEffect(() => {
    const end = () =>
      void endTokens(departuresOf(platform), (asked) => net.request(asked)).catch((error: unknown) => {
        if (!(error instanceof NetDown)) console.error('sign-out', error);
      });
    end();
    addEventListener('online', end);
    return () => removeEventListener('online', end);
  }, [platform, net]);
}

function LeftByOthers({ phone }: { readonly phone: PhoneServices }) {
  const t = useMessages(sessionMessages);
  const [held, setHeld] = useState<Holds | null>(null);
  useEffect(() => {
    relayedBundles({ relayStore: relayStoreToRead(phone.platform.phoneBlobs) }).then(
      (bundles) => setHeld(leftByOthers(bundles)),
      (error: unknown) => console.error('relay store', error),
    );
  }, [phone]);
  return (
    held !== null && (
      <Notice tone="info" data-testid="left-by-others">
        {t('persons.leftByOthers', { ...held })}
      </Notice>
    )
  );
}
