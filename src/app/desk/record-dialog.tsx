/** A dialog for one record. The code that shows a record is loaded when a first one is opened. */

import { type ComponentType, useEffect, useState } from 'react';
import type { QuarantineRow } from '../../protocol/index.ts';
import { Dialog, Spinner } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import { FailureNotice } from './failure-notice.tsx';
import { deskMessages } from './messages.ts';
import type { RecordSheetProps } from './record/record-sheet.tsx';

interface RecordDialogProps extends Pick<RecordSheetProps, 'scope' | 'onCorrected'> {
  /** The record that is shown; null while the dialog is not open. */
  readonly row: QuarantineRow | null;
  readonly onClose: () => void;
}

export function RecordDialog({ scope, row, onClose, onCorrected }: RecordDialogProps) {
  const t = useMessages(deskMessages);
  const [Sheet, setSheet] = useState<ComponentType<RecordSheetProps> | null>(null);
  const [unreachable, setUnreachable] = useState(false);
  const id = row?.id;
  useEffect(() => {
    if (id === undefined) return;
    setUnreachable(false);
    import('./record/record-sheet.tsx').then(
      ({ RecordSheet }) => setSheet(() => RecordSheet),
      () => setUnreachable(true),
    );
  }, [id]);
  return (
    <Dialog open={id !== undefined} onClose={onClose} title={t('desk.record')}>
      {Sheet !== null && id !== undefined ? (
        <Sheet key={id} scope={scope} id={id} onCorrected={onCorrected} />
      ) : unreachable ? (
        <FailureNotice failure={{ kind: 'unreachable' }} />
      ) : (
        <Spinner />
      )}
    </Dialog>
  );
}
