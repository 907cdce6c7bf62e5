/** Sign-in: the officer's code, once on this phone. What was typed stays, whatever happens. */
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button, Field, Notice, TextInput } from '../../kit/index.ts';
import { type MessageKey, type Params, useMessages } from '../../messages/index.ts';
import { useServices } from '../../services.ts';
import styles from './sign-in.module.css';

interface Fault {
  readonly key: MessageKey;
  readonly params?: Params;
  /** Beside the field, or over the form. */
  readonly field: boolean;
}

/** Codes of an error that have a sentence of their own. */
const ERRORS: Readonly<Record<string, MessageKey>> = {
  'no-commune': 'signIn.noCommune',
  quota: 'sync.error.quota',
  'not-loaded': 'sync.error.not-loaded',
};

/** Shown while no session is kept. */
export default function SignInScreen() {
  const t = useMessages();
  const { courier } = useServices();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (fault?.field) input.current?.focus();
  }, [fault]);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    const typed = code.trim();
    if (typed.length < 4) {
      setFault({ key: typed === '' ? 'signIn.missing' : 'signIn.short', field: true });
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      const answer = await courier.enrol(typed);
      switch (answer.kind) {
        case 'signed-in':
          void courier.sync();
          return;
        case 'wrong-code':
          setFault({ key: 'signIn.wrong', field: true });
          return;
        case 'offline':
          setFault({ key: 'signIn.offline', field: false });
          return;
        case 'error':
          setFault({ key: ERRORS[answer.code] ?? 'signIn.error', params: { code: answer.code }, field: false });
          return;
        default:
          answer satisfies never;
      }
    } finally {
      setBusy(false);
    }
  }

  return (
    <main className={styles.door}>
      <div className={styles.head}>
        <img src="/icon.svg" alt="" width="72" height="72" className={styles.mark} />
        <h1>{t('signIn.title')}</h1>
        <p className={styles.lead}>{t('signIn.lead')}</p>
      </div>
      <form onSubmit={submit} noValidate className={styles.form}>
        {!navigator.onLine && fault === null && <Notice tone="warn">{t('signIn.offlineNow')}</Notice>}
        {fault !== null && !fault.field && (
          <Notice tone="bad" live="alert">
            {t(fault.key, fault.params)}
          </Notice>
        )}
        <Field
          label={t('signIn.code')}
          hint={t('signIn.code.hint')}
          error={fault?.field ? t(fault.key, fault.params) : undefined}
        >
          <TextInput
            ref={input}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            autoCapitalize="characters"
            autoCorrect="off"
            spellCheck={false}
            maxLength={64}
            name="code"
            enterKeyHint="go"
            data-testid="code"
          />
        </Field>
        <Button type="submit" kind="primary" wide busy={busy} data-testid="sign-in">
          {t('signIn.submit')}
        </Button>
      </form>
    </main>
  );
}
