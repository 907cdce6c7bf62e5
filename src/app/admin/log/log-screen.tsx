/** Nhật ký: who did what in a commune, the newest first, filtered, and whether the log is as it was written. */

import { useCallback, useState } from 'react';
import type { AccountRow } from '../../../protocol/index.ts';
import { Card, Skeleton } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { byGivenName } from '../accounts/order.ts';
import styles from '../admin.module.css';
import { useAdminApi } from '../admin-api.ts';
import { RefusalNotice } from '../refusal-notice.tsx';
import { type ChosenCommune, SectionPage } from '../section-page.tsx';
import { SECTIONS } from '../sections.ts';
import { useAnswer } from '../use-answer.ts';
import { CheckCard } from './check-card.tsx';
import { EventTable } from './event-table.tsx';
import { FilterFields, NO_FILTER } from './filter-fields.tsx';
import { logMessages } from './messages.ts';

export default function LogScreen() {
  return <SectionPage section={SECTIONS.log}>{(commune) => <Log commune={commune} />}</SectionPage>;
}

function Log({ commune: { scope } }: { readonly commune: ChosenCommune }) {
  const api = useAdminApi();
  const { value, refusal, reload } = useAnswer(useCallback(() => api.accounts(scope), [api, scope]));
  if (value === null)
    return refusal === null ? <Skeleton rows={6} /> : <RefusalNotice refusal={refusal} onAgain={reload} />;
  return <LogOf scope={scope} people={value.accounts.toSorted(byGivenName)} />;
}

interface LogOfProps {
  readonly scope: string;
  readonly people: readonly AccountRow[];
}

function LogOf({ scope, people }: LogOfProps) {
  const t = useMessages(logMessages);
  const [filter, setFilter] = useState(NO_FILTER);
  const isWrong = filter.from !== '' && filter.to !== '' && filter.to < filter.from;
  return (
    <>
      <CheckCard scope={scope} />
      <Card flush>
        <div className={styles.padded}>
          <FilterFields people={people} filter={filter} isWrong={isWrong} onChange={setFilter} />
        </div>
        {!isWrong && <EventTable key={JSON.stringify(filter)} scope={scope} people={people} filter={filter} />}
      </Card>
      <p className={styles.soft}>{t('log.about')}</p>
    </>
  );
}
