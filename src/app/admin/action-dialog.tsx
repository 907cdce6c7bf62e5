/** A dialog of the administration that does one thing, or is cancelled. */
import type { ReactNode } from 'react';
import { Button, Dialog } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import { adminMessages } from './messages.ts';

export interface ActionDialogProps {
  readonly title: string;
  /** What its button says. */
  readonly action: string;
  readonly kind?: 'primary' | 'danger';
  readonly busy: boolean;
  readonly onAction: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The test id of its button. */
  readonly 'data-testid': string;
}

export function ActionDialog({
  title,
  action,
  kind = 'primary',
  busy,
  onAction,
  onClose,
  children,
  'data-testid': testId,
}: ActionDialogProps) {
  const t = useMessages(adminMessages);
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{t('admin.cancel')}</Button>
          <Button kind={kind} busy={busy} onClick={onAction} data-testid={testId}>
            {action}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
