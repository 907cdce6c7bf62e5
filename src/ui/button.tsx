/** Buttons and links that look like them: four kinds, never under 48 px. */
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Link } from 'wouter';
import styles from './button.module.css';
import { LoaderIcon } from './icons.ts';
import { join } from './join.ts';

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: ButtonKind;
  /** Whether work goes on: a spinner is shown, further taps do nothing, and the width stays. */
  readonly busy?: boolean;
  readonly icon?: ReactNode;
  /** Whether it is as wide as its parent. */
  readonly wide?: boolean;
}

/** A button whose `type` is `button` unless it is given. */
export function Button({
  kind = 'secondary',
  busy = false,
  icon,
  wide,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
      className={join(styles.button, styles[kind], wide && styles.wide, className)}
    >
      {busy ? <LoaderIcon aria-hidden className={styles.spin} /> : icon}
      {children !== undefined && <span className={styles.text}>{children}</span>}
    </button>
  );
}

export interface ButtonLinkProps {
  readonly href: string;
  readonly kind?: ButtonKind;
  readonly icon?: ReactNode;
  readonly wide?: boolean;
  readonly className?: string;
  readonly children?: ReactNode;
  readonly 'aria-label'?: string;
  readonly 'data-testid'?: string;
}

/** A link to another screen that looks like a button. */
export function ButtonLink({ kind = 'secondary', icon, wide, className, children, ...rest }: ButtonLinkProps) {
  return (
    <Link {...rest} className={join(styles.button, styles[kind], wide && styles.wide, className)}>
      {icon}
      {children !== undefined && <span className={styles.text}>{children}</span>}
    </Link>
  );
}
