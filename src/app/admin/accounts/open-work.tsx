/** What is open where a person leaves: evaluations that were returned to them, and drafts that came in from their phones. */
import { useCallback } from 'react';
import { formatInstant } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useAdminApi } from '../admin-api.ts';
import { useAnswer } from '../use-answer.ts';
import { accountMessages } from './messages.ts';

export function OpenWorkOf({ scope, account }: { readonly scope: string; readonly account: string }) {
  const t = useMessages(accountMessages);
  const api = useAdminApi();
  const { value, refusal } = useAnswer(useCallback(() => api.openWork(account, scope), [api, account, scope]));
  if (refusal !== null) return <p>{t('accounts.open.failed')}</p>;
  if (value === null) return <p>{t('accounts.open.loading')}</p>;
  const { returned, more, drafts } = value;
  const isOpen = returned.length > 0 || drafts.count > 0;
  const names = returned.flatMap(({ title }) => title || []).join(', ');
  return (
    <section data-testid="open-work" aria-label={t('accounts.open')}>
      <h3>{t('accounts.open')}</h3>
      {!isOpen && <p>{t('accounts.open.none')}</p>}
      {returned.length > 0 && (
        <p>{t(more ? 'accounts.open.returned.more' : 'accounts.open.returned', { count: returned.length, names })}</p>
      )}
      {drafts.count > 0 && (
        <p>{t('accounts.open.drafts', { count: drafts.count, at: formatInstant(drafts.receivedAt ?? '') })}</p>
      )}
    </section>
  );
}
