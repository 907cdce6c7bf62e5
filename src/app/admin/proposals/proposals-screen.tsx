/** Chờ người thứ hai: what one person proposed and another one has to confirm. */

import { useState } from 'react';
import { may, type ProposalOutcome } from '../../../programme/index.ts';
import { type ProposalRow, publicationContent } from '../../../protocol/index.ts';
import { Button, ButtonLink, Card, EmptyState, formatInstant, Skeleton } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useServices, useSession } from '../../services.ts';
import styles from '../admin.module.css';
import { adminMessages } from '../messages.ts';
import { RefusalNotice } from '../refusal-notice.tsx';
import { type ChosenCommune, SectionPage } from '../section-page.tsx';
import { SECTIONS } from '../sections.ts';
import { Table } from '../table.tsx';
import { DecideDialog } from './decide-dialog.tsx';
import { proposalMessages } from './messages.ts';
import { useProposals } from './proposals.ts';
import { useProposalSentence } from './sentence.ts';
import { WhoConfirms } from './who-confirms.tsx';

export default function ProposalsScreen() {
  return <SectionPage section={SECTIONS.proposals}>{(commune) => <Proposals commune={commune} />}</SectionPage>;
}

interface Deciding {
  readonly proposal: ProposalRow;
  readonly outcome: ProposalOutcome;
}

function Proposals({ commune: { scope } }: { readonly commune: ChosenCommune }) {
  const t = useMessages(proposalMessages);
  const { syncClient } = useServices();
  const { value, refusal, reload } = useProposals();
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  if (value === null)
    return refusal === null ? <Skeleton rows={4} /> : <RefusalNotice refusal={refusal} onAgain={reload} />;
  // What waits for the reader comes first.
  const isYours = ({ mayDecide }: ProposalRow) => mayDecide.includes('confirmed');
  const open = value
    .filter(({ decided }) => decided === null)
    .toSorted((one, other) => Number(isYours(other)) - Number(isYours(one)));
  const done = value.filter(({ decided }) => decided !== null);
  const close = () => {
    setDeciding(null);
    void reload();
  };
  return (
    <>
      <RefusalNotice refusal={refusal} onAgain={reload} />
      <p className={styles.soft}>{t('proposals.text')}</p>
      {open.length === 0 && <EmptyState title={t('proposals.none')}>{t('proposals.none.text')}</EmptyState>}
      {open.map((proposal) => (
        <Open
          key={proposal.id}
          proposal={proposal}
          scope={scope}
          onDecide={(outcome) => setDeciding({ proposal, outcome })}
        />
      ))}
      {done.length > 0 && <Done proposals={done} />}
      {deciding !== null && (
        <DecideDialog
          {...deciding}
          onClose={close}
          onDone={() => {
            close();
            // What was confirmed reaches this device with a sync.
            void syncClient.sync();
          }}
        />
      )}
    </>
  );
}

interface OpenProps {
  readonly proposal: ProposalRow;
  readonly scope: string;
  readonly onDecide: (outcome: ProposalOutcome) => void;
}

function Open({ proposal, scope, onDecide }: OpenProps) {
  const t = useMessages(proposalMessages);
  const sentenceOf = useProposalSentence();
  const { posts } = useSession();
  const { id, kind, content, madeBy, madeAt, mayDecide } = proposal;
  const set = kind === 'publish-criteria' ? publicationContent.safeParse(content).data?.sha256 : undefined;
  const mayLook = set !== undefined && may(posts, 'publish-criteria', scope);
  return (
    <Card title={sentenceOf(proposal)} data-testid="proposal" data-id={id}>
      <p className={styles.soft}>
        {t('proposals.made', { name: madeBy.name ?? t('proposals.somebody'), at: formatInstant(madeAt) })}
      </p>
      <WhoConfirms proposal={proposal} scope={scope} />
      {(mayDecide.length > 0 || mayLook) && (
        <div className={styles.row}>
          {mayDecide.map((outcome) => (
            <Button key={outcome} onClick={() => onDecide(outcome)} data-testid={`proposal-${outcome}`}>
              {t(`proposals.${outcome}`)}
            </Button>
          ))}
          {mayLook && (
            <ButtonLink kind="quiet" href={`/admin/criteria?${new URLSearchParams({ scope, set })}`}>
              {t('proposals.look')}
            </ButtonLink>
          )}
        </div>
      )}
    </Card>
  );
}

function Done({ proposals }: { readonly proposals: readonly ProposalRow[] }) {
  const t = useMessages(proposalMessages, adminMessages);
  const sentenceOf = useProposalSentence();
  const rows = proposals.flatMap((proposal) => {
    const { id, madeBy, decided } = proposal;
    if (decided === null) return [];
    const { outcome, by, at, reason } = decided;
    const name = by.name ?? t('proposals.somebody');
    return [
      {
        id,
        cells: [
          sentenceOf(proposal),
          madeBy.name ?? t('proposals.somebody'),
          t(`proposals.outcome.${outcome}`, { name, at: formatInstant(at), reason }),
        ],
      },
    ];
  });
  return (
    <Card flush>
      <details className={styles.fold}>
        <summary>{t('proposals.decided', { count: rows.length })}</summary>
        <Table
          caption={t('proposals.decided', { count: rows.length })}
          heads={[t('proposals.what'), t('proposals.who'), t('proposals.outcome')]}
          actsHead={t('admin.acts')}
          rows={rows}
          data-testid="proposal-done"
        />
      </details>
    </Card>
  );
}
