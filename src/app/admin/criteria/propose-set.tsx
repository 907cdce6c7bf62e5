/** Proposes a sound set for the commune from a day on; a set that the endpoint does not have is added to it first. */

import { useState } from 'react';
import { may } from '../../../programme/index.ts';
import type { CriteriaRow, ProposalRow, SetPreviewResponse } from '../../../protocol/index.ts';
import { Button, ButtonLink, Card, Field, formatDay, Notice, TextInput } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useSession } from '../../services.ts';
import styles from '../admin.module.css';
import { adminMessages } from '../messages.ts';
import { useProposals } from '../proposals/proposals.ts';
import { PROPOSAL_REFUSALS } from '../proposals/refusals.ts';
import { WhoConfirms } from '../proposals/who-confirms.tsx';
import { RefusalNotice } from '../refusal-notice.tsx';
import type { Refusal } from '../use-answer.ts';
import type { ChosenSet, CriteriaApi } from './criteria-api.ts';
import { criteriaMessages } from './messages.ts';
import { CRITERIA_REFUSALS } from './refusals.ts';

export interface ProposeSetProps {
  readonly scope: string;
  readonly api: CriteriaApi;
  /** That the endpoint has. */
  readonly sets: readonly CriteriaRow[];
  readonly set: ChosenSet;
  readonly pinned: NonNullable<SetPreviewResponse['set']>;
  /** First day as it is typed. */
  readonly from: string;
  readonly onFrom: (day: string) => void;
  readonly onReload: () => Promise<void>;
}

export function ProposeSet({ scope, api, sets, set, pinned, from, onFrom, onReload }: ProposeSetProps) {
  const t = useMessages(criteriaMessages, adminMessages);
  const { posts } = useSession();
  const { reload: reloadProposals } = useProposals();
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<{ readonly refusal: Refusal; readonly at: 'add' | 'propose' } | null>(null);
  const [proposal, setProposal] = useState<ProposalRow | null>(null);
  const isHeld = sets.some(({ sha256 }) => sha256 === pinned.sha256);
  const mayAdd = may(posts, 'add-criteria', null);
  const isVariant = set.value.variantOf !== undefined;

  const run = async () => {
    setTried(true);
    if (!isVariant && from === '') return;
    setBusy(true);
    setRefused(null);
    const added = isHeld ? null : await api.add(set);
    if (added === null || added.kind === 'ok') {
      if (added !== null) await onReload();
      const answer = isVariant ? null : await api.propose(scope, pinned.sha256, from);
      if (answer?.kind === 'ok') {
        setProposal(answer.value.proposal);
        void reloadProposals();
      } else if (answer !== null) setRefused({ refusal: answer, at: 'propose' });
    } else setRefused({ refusal: added, at: 'add' });
    setBusy(false);
  };

  if (proposal !== null) return <Proposed proposal={proposal} scope={scope} />;
  const own = refused?.at === 'propose' ? PROPOSAL_REFUSALS : CRITERIA_REFUSALS;
  return (
    <Card title={t('criteria.propose')} data-testid="set-propose">
      <RefusalNotice refusal={refused?.refusal ?? null} own={own} />
      {isVariant ? (
        <p>{t(isHeld ? 'criteria.propose.variantHeld' : 'criteria.propose.variant')}</p>
      ) : (
        <>
          <p>{t('criteria.propose.text')}</p>
          <Field
            label={t('criteria.propose.from')}
            error={tried && from === '' ? t('criteria.propose.needsDay') : undefined}
          >
            <TextInput
              type="date"
              value={from}
              onChange={(event) => onFrom(event.currentTarget.value)}
              data-testid="set-from"
            />
          </Field>
        </>
      )}
      {!isHeld && !mayAdd && (
        <Notice tone="warn" action={<Button onClick={() => void onReload()}>{t('admin.again')}</Button>}>
          {t('criteria.propose.cannotAdd')}
        </Notice>
      )}
      {!isHeld && mayAdd && !isVariant && <p className={styles.soft}>{t('criteria.propose.adds')}</p>}
      {(isHeld ? !isVariant : mayAdd) && (
        <Button kind="primary" busy={busy} onClick={() => void run()} data-testid="set-propose-do">
          {isVariant
            ? t('criteria.propose.add')
            : from === ''
              ? t('criteria.propose.do')
              : t('criteria.propose.doFrom', { from: formatDay(from) })}
        </Button>
      )}
    </Card>
  );
}

function Proposed({ proposal, scope }: { readonly proposal: ProposalRow; readonly scope: string }) {
  const t = useMessages(criteriaMessages);
  return (
    <Card title={t('criteria.proposed')} data-testid="set-proposed">
      <div role="status">
        <WhoConfirms proposal={proposal} scope={scope} />
      </div>
      <div className={styles.row}>
        <ButtonLink href={`/admin/proposals?${new URLSearchParams({ scope })}`}>
          {t('criteria.proposed.open')}
        </ButtonLink>
      </div>
    </Card>
  );
}
