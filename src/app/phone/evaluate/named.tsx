/** The visible label of a choice, over the native radio that fills its row, so that a test (and a finger) hits it. */
import type { ReactNode } from 'react';
import styles from './visit.module.css';

export function Named({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  return (
    <span className={styles.named} data-testid={id}>
      {children}
    </span>
  );
}
