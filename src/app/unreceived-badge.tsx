/** How many own records the commune does not have whole: on the tab of Đồng bộ, and on the app's icon where it can be. */

import { useEffect } from 'react';
import { useMessages } from '../ui/use-messages.ts';
import { appMessages } from './messages.ts';
import { useVault } from './services.ts';
import styles from './shell.module.css';

/** Pause between two readings, because a round changes the count many times a second. */
const PAUSE_MS = 400;
const SAID_MAX = 99;

/** Shows the count; shows nothing where the commune has everything. */
export function UnreceivedBadge() {
  const t = useMessages(appMessages);
  const count = useVault(async (vault) => (await vault.health()).unreceivedCount, [], {
    pauseMs: PAUSE_MS,
    quiet: true,
  });
  useEffect(() => {
    if (count !== undefined) markIcon(count);
  }, [count]);
  if (!count) return null;
  return (
    <span role="img" className={styles.badge} aria-label={t('nav.sync.unreceived', { count })} data-testid="unreceived">
      {count > SAID_MAX ? `${SAID_MAX}+` : count}
    </span>
  );
}

/** An app that is not installed has no icon to mark: the browser says so, and that is no fault. */
function markIcon(count: number): void {
  if (!('setAppBadge' in navigator)) return;
  (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => undefined);
}
