/** The dialog in which it is proposed that communes become one from a day on. */

import { useState } from 'react';
import { type AdministrativeUnit, readUnitList, UNITS, unitMergers } from '../../../programme/index.ts';
import type { CommuneRow, ProposalRow } from '../../../protocol/index.ts';
import { Field, Notice, Select, TextInput } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { ActionDialog } from '../action-dialog.tsx';
import styles from '../admin.module.css';
import { useAdminApi } from '../admin-api.ts';
import { RefusalNotice } from '../refusal-notice.tsx';
import { useSending } from '../use-sending.ts';
import { areWhole, CommuneInputs, NO_FIELDS } from './commune-fields.tsx';
import { type KnownMerger, knownMergers } from './known-mergers.ts';
import { communeMessages } from './messages.ts';

export interface MergeDialogProps {
  readonly communes: readonly CommuneRow[];
  readonly onClose: () => void;
  readonly onDone: (proposal: ProposalRow) => void;
}

type Typed = Omit<KnownMerger, 'key'>;
const NOTHING: Typed = { former: [], into: null, fields: NO_FIELDS, from: '' };

export function MergeDialog({ communes, onClose, onDone }: MergeDialogProps) {
  const t = useMessages(communeMessages);
  const api = useAdminApi();
  const [typed, setTyped] = useState(NOTHING);
  const [tried, setTried] = useState(false);
  const { busy, refusal, send } = useSending<{ readonly proposal: ProposalRow }>(({ proposal }) => onDone(proposal));
  const { former, into, fields, from } = typed;
  const change = (changed: Partial<Typed>) => setTyped((before) => ({ ...before, ...changed }));
  const isWhole = former.length > 0 && from !== '' && (into !== null || areWhole(fields));

  const merge = async () => {
    setTried(true);
    if (!isWhole) return;
    const merger = { predecessors: [...former], into, commune: into === null ? fields : null, from };
    await send(() => api.mergeCommunes(merger));
  };

  return (
    <ActionDialog
      title={t('communes.dialog.merge')}
      action={former.length === 0 ? t('communes.merge') : t('communes.merge.do', { count: former.length })}
      busy={busy}
      onAction={() => void merge()}
      onClose={onClose}
      data-testid="merge-do"
    >
      <RefusalNotice refusal={refusal} />
      <p>{t('communes.merge.text')}</p>
      <p>{t('communes.merge.second')}</p>
      <Known communes={communes} onChoose={({ key: _, ...known }) => setTyped(known)} />
      <Former communes={communes} {...typed} tried={tried} onChange={(scopes) => change({ former: scopes })} />
      <Field label={t('communes.merge.into')}>
        <Select
          value={into ?? ''}
          onChange={(event) => change({ into: event.target.value || null })}
          data-testid="merge-into"
        >
          <option value="">{t('communes.merge.into.new')}</option>
          {communes
            .filter(({ scope }) => !former.includes(scope))
            .map(({ scope, code, name }) => (
              <option key={scope} value={scope}>
                {code} {name}
              </option>
            ))}
        </Select>
      </Field>
      {into === null && (
        <CommuneInputs fields={fields} tried={tried} onChange={(changed) => change({ fields: changed })} />
      )}
      <Field label={t('communes.merge.from')} error={tried && from === '' ? t('communes.needsDay') : undefined}>
        <TextInput
          type="date"
          value={from}
          onChange={(event) => change({ from: event.currentTarget.value })}
          data-testid="merge-from"
        />
      </Field>
    </ActionDialog>
  );
}

interface FormerProps extends Pick<Typed, 'former' | 'into'> {
  readonly communes: readonly CommuneRow[];
  readonly tried: boolean;
  readonly onChange: (scopes: string[]) => void;
}

function Former({ communes, former, into, tried, onChange }: FormerProps) {
  const t = useMessages(communeMessages);
  const merged = new Set(communes.flatMap(({ predecessors }) => predecessors));
  const open = communes.filter(({ scope }) => scope !== into && !merged.has(scope));
  return (
    <fieldset className={styles.choices}>
      <legend>{t('communes.merge.former')}</legend>
      {open.map(({ scope, code, name }) => (
        <label key={scope} className={styles.choice}>
          <input
            type="checkbox"
            checked={former.includes(scope)}
            onChange={(event) =>
              onChange(event.target.checked ? [...former, scope] : former.filter((each) => each !== scope))
            }
            data-testid={`merge-former-${code}`}
          />
          <span>
            {code} {name}
          </span>
        </label>
      ))}
      {tried && former.length === 0 && <p role="alert">{t('communes.merge.former.missing')}</p>}
    </fieldset>
  );
}

interface KnownProps {
  readonly communes: readonly CommuneRow[];
  readonly onChoose: (known: KnownMerger) => void;
}

/** Offers the mergers of the shipped list, or of a file in its place. */
function Known({ communes, onChoose }: KnownProps) {
  const t = useMessages(communeMessages);
  const [units, setUnits] = useState<readonly AdministrativeUnit[]>(UNITS);
  const [file, setFile] = useState<'none' | 'bad' | 'used'>('none');
  const known = knownMergers(units, communes);
  const nameOf = (scope: string) => communes.find((each) => each.scope === scope)?.name ?? '';
  const read = async (chosen: File | undefined) => {
    const list = chosen && readUnitList(await chosen.text());
    setFile(list ? 'used' : 'bad');
    if (list) setUnits(list);
  };
  return (
    <>
      {known.length > 0 && (
        <Field label={t('communes.merge.known')}>
          <Select
            defaultValue=""
            onChange={(event) => {
              const one = known.find(({ key }) => key === event.target.value);
              if (one !== undefined) onChoose(one);
            }}
            data-testid="merge-known"
          >
            <option value="">{t('communes.merge.known.choose')}</option>
            {known.map(({ key, fields, former }) => (
              <option key={key} value={key}>
                {t('communes.merge.known.one', { into: fields.name, former: former.map(nameOf).join(', ') })}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <details className={styles.fold} open={file !== 'none'}>
        <summary>{t('communes.merge.file')}</summary>
        <Field label={t('communes.merge.file')}>
          <TextInput
            type="file"
            accept=".json,application/json"
            onChange={(event) => void read(event.currentTarget.files?.[0])}
            data-testid="merge-file"
          />
        </Field>
      </details>
      {file === 'bad' && <Notice tone="bad">{t('communes.merge.file.bad')}</Notice>}
      {file === 'used' && (
        <Notice tone="good">{t('communes.merge.file.used', { count: unitMergers(units).length })}</Notice>
      )}
    </>
  );
}
