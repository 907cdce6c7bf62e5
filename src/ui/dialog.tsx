/** The one modal: the browser's own `<dialog>`, which traps the focus and closes on Escape or Back by itself. */

import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Button } from './button.tsx';
import styles from './dialog.module.css';
import { CloseIcon } from './icons.ts';
import { uiMessages } from './messages.ts';
import { useMessages } from './use-messages.ts';

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  /** Buttons in the bottom row. */
  readonly footer?: ReactNode;
  readonly children?: ReactNode;
}

/** A modal dialog; content is mounted only while it is open. */
export function Dialog({ open, onClose, title, footer, children }: DialogProps) {
  const t = useMessages(uiMessages);
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = element.current;
    if (dialog === null) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog ref={element} className={styles.dialog} aria-labelledby={id} onClose={() => open && onClose()}>
      {open && (
        <div className={styles.sheet}>
          <header className={styles.head}>
            <h2 id={id}>{title}</h2>
            <Button kind="quiet" onClick={onClose} icon={<CloseIcon aria-hidden />} aria-label={t('ui.close')} />
          </header>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: without a control inside, the keyboard could not scroll it */}
          <div className={styles.body} tabIndex={0}>
            {children}
          </div>
          {footer !== undefined && <div className={styles.foot}>{footer}</div>}
        </div>
      )}
    </dialog>
  );
}
