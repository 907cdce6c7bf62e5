/** Closes an account: says what is still on the person's phones, and asks who goes on and why. */

import { useState } from 'react';
import { ACCOUNT_LIMITS, type AccountRow } from '../../../protocol/index.ts';
import { Button, Dialog, Field, Notice, Select, TextInput } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useAdminApi } from '../admin-api.ts';
import { adminMessages } from '../messages.ts';
import { RefusalNotice } from '../refusal-notice.tsx';
import type { Refusal } from '../use-answer.ts';
import { accountMessages } from './messages.ts';
import { OpenWorkOf } from './open-work.tsx';

export interface CloseAccountDialogProps {
  readonly scope: string;
  readonly account: AccountRow;
  /** Who may go on with the work. */
  readonly others: readonly AccountRow[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function CloseAccountDialog({ scope, account, others, onClose, onDone }: CloseAccountDialogProps) {
  const t = useMessages(accountMessages, adminMessages);
  const api = useAdminApi();
  const [successor, setSuccessor] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const isShort = reason.trim().length < ACCOUNT_LIMITS.reasonLettersMin;
  const pending = account.devices.reduce((sum, { pendingCount }) => sum + pendingCount, 0);
  const close = async () => {
    setTried(true);
    if (isShort) return;
    setBusy(true);
    const answer = await api.closeAccount(account.id, { scope, successor: successor || null, reason });
    setBusy(false);
    if (answer.kind === 'ok') onDone();
    else setRefusal(answer);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('accounts.close.title', { name: account.name })}
      footer={
        <>
          <Button onClick={onClose}>{t('admin.cancel')}</Button>
          <Button kind="danger" busy={busy} onClick={() => void close()} data-testid="account-close-yes">
            {t('accounts.close')}
          </Button>
        </>
      }
    >
      <p>{t('accounts.close.text')}</p>
      {pending > 0 && <Notice tone="warn">{t('accounts.close.pending', { count: pending })}</Notice>}
      <OpenWorkOf scope={scope} account={account.id} />
      <RefusalNotice refusal={refusal} />
      <Field label={t('accounts.successor')} hint={t('accounts.successor.hint')}>
        <Select
          value={successor}
          onChange={(event) => setSuccessor(event.target.value)}
          data-testid="account-successor"
        >
          <option value="">{t('accounts.successor.none')}</option>
          {others.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('admin.reason')} error={tried && isShort ? t('admin.reason.short') : undefined}>
        <TextInput
          value={reason}
          maxLength={ACCOUNT_LIMITS.reasonLettersMax}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-testid="account-reason"
        />
      </Field>
    </Dialog>
  );
}
