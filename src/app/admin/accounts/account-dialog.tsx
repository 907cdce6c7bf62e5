/** The form for a new person or a changed one; what changes is shown before it is saved. */

import { useState } from 'react';
import { type Grant, ROLES, type Role } from '../../../programme/index.ts';
import { ACCOUNT_LIMITS, type AccountRow } from '../../../protocol/index.ts';
import { Button, Dialog, Field, Notice, Select, TextInput } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useAdminApi } from '../admin-api.ts';
import { adminMessages } from '../messages.ts';
import { RefusalNotice } from '../refusal-notice.tsx';
import type { Refusal } from '../use-answer.ts';
import { accountMessages } from './messages.ts';

export interface AccountDialogProps {
  readonly scope: string;
  /** Null: a new person. */
  readonly account: AccountRow | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function AccountDialog({ scope, account, onClose, onDone }: AccountDialogProps) {
  const t = useMessages(accountMessages, adminMessages);
  const api = useAdminApi();
  const isHere = (grant: Grant) => grant.on === 'commune' && grant.scope === scope;
  const before = account?.grants.find(isHere)?.role ?? null;
  const [name, setName] = useState(account?.name ?? '');
  const [phone, setPhone] = useState(account?.phone ?? '');
  const [role, setRole] = useState<Role | ''>(before ?? (account === null ? 'officer' : ''));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const roleText = (of: Role | '' | null) => (of ? t(`admin.role.${of}`) : t('admin.none'));
  const changes =
    account === null
      ? []
      : [
          [t('accounts.name'), account.name, name.trim()],
          [t('accounts.phone'), account.phone ?? t('admin.none'), phone.trim() || t('admin.none')],
          [t('accounts.role'), roleText(before), roleText(role)],
        ].filter(([, old, next]) => old !== next);

  const save = async () => {
    setTried(true);
    if (name.trim() === '') return;
    setBusy(true);
    const elsewhere = (account?.grants ?? []).filter((grant) => !isHere(grant));
    const here: Grant[] = role === '' ? [] : [{ role, on: 'commune', scope }];
    const answer = await api.saveAccount(account?.id ?? null, {
      scope,
      name,
      phone: phone.trim() || null,
      grants: [...elsewhere, ...here],
    });
    setBusy(false);
    if (answer.kind === 'ok') onDone();
    else setRefusal(answer);
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={account === null ? t('accounts.dialog.add') : t('accounts.dialog.change', { name: account.name })}
      footer={
        <>
          <Button onClick={onClose}>{t('admin.cancel')}</Button>
          <Button kind="primary" busy={busy} onClick={() => void save()} data-testid="account-save">
            {t('admin.save')}
          </Button>
        </>
      }
    >
      <RefusalNotice refusal={refusal} />
      <Field label={t('accounts.name')} error={tried && name.trim() === '' ? t('accounts.name.missing') : undefined}>
        <TextInput
          value={name}
          maxLength={ACCOUNT_LIMITS.nameLettersMax}
          onChange={(event) => setName(event.currentTarget.value)}
          data-testid="account-name"
        />
      </Field>
      <Field label={t('accounts.phone')}>
        <TextInput
          value={phone}
          inputMode="tel"
          maxLength={ACCOUNT_LIMITS.phoneLettersMax}
          onChange={(event) => setPhone(event.currentTarget.value)}
          data-testid="account-phone"
        />
      </Field>
      <Field label={t('accounts.role')}>
        <Select value={role} onChange={(event) => setRole(event.target.value as Role | '')} data-testid="account-role">
          {before === null && account !== null && <option value="">{t('admin.none')}</option>}
          {ROLES.map((each) => (
            <option key={each} value={each}>
              {t(`admin.role.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      {account === null ? (
        <p>{t('accounts.added.hint')}</p>
      ) : (
        changes.length > 0 && (
          <Notice tone="warn" title={t('admin.changes')}>
            <ul>
              {changes.map(([what = '', old = '', next = '']) => (
                <li key={what}>{t('admin.change', { what, before: old, after: next })}</li>
              ))}
            </ul>
          </Notice>
        )
      )}
    </Dialog>
  );
}
