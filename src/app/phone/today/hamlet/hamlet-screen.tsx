/** One hamlet: its households by number, and who is still to be visited. */

import { useState } from 'react';
import { CheckIcon, PlusIcon, UsersIcon } from '../../../../ui/icons.ts';
import {
  ButtonLink,
  Card,
  Chip,
  ChoiceGroup,
  EmptyState,
  formatDay,
  ListRow,
  Page,
  Skeleton,
} from '../../../../ui/index.ts';
import { uiMessages } from '../../../../ui/messages.ts';
import { useMessages } from '../../../../ui/use-messages.ts';
import type { HouseholdSummary } from '../../../../vault/index.ts';
import { hrefs } from '../../../hrefs.ts';
import { useVault } from '../../../services.ts';
import { todayMessages } from '../messages.ts';
import { hamletMessages } from './messages.ts';

export interface HamletScreenProps {
  readonly scope: string;
  readonly hamlet: string;
}

/** The households of one hamlet. */
export default function HamletScreen({ scope, hamlet }: HamletScreenProps) {
  const t = useMessages(hamletMessages, todayMessages, uiMessages);
  const [filter, setFilter] = useState<'all' | 'left'>('all');
  const households = useVault((vault) => vault.households(scope, hamlet), [scope, hamlet], {
    changes: ['records', 'session'],
  });
  const shown = households?.filter((household) => filter === 'all' || household.evaluated < household.members);
  return (
    <Page
      title={hamlet}
      subtitle={households === undefined ? t('ui.loading') : t('hamlet.households', { count: households.length })}
      back="/"
      actions={
        <ButtonLink
          href={`/household/new?hamlet=${encodeURIComponent(hamlet)}&scope=${scope}`}
          kind="quiet"
          icon={<PlusIcon aria-hidden />}
        >
          {t('today.addHousehold')}
        </ButtonLink>
      }
    >
      <ChoiceGroup
        legend={t('hamlet.filter')}
        legendHidden
        inline
        value={filter}
        onChange={setFilter}
        choices={[
          { value: 'all', label: t('hamlet.filter.all') },
          { value: 'left', label: t('hamlet.filter.left') },
        ]}
      />
      {shown === undefined ? (
        <Skeleton rows={8} />
      ) : shown.length === 0 ? (
        <EmptyState
          icon={<UsersIcon aria-hidden />}
          title={households?.length === 0 ? t('hamlet.empty') : t('hamlet.allDone')}
        />
      ) : (
        <Card flush>
          <ul>
            {shown.map((household) => (
              <HouseholdItem key={household.id} household={household} />
            ))}
          </ul>
        </Card>
      )}
    </Page>
  );
}

function HouseholdItem({ household }: { readonly household: HouseholdSummary }) {
  const t = useMessages(hamletMessages);
  return (
    <ListRow
      href={hrefs.household(household)}
      data-testid="household"
      title={household.headName || t('hamlet.household', { number: household.number })}
      detail={`${t('hamlet.household', { number: household.number })} · ${
        household.nextDate === null
          ? t('hamlet.household.members', { members: household.members })
          : t('hamlet.household.detail', { members: household.members, date: formatDay(household.nextDate) })
      }`}
      end={
        household.members > 0 && household.evaluated >= household.members ? (
          <Chip tone="good" icon={<CheckIcon aria-hidden />}>
            {`${household.evaluated}/${household.members}`}
          </Chip>
        ) : (
          <Chip tone="neutral" icon={<UsersIcon aria-hidden />}>
            {`${household.evaluated}/${household.members}`}
          </Chip>
        )
      }
    />
  );
}
