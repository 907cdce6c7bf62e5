/** The dialog in which a proposal is confirmed, declined with a reason, or taken back. */

import { useState } from 'react';
import type { ProposalOutcome } from '../../../programme/index.ts';
import type { ProposalRow } from '../../../protocol/index.ts';
import { Button, Dialog, Field, TextInput } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { adminMessages } from '../messages.ts';
import { RefusalNotice } from '../refusal-notice.tsx';
import type { Refusal } from '../use-answer.ts';
import { proposalMessages } from './messages.ts';
import { useDecideProposal } from './proposals.ts';
import { PROPOSAL_REFUSALS } from './refusals.ts';
import { useProposalSentence } from './sentence.ts';

const REASON_LETTERS_MIN = 3;
const REASON_LETTERS_MAX = 300;

export interface DecideDialogProps {
  readonly proposal: ProposalRow;
  readonly outcome: ProposalOutcome;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function DecideDialog({ proposal, outcome, onClose, onDone }: DecideDialogProps) {
  const t = useMessages(proposalMessages, adminMessages);
  const sentenceOf = useProposalSentence();
  const decide = useDecideProposal();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { id, scope, kind } = proposal;
  const isShort = outcome === 'declined' && reason.trim().length < REASON_LETTERS_MIN;
  const send = async () => {
    setTried(true);
    if (isShort) return;
    setBusy(true);
    const answer = await decide(id, { scope, outcome, reason });
    setBusy(false);
    if (answer.kind === 'ok') onDone();
    else setRefusal(answer);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`proposals.${outcome}.title`)}
      footer={
        <>
          <Button onClick={onClose}>{t('admin.cancel')}</Button>
          <Button
            kind={outcome === 'confirmed' ? 'primary' : 'danger'}
            busy={busy}
            onClick={() => void send()}
            data-testid="proposal-yes"
          >
            {t(`proposals.${outcome}`)}
          </Button>
        </>
      }
    >
      <RefusalNotice refusal={refusal} own={PROPOSAL_REFUSALS} />
      <p>
        <strong>{sentenceOf(proposal)}</strong>
      </p>
      <p>{outcome === 'confirmed' ? t(`proposals.confirmed.${kind}`) : t(`proposals.${outcome}.text`)}</p>
      {outcome === 'declined' && (
        <Field label={t('admin.reason')} error={tried && isShort ? t('admin.reason.short') : undefined}>
          <TextInput
            value={reason}
            maxLength={REASON_LETTERS_MAX}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-testid="proposal-reason"
          />
        </Field>
      )}
    </Dialog>
  );
}
