/** The form of a campaign in four parts. What is typed stays when it cannot be saved. */

import { useState } from 'react';
import {
  type Campaign,
  type CampaignFault,
  campaignFaults,
  changeCampaign,
  openCampaign,
} from '../../../programme/index.ts';
import { Button, Notice } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { RosterRow, StoredCampaign } from '../../../vault/index.ts';
import { NotSaved } from '../../phone/storage/not-kept.tsx';
import styles from '../admin.module.css';
import { adminMessages } from '../messages.ts';
import { useSaving } from '../use-saving.ts';
import { campaignMessages } from './messages.ts';
import { ConsentPart, PassPart, TimePart, WhoPart } from './parts.tsx';

export interface CampaignFormProps {
  readonly scope: string;
  /** What the form begins with. */
  readonly start: Campaign;
  /** The campaign that is changed; null: a new one. */
  readonly stored: StoredCampaign | null;
  /** The name of the campaign from which a new one is copied; null: it is the first. */
  readonly copiedFrom: string | null;
  readonly others: readonly Campaign[];
  readonly people: readonly RosterRow[];
  readonly onDone: () => void;
}

export function CampaignForm({ scope, start, stored, copiedFrom, others, people, onDone }: CampaignFormProps) {
  const t = useMessages(campaignMessages, adminMessages);
  const [campaign, setCampaign] = useState(start);
  const [tried, setTried] = useState(false);
  const { busy, failure, save: keep } = useSaving(onDone);
  const faults = campaignFaults(campaign, others, stored?.campaign ?? null);
  const faultText = (...wanted: CampaignFault[]) => {
    const fault = tried ? wanted.find((each) => faults.includes(each)) : undefined;
    return fault && t(`campaigns.fault.${fault}`);
  };
  const part = {
    campaign,
    faultText,
    onChange: (changed: Partial<Campaign>) => setCampaign((before) => ({ ...before, ...changed })),
  };

  const save = async () => {
    setTried(true);
    if (faults.length > 0) return;
    await keep(stored === null ? openCampaign(scope, campaign) : changeCampaign(scope, campaign, stored.heads));
  };

  return (
    <>
      {stored === null && (
        <Notice tone="info">
          {copiedFrom === null ? t('campaigns.first') : t('campaigns.copied', { name: copiedFrom })}
        </Notice>
      )}
      <TimePart {...part} isNew={stored === null} />
      <WhoPart {...part} people={people} />
      <PassPart {...part} />
      <ConsentPart {...part} />
      {tried && faults.length > 0 && (
        <Notice tone="bad" live="alert">
          {t('campaigns.faults')}
        </Notice>
      )}
      <NotSaved why={failure} />
      <div className={styles.row}>
        <Button kind="primary" busy={busy} onClick={() => void save()} data-testid="campaign-save">
          {stored === null ? t('campaigns.save.open') : t('campaigns.save.change')}
        </Button>
        <Button onClick={onDone}>{t('admin.cancel')}</Button>
      </div>
    </>
  );
}
