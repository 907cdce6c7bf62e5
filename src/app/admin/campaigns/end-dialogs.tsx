/** The dialogs that end a campaign, or put its end off. */

import { useState } from 'react';
import { type Campaign, changeCampaign, closeCampaign } from '../../../programme/index.ts';
import { Button, Dialog, Field, formatDay, TextInput } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { RosterRow, StoredCampaign } from '../../../vault/index.ts';
import { NotSaved } from '../../phone/storage/not-kept.tsx';
import { ActionDialog } from '../action-dialog.tsx';
import { adminMessages } from '../messages.ts';
import { useSaving } from '../use-saving.ts';
import { countByHamlet, dueAmong } from './due-people.ts';
import { campaignMessages } from './messages.ts';

export interface EndCampaignProps {
  readonly stored: StoredCampaign;
  readonly onClose: () => void;
}

export interface CloseCampaignProps extends EndCampaignProps {
  readonly people: readonly RosterRow[];
  /** How many records of this device wait to be sent. */
  readonly waiting: number;
}

/** Names what is unfinished before a campaign is closed. */
export function CloseCampaignDialog({ stored, people, waiting, onClose }: CloseCampaignProps) {
  const t = useMessages(campaignMessages, adminMessages);
  const { failure, busy, save } = useSaving(onClose);
  const { scope, campaign, heads } = stored;
  const left = dueAmong(people, campaign).filter(({ evaluated }) => !evaluated);
  const close = (state: Campaign['state']) => void save(closeCampaign(scope, campaign, state, heads));
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('campaigns.close.title', { name: campaign.name })}
      footer={
        <>
          <Button onClick={onClose}>{t('admin.cancel')}</Button>
          {campaign.state === 'open' && (
            <Button busy={busy} onClick={() => close('closing')} data-testid="campaign-closing">
              {t('campaigns.close.closing')}
            </Button>
          )}
          <Button kind="primary" busy={busy} onClick={() => close('closed')} data-testid="campaign-closed">
            {t('campaigns.close.closed')}
          </Button>
        </>
      }
    >
      {left.length === 0 ? (
        <p>{t('campaigns.close.none')}</p>
      ) : (
        <div data-testid="campaign-left">
          <p>{t('campaigns.close.left', { count: left.length })}</p>
          <ul>
            {countByHamlet(left).map(([hamlet, count]) => (
              <li key={hamlet}>{t('campaigns.close.left.row', { hamlet, count })}</li>
            ))}
          </ul>
        </div>
      )}
      {waiting > 0 && <p>{t('campaigns.close.waiting', { count: waiting })}</p>}
      <p>{t('campaigns.close.text')}</p>
      <NotSaved why={failure} />
    </Dialog>
  );
}

/** Gives a campaign another last day. */
export function ExtendCampaignDialog({ stored, onClose }: EndCampaignProps) {
  const t = useMessages(campaignMessages);
  const { failure, busy, save } = useSaving(onClose);
  const { scope, campaign, heads } = stored;
  const [to, setTo] = useState(campaign.to);
  const [tried, setTried] = useState(false);
  const fault =
    to < campaign.from
      ? t('campaigns.fault.dates')
      : to > campaign.retention.until
        ? t('campaigns.fault.retention')
        : undefined;
  const extend = () => {
    setTried(true);
    if (fault === undefined) void save(changeCampaign(scope, { ...campaign, to }, heads));
  };
  return (
    <ActionDialog
      title={t('campaigns.extend.title', { name: campaign.name })}
      action={t('campaigns.extend.save', { to: formatDay(to) })}
      busy={busy}
      onAction={extend}
      onClose={onClose}
      data-testid="campaign-extend-yes"
    >
      <Field label={t('campaigns.to')} error={tried ? fault : undefined}>
        <TextInput
          type="date"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          data-testid="campaign-extend-to"
        />
      </Field>
      <NotSaved why={failure} />
    </ActionDialog>
  );
}
