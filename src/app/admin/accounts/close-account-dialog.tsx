/** Closes an account: says what is still on the person's phones, and asks who goes on and why. */

import { useState } from 'react';
import type { AccountRow } from '../../../protocol/index.ts';
import { Field, Notice, Select } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { ActionDialog } from '../action-dialog.tsx';
import { useAdminApi } from '../admin-api.ts';
import { isShortReason, ReasonField } from '../reason-field.tsx';
import { RefusalNotice } from '../refusal-notice.tsx';
import { useSending } from '../use-sending.ts';
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
  const t = useMessages(accountMessages);
  const api = useAdminApi();
  const [successor, setSuccessor] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const { busy, refusal, send } = useSending(onDone);
  const pending = account.devices.reduce((sum, { pendingCount }) => sum + pendingCount, 0);
  const close = async () => {
    setTried(true);
    if (isShortReason(reason)) return;
    await send(() => api.closeAccount(account.id, { scope, successor: successor || null, reason }));
  };
  return (
    <ActionDialog
      title={t('accounts.close.title', { name: account.name })}
      action={t('accounts.close')}
      kind="danger"
      busy={busy}
      onAction={() => void close()}
      onClose={onClose}
      data-testid="account-close-yes"
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
      <ReasonField value={reason} onChange={setReason} tried={tried} data-testid="account-reason" />
    </ActionDialog>
  );
}
