/** Đợt: the campaigns of the commune, opened, changed, extended and closed; all of it also without a network. */

import { useState } from 'react';
import { type Campaign, changeCampaign, copyCampaign, firstCampaign, vietnamDay } from '../../../programme/index.ts';
import { Button, Card, EmptyState, formatDay, Notice, Skeleton } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { RosterRow, StoredCampaign } from '../../../vault/index.ts';
import { useServices, useVault } from '../../services.ts';
import styles from '../admin.module.css';
import { adminMessages } from '../messages.ts';
import { type ChosenCommune, SectionPage } from '../section-page.tsx';
import { SECTIONS } from '../sections.ts';
import { Table } from '../table.tsx';
import { CampaignForm } from './campaign-form.tsx';
import { dueAmong } from './due-people.ts';
import { CloseCampaignDialog, ExtendCampaignDialog } from './end-dialogs.tsx';
import { campaignMessages } from './messages.ts';

export default function CampaignsScreen() {
  return (
    <SectionPage section={SECTIONS.campaigns} worksOffline>
      {(commune) => <Campaigns commune={commune} />}
    </SectionPage>
  );
}

function Campaigns({ commune }: { readonly commune: ChosenCommune }) {
  const { scope, predecessors } = commune;
  const read = useVault(
    async (vault) => {
      const [campaigns, roster, periods, health] = await Promise.all([
        vault.campaigns(scope),
        vault.roster(),
        vault.periods(),
        vault.health(),
      ]);
      const own = campaigns.filter((each) => each.scope === scope);
      return {
        campaigns: own.sort((a, b) => (a.campaign.from < b.campaign.from ? 1 : -1)),
        people: roster.filter((row) => row.scope === scope || predecessors?.includes(row.scope)),
        present: periods.get(scope),
        waiting: health.pendingCount,
      };
    },
    [scope],
  );
  if (read === undefined) return <Skeleton rows={4} />;
  return <Loaded commune={commune} {...read} />;
}

interface LoadedProps {
  readonly commune: ChosenCommune;
  /** The one that began last comes first. */
  readonly campaigns: readonly StoredCampaign[];
  readonly people: readonly RosterRow[];
  /** The period that counts today. */
  readonly present: string | undefined;
  readonly waiting: number;
}

function Loaded({ commune, campaigns, people, present, waiting }: LoadedProps) {
  const t = useMessages(campaignMessages, adminMessages);
  const { clock } = useServices();
  const [editing, setEditing] = useState<StoredCampaign | 'new' | null>(null);
  const [closing, setClosing] = useState<StoredCampaign | null>(null);
  const [extending, setExtending] = useState<StoredCampaign | null>(null);
  const last = campaigns[0]?.campaign ?? null;
  const today = vietnamDay(clock.millis());
  if (editing !== null) {
    const stored = editing === 'new' ? null : editing;
    const fresh =
      last === null ? firstCampaign(Number(today.slice(0, 4)), commune.criteriaVariant) : copyCampaign(last);
    return (
      <CampaignForm
        scope={commune.scope}
        start={stored?.campaign ?? fresh}
        stored={stored}
        copiedFrom={last?.name ?? null}
        others={campaigns.filter(({ id }) => id !== stored?.id).map(({ campaign }) => campaign)}
        people={people}
        onDone={() => setEditing(null)}
      />
    );
  }
  return (
    <>
      <div className={styles.row}>
        <Button kind="primary" onClick={() => setEditing('new')} data-testid="campaign-open">
          {t('campaigns.open')}
        </Button>
      </div>
      {campaigns.some(({ conflict }) => conflict) && <Notice tone="warn">{t('campaigns.conflict')}</Notice>}
      {campaigns.length === 0 ? (
        <EmptyState title={t('campaigns.none.title')}>{t('campaigns.none')}</EmptyState>
      ) : (
        <List
          {...{ campaigns, people, present, today }}
          onChange={setEditing}
          onClosing={setClosing}
          onExtending={setExtending}
        />
      )}
      {closing !== null && (
        <CloseCampaignDialog stored={closing} people={people} waiting={waiting} onClose={() => setClosing(null)} />
      )}
      {extending !== null && <ExtendCampaignDialog stored={extending} onClose={() => setExtending(null)} />}
    </>
  );
}

interface ListProps extends Omit<LoadedProps, 'commune' | 'waiting'> {
  readonly today: string;
  readonly onChange: (stored: StoredCampaign) => void;
  readonly onClosing: (stored: StoredCampaign) => void;
  readonly onExtending: (stored: StoredCampaign) => void;
}

function List({ campaigns, people, present, today, onChange, onClosing, onExtending }: ListProps) {
  const t = useMessages(campaignMessages, adminMessages);
  const { vault } = useServices();
  const reopen = ({ scope, campaign, heads }: StoredCampaign) =>
    void vault.commit(changeCampaign(scope, { ...campaign, state: 'open' }, heads));
  const stateText = ({ state, from, to }: Campaign) => {
    if (state === 'open' && today < from) return t('campaigns.state.planned');
    return t(`campaigns.state.${state !== 'closed' && today > to ? 'over' : state}`);
  };
  const rows = campaigns.map((stored) => {
    const { id, campaign } = stored;
    const { name, period, from, to, state } = campaign;
    return {
      id,
      cells: [
        period === present && state !== 'closed' ? `${name} (${t('campaigns.today')})` : name,
        t('campaigns.days.text', { from: formatDay(from), to: formatDay(to) }),
        stateText(campaign),
        t('campaigns.due.count', { count: dueAmong(people, campaign).length }),
      ],
      acts: (
        <>
          <Button onClick={() => onChange(stored)}>{t('campaigns.change')}</Button>
          {state === 'closed' ? (
            <Button onClick={() => reopen(stored)}>{t('campaigns.reopen')}</Button>
          ) : (
            <>
              <Button onClick={() => onExtending(stored)}>{t('campaigns.extend')}</Button>
              <Button onClick={() => onClosing(stored)}>{t('campaigns.close')}</Button>
            </>
          )}
        </>
      ),
    };
  });
  const heads = [t('campaigns.name'), t('campaigns.days'), t('campaigns.state'), t('campaigns.due')];
  return (
    <Card flush>
      <Table
        caption={t('campaigns.caption')}
        heads={heads}
        actsHead={t('admin.acts')}
        rows={rows}
        data-testid="campaign"
      />
    </Card>
  );
}
