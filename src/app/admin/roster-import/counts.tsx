/** What an import does or did, in four figures. */

import type { RosterCounts } from '../../../protocol/index.ts';
import { BadIcon, CheckIcon, PencilIcon, UserPlusIcon } from '../../../ui/icons.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import styles from './import.module.css';
import { importMessages } from './messages.ts';

/** @param newHouseholds shown beside the people added, where it is known */
export function Counts({
  counts: { added, changed, unchanged, faulty },
  newHouseholds = 0,
}: {
  readonly counts: RosterCounts;
  readonly newHouseholds?: number;
}) {
  const t = useMessages(importMessages);
  const people =
    newHouseholds > 0
      ? t('import.peopleAndHouseholds', { count: added, households: newHouseholds })
      : t('import.people', { count: added });
  return (
    <dl className={styles.counts}>
      <div className={styles.count}>
        <dt>
          <UserPlusIcon aria-hidden />
          {t('import.added')}
        </dt>
        <dd data-testid="import-added">{people}</dd>
      </div>
      <div className={styles.count}>
        <dt>
          <PencilIcon aria-hidden />
          {t('import.changed')}
        </dt>
        <dd data-testid="import-changed">{t('import.people', { count: changed })}</dd>
      </div>
      <div className={styles.count}>
        <dt>
          <CheckIcon aria-hidden />
          {t('import.unchanged')}
        </dt>
        <dd data-testid="import-unchanged">{t('import.people', { count: unchanged })}</dd>
      </div>
      <div className={faulty > 0 ? `${styles.count} ${styles.faulty}` : styles.count}>
        <dt>
          <BadIcon aria-hidden />
          {t('import.faulty')}
        </dt>
        <dd data-testid="import-faulty">{t('import.rows', { count: faulty })}</dd>
      </div>
    </dl>
  );
}
