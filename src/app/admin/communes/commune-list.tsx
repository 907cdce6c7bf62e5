/** The communes of the endpoint, for its administrators: added, changed and merged; this needs the network. */

import { useCallback, useState } from 'react';
import { type CommuneRow, mergerContent, type ProposalRow } from '../../../protocol/index.ts';
import { Button, ButtonLink, Card, formatDay, Notice, Skeleton } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useServices, useVault } from '../../services.ts';
import { useOnline } from '../../use-online.ts';
import styles from '../admin.module.css';
import { useAdminApi } from '../admin-api.ts';
import { adminMessages } from '../messages.ts';
import { useProposals } from '../proposals/proposals.ts';
import { WhoConfirms } from '../proposals/who-confirms.tsx';
import { RefusalNotice } from '../refusal-notice.tsx';
import { Table } from '../table.tsx';
import { useAnswer } from '../use-answer.ts';
import { CommuneDialog } from './commune-dialog.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { communeMessages } from './messages.ts';

export function CommuneList() {
  const t = useMessages(communeMessages, adminMessages);
  const online = useOnline();
  return (
    <Card title={t('communes.title')} flush>
      {online ? <Communes /> : <Notice tone="info">{t('communes.offline')}</Notice>}
    </Card>
  );
}

function Communes() {
  const t = useMessages(communeMessages, adminMessages);
  const api = useAdminApi();
  const { syncClient } = useServices();
  const { reload: reloadProposals } = useProposals();
  const { value, refusal, reload } = useAnswer(useCallback(() => api.communes(), [api]));
  const roster = useVault((vault) => vault.roster(), []);
  const [editing, setEditing] = useState<CommuneRow | 'new' | null>(null);
  const [merging, setMerging] = useState(false);
  const [proposed, setProposed] = useState<ProposalRow | null>(null);
  if (value === null)
    return refusal === null ? <Skeleton rows={3} /> : <RefusalNotice refusal={refusal} onAgain={reload} />;
  const { communes } = value;
  const done = () => {
    setEditing(null);
    void reload();
    // The session learns of the communes with a sync.
    void syncClient.sync();
  };
  const nameOf = (scope: string) => communes.find((each) => each.scope === scope)?.name ?? scope;
  const rows = communes.map((commune) => {
    const { scope, code, name, province, from, to, codes, predecessors } = commune;
    const people = roster?.filter((row) => row.scope === scope).length ?? 0;
    const former = [...predecessors.map(nameOf), ...codes.map((each) => each.code)].join(', ');
    const days =
      from === null && to === null
        ? ''
        : t('communes.day', { from: from === null ? '' : formatDay(from), to: to === null ? '' : formatDay(to) });
    return {
      id: scope,
      cells: [`${code} ${name}`, province, days, former, t('communes.people', { count: people })],
      acts: <Button onClick={() => setEditing(commune)}>{t('communes.change')}</Button>,
    };
  });
  const heads = [
    'communes.name',
    'communes.province',
    'communes.days',
    'communes.former',
    'communes.people.head',
  ] as const;
  return (
    <>
      <RefusalNotice refusal={refusal} />
      {proposed !== null && <MergerProposed proposal={proposed} />}
      <div className={`${styles.row} ${styles.padded}`}>
        <Button onClick={() => setEditing('new')} data-testid="commune-add">
          {t('communes.add')}
        </Button>
        {communes.length > 0 && (
          <Button onClick={() => setMerging(true)} data-testid="commune-merge">
            {t('communes.merge')}
          </Button>
        )}
      </div>
      <Table
        caption={t('communes.caption')}
        heads={heads.map((head) => t(head))}
        actsHead={t('admin.acts')}
        rows={rows}
        data-testid="commune"
      />
      {editing !== null && (
        <CommuneDialog commune={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onDone={done} />
      )}
      {merging && (
        <MergeDialog
          communes={communes}
          onClose={() => setMerging(false)}
          onDone={(proposal) => {
            setMerging(false);
            setProposed(proposal);
            void reloadProposals();
          }}
        />
      )}
    </>
  );
}

function MergerProposed({ proposal }: { readonly proposal: ProposalRow }) {
  const t = useMessages(communeMessages);
  const { data } = mergerContent.safeParse(proposal.content);
  const scope = data?.request.predecessors[0] ?? '';
  return (
    <div className={`${styles.padded} ${styles.stack}`} role="status" data-testid="merge-proposed">
      <strong>{t('communes.merge.proposed')}</strong>
      <WhoConfirms proposal={proposal} scope={scope} />
      <ButtonLink href={`/admin/proposals?${new URLSearchParams({ scope })}`}>{t('communes.merge.open')}</ButtonLink>
    </div>
  );
}
