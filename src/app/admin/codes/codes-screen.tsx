/** Mã, máy: one-time codes by which phones and desks sign in, and the devices that did. */

import { useCallback, useState } from 'react';
import { highestRole } from '../../../programme/index.ts';
import type { AccountRow, CodeResponse } from '../../../protocol/index.ts';
import { Button, ButtonLink, Card, EmptyState, formatInstant, Skeleton } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useServices } from '../../services.ts';
import { byGivenName } from '../accounts/order.ts';
import { useAdminApi } from '../admin-api.ts';
import { adminMessages } from '../messages.ts';
import { RefusalNotice } from '../refusal-notice.tsx';
import { type ChosenCommune, SectionPage } from '../section-page.tsx';
import { SECTIONS } from '../sections.ts';
import { Table } from '../table.tsx';
import { type Refusal, useAnswer } from '../use-answer.ts';
import { CodeDialog } from './code-dialog.tsx';
import { codeMessages } from './messages.ts';
import { type Machine, RevokeDialog } from './revoke-dialog.tsx';

export default function CodesScreen() {
  return <SectionPage section={SECTIONS.codes}>{(commune) => <Codes commune={commune} />}</SectionPage>;
}

function Codes({ commune: { scope } }: { readonly commune: ChosenCommune }) {
  const api = useAdminApi();
  const { value, refusal, reload } = useAnswer(useCallback(() => api.accounts(scope), [api, scope]));
  const [made, setMade] = useState<CodeResponse | null>(null);
  const [revoking, setRevoking] = useState<Machine | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  if (value === null)
    return refusal === null ? <Skeleton rows={5} /> : <RefusalNotice refusal={refusal} onAgain={reload} />;
  const people = value.accounts.toSorted(byGivenName);
  const make = async (account: AccountRow) => {
    const answer = await api.makeCode(scope, account.id);
    setRefused(answer.kind === 'ok' ? null : answer);
    if (answer.kind === 'ok') setMade(answer.value);
    await reload();
  };
  const voidCode = async (id: string) => {
    const answer = await api.voidCode(scope, id);
    setRefused(answer.kind === 'ok' ? null : answer);
    await reload();
  };
  return (
    <>
      <RefusalNotice refusal={refused ?? refusal} />
      <People people={people} onMake={(account) => void make(account)} />
      <OpenCodes people={people} onVoid={(id) => void voidCode(id)} />
      <Machines scope={scope} people={people} onRevoke={setRevoking} />
      {made !== null && (
        <CodeDialog
          code={made}
          name={people.find(({ id }) => id === made.officerId)?.name ?? ''}
          onClose={() => setMade(null)}
        />
      )}
      {revoking !== null && (
        <RevokeDialog
          scope={scope}
          machine={revoking}
          onClose={() => setRevoking(null)}
          onDone={() => {
            setRevoking(null);
            void reload();
          }}
        />
      )}
    </>
  );
}

interface PeopleProps {
  readonly people: readonly AccountRow[];
  readonly onMake: (account: AccountRow) => void;
}

function People({ people, onMake }: PeopleProps) {
  const t = useMessages(codeMessages, adminMessages);
  const rows = people
    .filter(({ mayEnrol }) => mayEnrol)
    .map((account) => ({
      id: account.id,
      cells: [
        account.name,
        t(`admin.role.${highestRole(account.grants.map(({ role }) => ({ role, scope: null })))}`),
        account.devices.filter(({ revokedAt }) => revokedAt === null).length,
      ],
      acts: (
        <Button onClick={() => onMake(account)} data-testid="code-make">
          {t('codes.make')}
        </Button>
      ),
    }));
  const heads = [t('codes.person'), t('codes.role'), t('codes.devices')];
  return (
    <Card flush>
      <Table
        caption={t('codes.people')}
        heads={heads}
        actsHead={t('admin.acts')}
        rows={rows}
        data-testid="code-person"
      />
    </Card>
  );
}

interface OpenCodesProps {
  readonly people: readonly AccountRow[];
  readonly onVoid: (id: string) => void;
}

function OpenCodes({ people, onVoid }: OpenCodesProps) {
  const t = useMessages(codeMessages, adminMessages);
  const now = useServices().clock.now();
  const open = people.flatMap(({ name, codes }) =>
    codes
      .filter(({ usedAt, voidedAt, expiresAt }) => usedAt === null && voidedAt === null && (expiresAt ?? '') > now)
      .map((code) => ({ name, ...code })),
  );
  if (open.length === 0) return <EmptyState title={t('codes.open.none')} />;
  const rows = open.map(({ id, name, expiresAt }) => ({
    id,
    cells: [name, formatInstant(expiresAt ?? '')],
    acts: <Button onClick={() => onVoid(id)}>{t('codes.void')}</Button>,
  }));
  const heads = [t('codes.person'), t('codes.until')];
  return (
    <Card flush>
      <Table caption={t('codes.open')} heads={heads} actsHead={t('admin.acts')} rows={rows} data-testid="code-open" />
    </Card>
  );
}

interface MachinesProps {
  readonly scope: string;
  readonly people: readonly AccountRow[];
  readonly onRevoke: (machine: Machine) => void;
}

function Machines({ scope, people, onRevoke }: MachinesProps) {
  const t = useMessages(codeMessages, adminMessages);
  const machines = people.flatMap(({ name: person, mayRevoke, devices }) =>
    devices.map((each) => ({ person, mayRevoke, ...each })),
  );
  if (machines.length === 0) return <EmptyState title={t('codes.machines.none')} />;
  const rows = machines.map(({ device, name, person, mayRevoke, seenAt, pendingCount, revokedAt }) => ({
    id: device,
    cells: [
      person,
      name ?? t('admin.device.unnamed', { tail: device.slice(-4) }),
      revokedAt === null ? formatInstant(seenAt ?? '') : t('codes.revoked'),
      pendingCount,
    ],
    acts: mayRevoke && (
      <>
        <ButtonLink
          href={`${SECTIONS.codes.href}/${device}?${new URLSearchParams({ scope })}`}
          data-testid="device-lost"
        >
          {t('codes.lost')}
        </ButtonLink>
        {revokedAt === null && (
          <Button onClick={() => onRevoke({ device, person, pendingCount })} data-testid="device-revoke">
            {t('codes.revoke')}
          </Button>
        )}
      </>
    ),
  }));
  const heads = [t('codes.person'), t('codes.machine'), t('codes.seen'), t('codes.pending')];
  return (
    <Card flush>
      <Table caption={t('codes.machines')} heads={heads} actsHead={t('admin.acts')} rows={rows} data-testid="device" />
    </Card>
  );
}
