/** The dialog in which a commune is added or changed. */

import { useState } from 'react';
import { type CommuneFields, vietnamDay } from '../../../programme/index.ts';
import type { CommuneRow } from '../../../protocol/index.ts';
import { Field, TextInput } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useServices } from '../../services.ts';
import { ActionDialog } from '../action-dialog.tsx';
import { useAdminApi } from '../admin-api.ts';
import { adminMessages } from '../messages.ts';
import { RefusalNotice } from '../refusal-notice.tsx';
import { useSending } from '../use-sending.ts';
import { WhatChanges } from '../what-changes.tsx';
import { areWhole, CommuneInputs, NO_FIELDS } from './commune-fields.tsx';
import { communeMessages } from './messages.ts';

export interface CommuneDialogProps {
  /** Null: a new one. */
  readonly commune: CommuneRow | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function CommuneDialog({ commune, onClose, onDone }: CommuneDialogProps) {
  const t = useMessages(communeMessages, adminMessages);
  const api = useAdminApi();
  const { clock } = useServices();
  const [fields, setFields] = useState<CommuneFields>(commune ?? NO_FIELDS);
  const [from, setFrom] = useState(commune?.from ?? '');
  const [to, setTo] = useState(commune?.to ?? '');
  const [day, setDay] = useState(() => vietnamDay(clock.millis()));
  const [tried, setTried] = useState(false);
  const { busy, refusal, send } = useSending(onDone);
  const changes =
    commune === null
      ? []
      : (['code', 'name', 'province', 'criteriaVariant'] as const)
          .filter((each) => commune[each] !== fields[each].trim())
          .map((each) => [
            t(each === 'criteriaVariant' ? 'communes.variant' : `communes.${each}`),
            commune[each],
            fields[each],
          ]);

  const save = async () => {
    setTried(true);
    if (!areWhole(fields)) return;
    const { code, name, province, criteriaVariant } = fields;
    const whole = { code, name, province, criteriaVariant, from: from || null };
    await send(() =>
      commune === null
        ? api.addCommune(whole)
        : api.changeCommune(commune.scope, { ...whole, to: to || null, day: day || vietnamDay(clock.millis()) }),
    );
  };

  return (
    <ActionDialog
      title={commune === null ? t('communes.dialog.add') : t('communes.dialog.change', { name: commune.name })}
      action={t('admin.save')}
      busy={busy}
      onAction={() => void save()}
      onClose={onClose}
      data-testid="commune-save"
    >
      <RefusalNotice refusal={refusal} />
      <CommuneInputs fields={fields} onChange={setFields} tried={tried} />
      {commune !== null && fields.code !== commune.code && (
        <Day label={t('communes.code.day')} value={day} onChange={setDay} />
      )}
      <Day label={t('communes.from')} value={from} onChange={setFrom} optional />
      {commune !== null && <Day label={t('communes.to')} value={to} onChange={setTo} optional />}
      <WhatChanges changes={changes} />
    </ActionDialog>
  );
}

interface DayProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (day: string) => void;
  readonly optional?: boolean;
}

function Day({ label, value, onChange, optional = false }: DayProps) {
  const t = useMessages(communeMessages);
  return (
    <Field label={label} {...(optional && { optional: t('hamlets.optional') })}>
      <TextInput type="date" value={value} onChange={(event) => onChange(event.currentTarget.value)} />
    </Field>
  );
}
