/** Closes a record for good, but only with a reason that others can read later. */

import { useState } from 'react';
import { DESK_LIMITS, type QuarantineRow } from '../../protocol/index.ts';
import { Button, Dialog, Field, TextArea } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import type { DeskApi } from './desk-api.ts';
import { FailureNotice } from './failure-notice.tsx';
import { deskMessages } from './messages.ts';
import type { AskFailure } from './use-desk.ts';

interface CloseDialogProps {
  readonly api: DeskApi;
  readonly scope: string;
  /** The record to be closed; null while the dialog is not open. */
  readonly row: QuarantineRow | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function CloseDialog({ api, scope, row, onClose, onDone }: CloseDialogProps) {
  const t = useMessages(deskMessages);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const short = reason.trim().length < DESK_LIMITS.reasonLettersMin;

  const leave = (end: () => void) => {
    setReason('');
    setTried(false);
    setFailure(null);
    end();
  };
  const close = async () => {
    setTried(true);
    if (row === null || short) return;
    setBusy(true);
    const answer = await api.close(scope, row.id, reason.trim());
    setBusy(false);
    if (answer.kind === 'ok') leave(onDone);
    else setFailure(answer);
  };
  return (
    <Dialog
      open={row !== null}
      onClose={() => leave(onClose)}
      title={t('desk.close.title')}
      footer={
        <>
          <Button onClick={() => leave(onClose)}>{t('desk.close.cancel')}</Button>
          <Button kind="danger" busy={busy} onClick={() => void close()} data-testid="desk-close-yes">
            {t('desk.close')}
          </Button>
        </>
      }
    >
      <p>{t('desk.close.text')}</p>
      {failure !== null && <FailureNotice failure={failure} />}
      <Field label={t('desk.close.reason')} error={tried && short ? t('desk.close.short') : undefined}>
        <TextArea
          value={reason}
          maxLength={DESK_LIMITS.reasonLettersMax}
          onChange={(event) => setReason(event.target.value)}
          data-testid="desk-reason"
        />
      </Field>
    </Dialog>
  );
}
