/** "Có bản mới": offered only when no form is open. */
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { RefreshIcon } from './kit/icons.ts';
import { Button } from './kit/index.ts';
import { useMessages } from './messages/index.ts';
import styles from './shell.module.css';

const FORMS = [/^\/visit\//, /^\/outcome\//, /^\/person\//, /^\/household\/new$/, /^\/household\/[^/]+\/add$/];

/** @returns whether the screen at this address holds a form whose code must not change now. */
export function isForm(path: string): boolean {
  return FORMS.some((form) => form.test(path));
}

/** Announces a waiting version; the tap activates it and reloads. */
export function UpdateChip() {
  const t = useMessages();
  const [path] = useLocation();
  const [apply, setApply] = useState<(() => void) | null>(null);
  useEffect(() => {
    // Loaded after the first screen: it is not needed for it.
    void import('./update.ts').then(({ watchForUpdate }) => watchForUpdate((ready) => setApply(() => ready)));
  }, []);
  if (apply === null || isForm(path)) return null;
  return (
    <div className={styles.update} role="status">
      <span>{t('update.text')}</span>
      <Button kind="primary" icon={<RefreshIcon aria-hidden />} onClick={apply} data-testid="apply-update">
        {t('update.apply')}
      </Button>
    </div>
  );
}
