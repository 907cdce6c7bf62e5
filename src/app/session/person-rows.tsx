/** Persons enrolled on this phone, each a tap away. */

import type { ReactNode } from 'react';
import { UserIcon } from '../../ui/icons.ts';
import { Card, ListRow } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import type { EnrolledPerson } from '../../vault/index.ts';
import { sessionMessages } from './messages.ts';
import styles from './session.module.css';

export interface PersonRowsProps {
  readonly title: string;
  readonly hint?: string;
  readonly persons: readonly EnrolledPerson[];
  readonly onChoose: (store: string) => void;
  /** Is drawn under the rows. */
  readonly children?: ReactNode;
}

export function PersonRows({ title, hint, persons, onChoose, children }: PersonRowsProps) {
  const t = useMessages(sessionMessages);
  return (
    <Card title={title} data-testid="persons">
      {persons.length > 0 && (
        <ul className={styles.persons}>
          {persons.map(({ store, officer }) => (
            <ListRow
              key={store}
              icon={<UserIcon aria-hidden />}
              title={officer?.name ?? t('persons.unknown')}
              onClick={() => onChoose(store)}
              data-testid="person"
            />
          ))}
        </ul>
      )}
      {hint !== undefined && <p className={styles.soft}>{hint}</p>}
      {children}
    </Card>
  );
}
