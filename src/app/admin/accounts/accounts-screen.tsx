/** Tài khoản: who works in the commune and in which role; added, changed, closed and opened again. */

import { useCallback, useState } from 'react';
import { maySucceed, postsOf } from '../../../programme/index.ts';
import type { AccountRow } from '../../../protocol/index.ts';
import { Button, Card, formatInstant, Skeleton } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useSession } from '../../services.ts';
import styles from '../admin.module.css';
import { useAdminApi } from '../admin-api.ts';
import { adminMessages } from '../messages.ts';
import { RefusalNotice } from '../refusal-notice.tsx';
import { type ChosenCommune, SectionPage } from '../section-page.tsx';
import { SECTIONS } from '../sections.ts';
import { Table } from '../table.tsx';
import { type Refusal, useAnswer } from '../use-answer.ts';
import { AccountDialog } from './account-dialog.tsx';
import { CloseAccountDialog } from './close-account-dialog.tsx';
import { accountMessages } from './messages.ts';
import { byGivenName } from './order.ts';

export default function AccountsScreen() {
  return <SectionPage section={SECTIONS.accounts}>{(commune) => <Accounts commune={commune} />}</SectionPage>;
}

function Accounts({ commune }: { readonly commune: ChosenCommune }) {
  const { scope } = commune;
  const t = useMessages(accountMessages, adminMessages);
  const api = useAdminApi();
  const { communes } = useSession();
  const { value, refusal, reload } = useAnswer(useCallback(() => api.accounts(scope), [api, scope]));
  const [editing, setEditing] = useState<AccountRow | 'new' | null>(null);
  const [closing, setClosing] = useState<AccountRow | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  if (value === null)
    return refusal === null ? <Skeleton rows={5} /> : <RefusalNotice refusal={refusal} onAgain={reload} />;
  const accounts = value.accounts.toSorted(byGivenName);
  const open = accounts.filter(({ closedAt }) => closedAt === null);
  const closed = accounts.filter(({ closedAt }) => closedAt !== null);
  const reopen = async ({ id }: AccountRow) => {
    const answer = await api.reopenAccount(id, scope);
    setRefused(answer.kind === 'ok' ? null : answer);
    await reload();
  };
  const rowOf = (account: AccountRow) => ({
    id: account.id,
    cells: [
      account.name,
      <Roles key="roles" account={account} scope={scope} />,
      account.phone ?? '',
      account.devices[0]?.seenAt ? formatInstant(account.devices[0].seenAt) : t('accounts.never'),
    ],
    acts:
      account.mayManage &&
      (account.closedAt === null ? (
        <>
          <Button onClick={() => setEditing(account)}>{t('accounts.change')}</Button>
          <Button onClick={() => setClosing(account)}>{t('accounts.close')}</Button>
        </>
      ) : (
        <Button onClick={() => void reopen(account)}>{t('accounts.reopen')}</Button>
      )),
  });
  const heads = [t('accounts.name'), t('accounts.roles'), t('accounts.phone'), t('accounts.seen')];
  const table = { caption: t('accounts.caption'), heads, actsHead: t('admin.acts'), 'data-testid': 'account' };
  const done = () => {
    setEditing(null);
    setClosing(null);
    void reload();
  };
  return (
    <>
      <RefusalNotice refusal={refused ?? refusal} />
      <div className={styles.row}>
        <Button kind="primary" onClick={() => setEditing('new')} data-testid="account-add">
          {t('accounts.add')}
        </Button>
      </div>
      <Card flush>
        <Table {...table} rows={open.map(rowOf)} />
      </Card>
      {closed.length > 0 && (
        <details>
          <summary>{t('accounts.closed', { count: closed.length })}</summary>
          <Card flush>
            <Table {...table} rows={closed.map(rowOf)} />
          </Card>
        </details>
      )}
      {editing !== null && (
        <AccountDialog
          commune={commune}
          account={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onDone={done}
        />
      )}
      {closing !== null && (
        <CloseAccountDialog
          scope={scope}
          account={closing}
          others={open.filter((each) => maySucceed(closing, { ...each, posts: postsOf(each.grants, communes) }, scope))}
          onClose={() => setClosing(null)}
          onDone={done}
        />
      )}
    </>
  );
}

function Roles({ account: { grants }, scope }: { readonly account: AccountRow; readonly scope: string }) {
  const t = useMessages(accountMessages, adminMessages);
  const here = grants.filter((grant) => grant.on !== 'commune' || grant.scope === scope);
  const words = [...new Set(here.map(({ role }) => t(`admin.role.${role}`)))];
  const elsewhere = grants.length > here.length ? ` (${t('accounts.elsewhere')})` : '';
  return <>{words.join(', ') + elsewhere}</>;
}
