/** Cards, list rows, chips and empty states. */
import type { HTMLAttributes, ReactNode } from 'react';
import { Link } from 'wouter';
import styles from './card.module.css';
import { ChevronRightIcon } from './icons.ts';
import { join } from './join.ts';

export interface CardProps extends Omit<HTMLAttributes<HTMLElement>, 'title'> {
  readonly title?: ReactNode;
  /** Stands at the end of the title row. */
  readonly aside?: ReactNode;
  /** Whether rows reach to the edge, without padding. */
  readonly flush?: boolean;
}

/** A group of things that belong together. */
export function Card({ title, aside, flush, className, children, ...rest }: CardProps) {
  return (
    <section {...rest} className={join(styles.card, flush && styles.flush, className)}>
      {title !== undefined && (
        <div className={styles.head}>
          <h2 className={styles.cardTitle}>{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

export type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad';

/** A small state: icon, word and colour. */
export function Chip({
  tone = 'neutral',
  icon,
  children,
}: {
  readonly tone?: Tone;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <span className={join(styles.chip, styles[tone])}>
      {icon}
      <span>{children}</span>
    </span>
  );
}

export interface ListRowProps {
  readonly href?: string;
  readonly onClick?: () => void;
  readonly title: ReactNode;
  /** The second line. */
  readonly detail?: ReactNode;
  readonly icon?: ReactNode;
  /** A chip or a figure at the end of the row. */
  readonly end?: ReactNode;
  /** Buttons under the row's lines. */
  readonly children?: ReactNode;
  readonly 'data-testid'?: string;
}

/** One line of a list; a link when it has an href, a button when it has an onClick. Use inside `<ul>`. */
export function ListRow({ href, onClick, title, detail, icon, end, children, 'data-testid': testId }: ListRowProps) {
  const inside = (
    <>
      {icon !== undefined && <span className={styles.rowIcon}>{icon}</span>}
      <span className={styles.rowText}>
        <span className={styles.rowTitle}>{title}</span>
        {detail !== undefined && <span className={styles.rowDetail}>{detail}</span>}
      </span>
      {end !== undefined && <span className={styles.rowEnd}>{end}</span>}
      {(href !== undefined || onClick !== undefined) && <ChevronRightIcon aria-hidden className={styles.chevron} />}
    </>
  );
  return (
    <li className={styles.item} data-testid={testId}>
      {href !== undefined ? (
        <Link href={href} className={styles.row}>
          {inside}
        </Link>
      ) : onClick !== undefined ? (
        <button type="button" onClick={onClick} className={styles.row}>
          {inside}
        </button>
      ) : (
        <div className={styles.row}>{inside}</div>
      )}
      {children !== undefined && <div className={styles.below}>{children}</div>}
    </li>
  );
}

/** Says that there is nothing here yet, and what to do about it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  readonly icon?: ReactNode;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      {icon}
      <p className={styles.emptyTitle}>{title}</p>
      {children !== undefined && <div className={styles.emptyText}>{children}</div>}
      {action}
    </div>
  );
}
