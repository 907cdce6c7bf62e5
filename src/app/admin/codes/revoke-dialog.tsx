/** Revokes a device: says what it may still do and, where it is lost, what is on it; asks why. */

import { useState } from 'react';
import { Notice } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { ActionDialog } from '../action-dialog.tsx';
import { useAdminApi } from '../admin-api.ts';
import { isShortReason, ReasonField } from '../reason-field.tsx';
import { RefusalNotice } from '../refusal-notice.tsx';
import { useSending } from '../use-sending.ts';
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
  const t = useMessages(codeMessages);
  const api = useAdminApi();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const { busy, refusal, send } = useSending(onDone);
  const revoke = async () => {
    setTried(true);
    if (isShortReason(reason)) return;
    await send(() => api.revokeDevice(scope, machine.device, reason));
  };
  return (
    <ActionDialog
      title={t('codes.revoke.title', { name: machine.person })}
      action={t('codes.revoke')}
      kind="danger"
      busy={busy}
      onAction={() => void revoke()}
      onClose={onClose}
      data-testid="device-revoke-yes"
    >
      <p>{t('codes.revoke.text', { count: machine.pendingCount })}</p>
      <Notice tone="warn">{t('codes.revoke.lost')}</Notice>
      <RefusalNotice refusal={refusal} />
      <ReasonField value={reason} onChange={setReason} tried={tried} data-testid="device-reason" />
    </ActionDialog>
  );
}
