/** A photo of evidence, read from the vault. */

import { useEffect, useState } from 'react';
import { useMessages } from '../../../ui/use-messages.ts';
import { useServices } from '../../services.ts';
import { evaluateMessages } from './messages.ts';
import styles from './visit.module.css';

export function PhotoView({ sha256, number }: { readonly sha256: string; readonly number: number }) {
  const t = useMessages(evaluateMessages);
  const { vault } = useServices();
  const [url, setUrl] = useState<string | null | undefined>(undefined);
  useEffect(() => {
    let made: string | null = null;
    let alive = true;
    vault.photo(sha256).then(
      (bytes) => {
        if (!alive) return;
        made = bytes === null ? null : URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }));
        setUrl(made);
      },
      (error: unknown) => {
        console.error(error);
        if (alive) setUrl(null);
      },
    );
    return () => {
      alive = false;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [vault, sha256]);
  if (url === null) return <span className={styles.soft}>{t('visit.evidence.photoGone')}</span>;
  if (url === undefined) return <span className={styles.photo} aria-hidden />;
  return <img className={styles.photo} src={url} alt={t('visit.evidence.photoAlt', { number })} data-testid="photo" />;
}
