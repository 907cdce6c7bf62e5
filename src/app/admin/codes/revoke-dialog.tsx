/** Revokes a device: says what it may still do and, where it is lost, what is on it; asks why. */

import { useState } from 'react';
import { ACCOUNT_LIMITS } from '../../../protocol/index.ts';
import { Button, Dialog, Field, Notice, TextInput } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useAdminApi } from '../admin-api.ts';
import { adminMessages } from '../messages.ts';
import { RefusalNotice } from '../refusal-notice.tsx';
import type { Refusal } from '../use-answer.ts';
import { codeMessages } from './messages.ts';

/** A device of a person. */
export interface Machine {
  readonly device: string;
  /** The person's name. */
  readonly person: string;
  /** Records that waited on it at its last contact. */
  readonly pendingCount: number;
}

export interface RevokeDialogProps {
  readonly scope: string;
  readonly machine: Machine;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function RevokeDialog({ scope, machine, onClose, onDone }: RevokeDialogProps) {
  const t = useMessages(codeMessages, adminMessages);
  const api = useAdminApi();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const isShort = reason.trim().length < ACCOUNT_LIMITS.reasonLettersMin;
  const revoke = async () => {
    setTried(true);
    if (isShort) return;
    setBusy(true);
    const answer = await api.revokeDevice(scope, machine.device, reason);
    setBusy(false);
    if (answer.kind === 'ok') onDone();
    else setRefusal(answer);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('codes.revoke.title', { name: machine.person })}
      footer={
        <>
          <Button onClick={onClose}>{t('admin.cancel')}</Button>
          <Button kind="danger" busy={busy} onClick={() => void revoke()} data-testid="device-revoke-yes">
            {t('codes.revoke')}
          </Button>
        </>
      }
    >
      <p>{t('codes.revoke.text', { count: machine.pendingCount })}</p>
      <Notice tone="warn">{t('codes.revoke.lost')}</Notice>
      <RefusalNotice refusal={refusal} />
      <Field label={t('admin.reason')} error={tried && isShort ? t('admin.reason.short') : undefined}>
        <TextInput
          value={reason}
          maxLength={ACCOUNT_LIMITS.reasonLettersMax}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-testid="device-reason"
        />
      </Field>
    </Dialog>
  );
}
