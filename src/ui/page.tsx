/** The frame of a screen: title, way back, actions, content, a bar that sticks to the bottom. */

import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { BackIcon } from './icons.ts';
import { join } from './join.ts';
import { uiMessages } from './messages.ts';
import styles from './page.module.css';
import { useMessages } from './use-messages.ts';

export interface PageProps {
  readonly title: ReactNode;
  /** A short line under the title. */
  readonly subtitle?: ReactNode;
  /** Where the arrow leads; no arrow without it. */
  readonly back?: string;
  /** Buttons at the end of the title row. */
  readonly actions?: ReactNode;
  /** Sticks to the bottom of the screen, over the content, above the navigation. */
  readonly footer?: ReactNode;
  /** Two columns on wide screens: the content's direct children flow side by side. */
  readonly columns?: boolean;
  readonly children?: ReactNode;
}

/** Every screen's frame. The heading takes the focus when the screen opens, so that a screen reader reads it. */
export function Page({ title, subtitle, back, actions, footer, columns, children }: PageProps) {
  const t = useMessages(uiMessages);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!document.activeElement || document.activeElement === document.body)
      heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={join(styles.page, footer !== undefined && styles.withFooter)}>
      <header className={styles.header}>
        {back !== undefined && (
          <Link href={back} className={styles.back} aria-label={t('ui.back')}>
            <BackIcon aria-hidden />
          </Link>
        )}
        <div className={styles.titles}>
          <h1 ref={heading} tabIndex={-1} className={styles.title}>
            {title}
          </h1>
          {subtitle !== undefined && <p className={styles.subtitle}>{subtitle}</p>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={join(styles.content, columns && styles.columns)}>{children}</div>
      {footer !== undefined && <div className={styles.footer}>{footer}</div>}
    </div>
  );
}
