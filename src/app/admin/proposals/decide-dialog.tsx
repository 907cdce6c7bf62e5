/** The dialog in which a proposal is confirmed, declined with a reason, or taken back. */

import { useState } from 'react';
import type { ProposalOutcome } from '../../../programme/index.ts';
import { PROPOSAL_REASON_LETTERS_MAX, type ProposalRow } from '../../../protocol/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { ActionDialog } from '../action-dialog.tsx';
import { isShortReason, ReasonField } from '../reason-field.tsx';
import { RefusalNotice } from '../refusal-notice.tsx';
import { useSending } from '../use-sending.ts';
import { proposalMessages } from './messages.ts';
import { useDecideProposal } from './proposals.ts';
import { PROPOSAL_REFUSALS } from './refusals.ts';
import { useProposalSentence } from './sentence.ts';

export interface DecideDialogProps {
  readonly proposal: ProposalRow;
  readonly outcome: ProposalOutcome;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function DecideDialog({ proposal, outcome, onClose, onDone }: DecideDialogProps) {
  const t = useMessages(proposalMessages);
  const sentenceOf = useProposalSentence();
  const decide = useDecideProposal();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const { busy, refusal, send } = useSending(onDone);
  const { id, scope, kind } = proposal;
  const run = async () => {
    setTried(true);
    if (outcome === 'declined' && isShortReason(reason)) return;
    await send(() => decide(id, { scope, outcome, reason }));
  };
  return (
    <ActionDialog
      title={t(`proposals.${outcome}.title`)}
      action={t(`proposals.${outcome}`)}
      kind={outcome === 'confirmed' ? 'primary' : 'danger'}
      busy={busy}
      onAction={() => void run()}
      onClose={onClose}
      data-testid="proposal-yes"
    >
      <RefusalNotice refusal={refusal} own={PROPOSAL_REFUSALS} />
      <p>
        <strong>{sentenceOf(proposal)}</strong>
      </p>
      <p>{outcome === 'confirmed' ? t(`proposals.confirmed.${kind}`) : t(`proposals.${outcome}.text`)}</p>
      {outcome === 'declined' && (
        <ReasonField
          value={reason}
          onChange={setReason}
          tried={tried}
          lettersMax={PROPOSAL_REASON_LETTERS_MAX}
          data-testid="proposal-reason"
        />
      )}
    </ActionDialog>
  );
}
