/** How the app shows a state: notices, progress, spinner, skeleton. Each has an icon, a word and a colour. */

import type { ReactNode } from 'react';
import { BadIcon, GoodIcon, InfoIcon, LoaderIcon, WarnIcon } from './icons.ts';
import { join } from './join.ts';
import { uiMessages } from './messages.ts';
import styles from './notice.module.css';
import { useMessages } from './use-messages.ts';

export type NoticeTone = 'info' | 'good' | 'warn' | 'bad';
const ICONS = { info: InfoIcon, good: GoodIcon, warn: WarnIcon, bad: BadIcon } as const;

export interface NoticeProps {
  readonly tone: NoticeTone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons. */
  readonly action?: ReactNode;
  /** `alert` interrupts a screen reader, `status` waits; none for what was there from the start. */
  readonly live?: 'alert' | 'status';
  readonly icon?: ReactNode;
  /** Whether it stays in sight while the page is scrolled. */
  readonly sticky?: boolean;
  readonly 'data-testid'?: string;
}

/** A sentence about a state, with what to do. */
export function Notice({ tone, title, children, action, live, icon, sticky, 'data-testid': testId }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div className={join(styles.notice, styles[tone], sticky && styles.sticky)} role={live} data-testid={testId}>
      {icon ?? <Icon aria-hidden className={styles.icon} />}
      <div className={styles.body}>
        {title !== undefined && <p className={styles.title}>{title}</p>}
        {children !== undefined && <div>{children}</div>}
        {action !== undefined && <div className={styles.action}>{action}</div>}
      </div>
    </div>
  );
}

export interface ProgressProps {
  readonly label: ReactNode;
  /** Absent for work of unknown length. */
  readonly value?: number;
  readonly max?: number;
  /** The words at the end of the label's line, e.g. "3/12". */
  readonly figure?: ReactNode;
  /** A line at this value (pass mark). */
  readonly mark?: number;
}

/** A bar with its label; determinate or not. The bar is SVG, so that it needs no inline style. */
export function ProgressBar({ label, value, max = 100, figure, mark }: ProgressProps) {
  const share = value === undefined ? 0 : Math.min(100, Math.max(0, (value / Math.max(1, max)) * 100));
  return (
    <div
      className={styles.progress}
      role="progressbar"
      aria-label={typeof label === 'string' ? label : undefined}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
    >
      <div className={styles.progressLine}>
        <span>{label}</span>
        {figure !== undefined && <span className={styles.figure}>{figure}</span>}
      </div>
      <svg className={styles.bar} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden>
        <rect className={styles.track} width="100" height="4" />
        {value === undefined ? (
          <rect className={styles.moving} width="30" height="4" />
        ) : (
          <rect className={styles.filled} width={share} height="4" />
        )}
        {mark !== undefined && <rect className={styles.mark} x={(mark / max) * 100 - 0.4} width="0.8" height="4" />}
      </svg>
    </div>
  );
}

/** Says that something is being waited for. */
export function Spinner({ label }: { readonly label?: string }) {
  const t = useMessages(uiMessages);
  return (
    <span className={styles.spinner} role="status">
      <LoaderIcon aria-hidden className={styles.spin} />
      <span>{label ?? t('ui.loading')}</span>
    </span>
  );
}

/** Shows rows of the height of what is coming, so that nothing jumps. */
export function Skeleton({ rows = 4 }: { readonly rows?: number }) {
  const t = useMessages(uiMessages);
  return (
    <div role="status" aria-label={t('ui.loading')} className={styles.skeleton}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity
        <span key={row} className={styles.bone} />
      ))}
    </div>
  );
}
