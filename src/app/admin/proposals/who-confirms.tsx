/** Says who can confirm an open proposal; where nobody can, what to do about it. */

import { may } from '../../../programme/index.ts';
import type { ProposalRow } from '../../../protocol/index.ts';
import { ButtonLink, Notice } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useSession } from '../../services.ts';
import { proposalMessages } from './messages.ts';

export interface WhoConfirmsProps {
  readonly proposal: ProposalRow;
  /** Scope of the commune whose page it stands on. */
  readonly scope: string;
}

export function WhoConfirms({ proposal, scope }: WhoConfirmsProps) {
  const t = useMessages(proposalMessages);
  const { posts } = useSession();
  const { kind, confirmers, mayDecide } = proposal;
  const isOwn = mayDecide.includes('withdrawn');
  if (confirmers.length === 0) {
    const mayAdd = may(posts, 'manage-accounts', kind === 'merge-communes' ? null : scope);
    const accounts = mayAdd && (
      <ButtonLink href={`/admin/accounts?${new URLSearchParams({ scope })}`}>
        {t('proposals.nobody.accounts')}
      </ButtonLink>
    );
    return (
      <Notice
        tone="warn"
        title={t('proposals.nobody.title')}
        action={accounts || undefined}
        data-testid="proposal-nobody"
      >
        {isOwn && `${t('proposals.notYours')} `}
        {t(`proposals.nobody.${kind}`)} {t(mayAdd ? `proposals.add.${kind}` : 'proposals.add.ask')}
      </Notice>
    );
  }
  if (mayDecide.includes('confirmed')) return <p>{t('proposals.waitsForYou')}</p>;
  const names = confirmers.map(({ name }) => name ?? t('proposals.somebody')).join(', ');
  return (
    <p data-testid="proposal-confirmers">
      {isOwn && `${t('proposals.notYours')} `}
      {t('proposals.waitsFor', { names })}
    </p>
  );
}
