/** "Có bản mới": offered only when no window has a form open, and after a rescue file where work waits. */

import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { RefreshIcon } from '../../ui/icons.ts';
import { Button, ButtonLink } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import { rescueMessages } from '../phone/rescue/messages.ts';
import { unsavedElsewhereCount } from '../phone/rescue/offer.ts';
import { useVault } from '../services.ts';
import styles from '../shell.module.css';
import { formsOpen } from '../windows/open-forms.ts';
import { updateMessages } from './messages.ts';
import { type ApplyUpdate, watchForUpdate } from './watch.ts';

/** How often the other windows are asked whether they have a form open, once an update waits. */
const ASK_MS = 2_000;

const FORMS = [
  /^\/desk\b/,
  /^\/import\b/,
  /^\/visit\//,
  /^\/outcome\//,
  /^\/person\//,
  /^\/household\/new$/,
  /^\/household\/[^/]+\/add$/,
];

/** @returns whether the screen at this address holds a form whose code must not change now. */
export function isForm(path: string): boolean {
  return FORMS.some((form) => form.test(path));
}

/** Announces a waiting version; the tap activates it and reloads. */
export default function UpdateChip() {
  const t = useMessages(rescueMessages, updateMessages);
  const [path] = useLocation();
  const [apply, setApply] = useState<ApplyUpdate | null>(null);
  useEffect(() => watchForUpdate((ready) => setApply(() => ready)), []);
  const [formOpen, setFormOpen] = useFormsOpen(apply !== null);
  const status = useVault((vault) => vault.rescueStatus(), [], { quiet: true });
  if (apply === null || formOpen || isForm(path)) return null;
  const waiting = status === undefined ? 0 : unsavedElsewhereCount(status);
  return (
    <div className={styles.update} role="status">
      <span>{waiting > 0 ? t('update.waiting', { count: waiting }) : t('update.text')}</span>
      {waiting > 0 && <ButtonLink href="/rescue">{t('rescue.open')}</ButtonLink>}
      <Button
        kind={waiting > 0 ? 'secondary' : 'primary'}
        icon={<RefreshIcon aria-hidden />}
        onClick={() => void apply().then((taken) => setFormOpen(!taken))}
        data-testid="apply-update"
      >
        {t(waiting > 0 ? 'update.anyway' : 'update.apply')}
      </Button>
    </div>
  );
}

/** Says whether a form is open; until the first answer it says yes, so that no offer is withdrawn at once. */
function useFormsOpen(asked: boolean) {
  const [open, setOpen] = useState(true);
  useEffect(() => {
    if (!asked) return;
    const ask = () => void formsOpen().then(setOpen, () => setOpen(true));
    ask();
    const timer = setInterval(ask, ASK_MS);
    return () => clearInterval(timer);
  }, [asked]);
  return [open, setOpen] as const;
}
