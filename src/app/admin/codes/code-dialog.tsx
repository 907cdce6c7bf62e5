/** A code as it is shown once: to be scanned, typed or printed. */

import encodeQr from 'qr';
import { type CodeResponse, ENROL_FRAGMENT } from '../../../protocol/index.ts';
import { Button, Dialog, formatInstant, Notice } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import styles from './codes.module.css';
import { codeMessages } from './messages.ts';

export interface CodeDialogProps {
  readonly code: CodeResponse;
  /** The person's name. */
  readonly name: string;
  readonly onClose: () => void;
}

export function CodeDialog({ code, name, onClose }: CodeDialogProps) {
  const t = useMessages(codeMessages);
  const modules = encodeQr(`${location.origin}/#${ENROL_FRAGMENT}${code.secret}`, 'raw', { border: 4 });
  const dark = modules.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('codes.shown.title', { name })}
      footer={
        <>
          <Button onClick={() => print()}>{t('codes.shown.print')}</Button>
          <Button kind="primary" onClick={onClose} data-testid="code-done">
            {t('codes.shown.done')}
          </Button>
        </>
      }
    >
      {location.protocol !== 'https:' && <Notice tone="warn">{t('codes.shown.https')}</Notice>}
      <div className={styles.sheet} data-printed-sheet>
        <p className={styles.name}>{t('codes.shown.title', { name })}</p>
        <p>{t('codes.shown.once', { when: formatInstant(code.expiresAt) })}</p>
        <p>{t('codes.shown.scan', { origin: location.origin })}</p>
        <p className={styles.typed} data-testid="code-typed">
          {code.typed}
        </p>
        <svg
          className={styles.qr}
          viewBox={`0 0 ${modules.length} ${modules.length}`}
          role="img"
          aria-label={t('codes.shown.qr')}
          data-testid="code-qr"
        >
          <path fill="#fff" d={`M0 0h${modules.length}v${modules.length}H0z`} />
          <path fill="#000" d={dark.join('')} />
        </svg>
      </div>
    </Dialog>
  );
}
