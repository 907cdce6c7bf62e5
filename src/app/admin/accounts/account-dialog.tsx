/** The form for a new person or a changed one; what changes is shown before it is saved. */

import { useState } from 'react';
import { type Grant, may, ROLES, type Role } from '../../../programme/index.ts';
import { ACCOUNT_LIMITS, type AccountRow } from '../../../protocol/index.ts';
import { Field, Select, TextInput } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useSession } from '../../services.ts';
import { ActionDialog } from '../action-dialog.tsx';
import { useAdminApi } from '../admin-api.ts';
import { adminMessages } from '../messages.ts';
import { RefusalNotice } from '../refusal-notice.tsx';
import type { ChosenCommune } from '../section-page.tsx';
import { useSending } from '../use-sending.ts';
import { WhatChanges } from '../what-changes.tsx';
import { type GrantPlace, GrantPlaceField, grantAt, isGrantAt } from './grant-place.tsx';
import { accountMessages } from './messages.ts';

export interface AccountDialogProps {
  readonly commune: ChosenCommune;
  /** Null: a new person. */
  readonly account: AccountRow | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function AccountDialog({ commune, account, onClose, onDone }: AccountDialogProps) {
  const t = useMessages(accountMessages, adminMessages);
  const api = useAdminApi();
  const { posts } = useSession();
  const [place, setPlace] = useState<GrantPlace>('commune');
  const roleAt = (of: GrantPlace) => account?.grants.find((grant) => isGrantAt(grant, of, commune))?.role ?? null;
  const before = roleAt(place);
  const [name, setName] = useState(account?.name ?? '');
  const [phone, setPhone] = useState(account?.phone ?? '');
  const [role, setRole] = useState<Role | ''>(before ?? (account === null ? 'officer' : ''));
  const [tried, setTried] = useState(false);
  const { busy, refusal, send } = useSending(onDone);
  const roleText = (of: Role | '' | null) => (of ? t(`admin.role.${of}`) : t('admin.none'));
  const changes =
    account === null
      ? []
      : [
          [t('accounts.name'), account.name, name.trim()],
          [t('accounts.phone'), account.phone ?? t('admin.none'), phone.trim() || t('admin.none')],
          [t(place === 'commune' ? 'accounts.role' : 'accounts.role.there'), roleText(before), roleText(role)],
        ].filter(([, old, next]) => old !== next);

  const save = async () => {
    setTried(true);
    if (name.trim() === '') return;
    const elsewhere = (account?.grants ?? []).filter((grant) => !isGrantAt(grant, place, commune));
    const here: Grant[] = role === '' ? [] : [grantAt(place, role, commune)];
    const grants = [...elsewhere, ...here];
    const typed = { scope: commune.scope, name, phone: phone.trim() || null, grants };
    await send(() => api.saveAccount(account?.id ?? null, typed));
  };

  return (
    <ActionDialog
      title={account === null ? t('accounts.dialog.add') : t('accounts.dialog.change', { name: account.name })}
      action={t('admin.save')}
      busy={busy}
      onAction={() => void save()}
      onClose={onClose}
      data-testid="account-save"
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
      {may(posts, 'manage-accounts', null) && (
        <GrantPlaceField
          place={place}
          province={commune.province}
          onPlace={(chosen) => {
            setPlace(chosen);
            if (account !== null) setRole(roleAt(chosen) ?? '');
          }}
        />
      )}
      <Field label={t(place === 'commune' ? 'accounts.role' : 'accounts.role.there')}>
        <Select value={role} onChange={(event) => setRole(event.target.value as Role | '')} data-testid="account-role">
          {before === null && account !== null && <option value="">{t('admin.none')}</option>}
          {ROLES.map((each) => (
            <option key={each} value={each}>
              {t(`admin.role.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      {account === null ? <p>{t('accounts.added.hint')}</p> : <WhatChanges changes={changes} />}
    </ActionDialog>
  );
}
