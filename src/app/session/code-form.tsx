/** The one-time code, typed or brought by the address that was scanned. What was given in stays, whatever happens. */

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { readCode } from '../../protocol/index.ts';
import { QrCodeIcon } from '../../ui/icons.ts';
import { Button, Field, Notice, PictureInput, TextInput } from '../../ui/index.ts';
import { type MessageKey, type Params, useMessages } from '../../ui/use-messages.ts';
import { syncMessages } from '../phone/sync/messages.ts';
import { sessionMessages } from './messages.ts';
import styles from './session.module.css';

type CodeFormKey = MessageKey<typeof sessionMessages | typeof syncMessages>;

interface Fault {
  readonly key: CodeFormKey;
  readonly params?: Params;
  /** Whether the sentence stands beside the field, or else over the form. */
  readonly field: boolean;
}

/** Codes of an error that have a sentence of their own. */
const ERRORS: Readonly<Record<string, CodeFormKey>> = {
  'no-commune': 'signIn.noCommune',
  'device-of-another': 'signIn.another',
  'code-of-another': 'signIn.another',
  'code-used': 'signIn.used',
  'code-expired': 'signIn.expired',
  'code-voided': 'signIn.voided',
  'too-many-tries': 'signIn.tooManyTries',
  'account-closed': 'signIn.closed',
  quota: 'sync.error.quota',
  'not-loaded': 'sync.error.not-loaded',
};

/** What came of a code; after `done` the form is not needed any more. */
export type CodeOutcome =
  | { readonly kind: 'done' | 'wrong-code' | 'offline' }
  | { readonly kind: 'error'; readonly code: string };

export interface CodeFormProps {
  readonly enrol: (code: string) => Promise<CodeOutcome>;
  readonly label: string;
}

/** @returns what stood in the way; null where nothing did */
function faultOf(answer: CodeOutcome): Fault | null {
  switch (answer.kind) {
    case 'done':
      return null;
    case 'wrong-code':
      return { key: 'signIn.wrong', field: true };
    case 'offline':
      return { key: 'signIn.offline', field: false };
    case 'error':
      return { key: ERRORS[answer.code] ?? 'signIn.error', params: { code: answer.code }, field: false };
    default:
      return answer satisfies never;
  }
}

/** @returns the secret of the link or QR that opened the app (protocol/enrolment-code.ts); '' where there is none */
function codeInAddress(): string {
  const { kind, text } = readCode(location.hash);
  return kind === 'secret' ? text : '';
}

export function CodeForm({ enrol, label }: CodeFormProps) {
  const t = useMessages(sessionMessages, syncMessages);
  const [code, setCode] = useState(codeInAddress);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (fault?.field) input.current?.focus();
  }, [fault]);

  /** An app on the home screen may not be what the phone's camera opens a code's link in, so it reads the code itself. */
  async function scan(picture: File) {
    const { textInPicture } = await import('../qr-picture.ts');
    const read = readCode((await textInPicture(picture)) ?? '');
    if (read.kind === 'secret') setCode(read.text);
    setFault(read.kind === 'secret' ? null : { key: 'signIn.noCodeInPicture', field: true });
  }

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
      const outcome = await enrol(typed);
      setFault(faultOf(outcome));
      // A code is taken once: left in the address it would be offered again at the next sign-in.
      if (outcome.kind === 'done' && codeInAddress() !== '') history.replaceState(null, '', location.pathname);
    } catch (error) {
      console.error('sign-in', error);
      setFault({ key: 'signIn.notOpened', field: false });
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={submit} noValidate className={styles.form}>
      {!navigator.onLine && fault === null && <Notice tone="warn">{t('signIn.offlineNow')}</Notice>}
      {fault !== null && !fault.field && (
        <Notice tone="bad" live="alert">
          {t(fault.key, fault.params)}
        </Notice>
      )}
      <Field label={label} hint={t('signIn.code.hint')} error={fault?.field ? t(fault.key, fault.params) : undefined}>
        <TextInput
          ref={input}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoCapitalize="characters"
          autoCorrect="off"
          spellCheck={false}
          maxLength={200}
          name="code"
          enterKeyHint="go"
          data-testid="code"
        />
      </Field>
      <PictureInput
        icon={<QrCodeIcon aria-hidden />}
        label={t('signIn.scan')}
        onPicture={scan}
        data-testid="code-picture"
      >
        {t('signIn.scan')}
      </PictureInput>
      <Button type="submit" kind="primary" wide busy={busy} data-testid="sign-in">
        {t('signIn.submit')}
      </Button>
    </form>
  );
}
