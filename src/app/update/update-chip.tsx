/** "Có bản mới": offered only when no form is open, and after a rescue file where work waits. */
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { RefreshIcon } from '../kit/icons.ts';
import { Button, ButtonLink } from '../kit/index.ts';
import { useMessages } from '../messages/index.ts';
import { atRisk } from '../rescue/offer.ts';
import { useVault } from '../services.ts';
import styles from '../shell.module.css';
import { watchForUpdate } from './watch.ts';

const FORMS = [/^\/visit\//, /^\/outcome\//, /^\/person\//, /^\/household\/new$/, /^\/household\/[^/]+\/add$/];

/** @returns whether the screen at this address holds a form whose code must not change now. */
export function isForm(path: string): boolean {
  return FORMS.some((form) => form.test(path));
}

/** Announces a waiting version; the tap activates it and reloads. */
export default function UpdateChip() {
  const t = useMessages();
  const [path] = useLocation();
  const [apply, setApply] = useState<(() => void) | null>(null);
  useEffect(() => watchForUpdate((ready) => setApply(() => ready)), []);
  const standing = useVault((vault) => vault.rescueStanding(), []);
  if (apply === null || isForm(path)) return null;
  const waiting = standing === undefined ? 0 : atRisk(standing);
  return (
    <div className={styles.update} role="status">
      <span>{waiting > 0 ? t('update.waiting', { count: waiting }) : t('update.text')}</span>
      {waiting > 0 && <ButtonLink href="/rescue">{t('rescue.open')}</ButtonLink>}
      <Button
        kind={waiting > 0 ? 'secondary' : 'primary'}
        icon={<RefreshIcon aria-hidden />}
        onClick={apply}
        data-testid="apply-update"
      >
        {t(waiting > 0 ? 'update.anyway' : 'update.apply')}
      </Button>
    </div>
  );
}
