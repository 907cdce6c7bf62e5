/** The dialogs in which a hamlet is added, renamed and ended. */

import { type ReactNode, useState } from 'react';
import {
  addHamlet,
  endHamlet,
  HAMLET_UNITS,
  isNameOf,
  type NewRevision,
  renameHamlet,
  vietnamDay,
} from '../../../programme/index.ts';
import { Field, Select, TextInput } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { type StoredHamlet, uuidv7 } from '../../../vault/index.ts';
import { NotSaved } from '../../phone/storage/not-kept.tsx';
import { useServices } from '../../services.ts';
import { ActionDialog } from '../action-dialog.tsx';
import { useSaving } from '../use-saving.ts';
import { communeMessages } from './messages.ts';

interface SavingDialogProps {
  readonly title: string;
  /** @returns the revisions to be saved; null where something has to be put right first */
  readonly revisions: () => readonly NewRevision[] | null;
  readonly saveText: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

function SavingDialog({ title, revisions, saveText, onClose, children }: SavingDialogProps) {
  const { busy, failure, save } = useSaving(onClose);
  const run = () => {
    const made = revisions();
    if (made !== null) void save(made);
  };
  return (
    <ActionDialog
      title={title}
      action={saveText}
      busy={busy}
      onAction={run}
      onClose={onClose}
      data-testid="hamlet-save"
    >
      {children}
      <NotSaved why={failure} />
    </ActionDialog>
  );
}

export interface AddHamletDialogProps {
  readonly scope: string;
  readonly listed: readonly StoredHamlet[];
  readonly onClose: () => void;
}

export function AddHamletDialog({ scope, listed, onClose }: AddHamletDialogProps) {
  const t = useMessages(communeMessages);
  const { clock, rng } = useServices();
  const [unit, setUnit] = useState<string>(HAMLET_UNITS[0]);
  const [name, setName] = useState('');
  const [parentId, setParentId] = useState('');
  const [from, setFrom] = useState('');
  const [tried, setTried] = useState(false);
  const fault = useNameFault(listed, name, null);
  const revisions = () => {
    setTried(true);
    if (fault !== undefined) return null;
    const hamlet = { name: name.trim(), unit, ...(parentId && { parentId }), ...(from && { from }) };
    return addHamlet({ scope, id: uuidv7(clock, rng) }, hamlet);
  };
  return (
    <SavingDialog title={t('hamlets.dialog.add')} saveText={t('hamlets.add')} revisions={revisions} onClose={onClose}>
      <Field label={t('hamlets.unit')}>
        <Select value={unit} onChange={(event) => setUnit(event.target.value)} data-testid="hamlet-unit">
          {HAMLET_UNITS.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </Select>
      </Field>
      <NameField hint={t('hamlets.name.hint')} value={name} onChange={setName} fault={tried ? fault : undefined} />
      <Field label={t('hamlets.parent')}>
        <Select value={parentId} onChange={(event) => setParentId(event.target.value)} data-testid="hamlet-parent">
          <option value="">{t('hamlets.parent.none')}</option>
          {listed.map(({ id, hamlet }) => (
            <option key={id} value={id}>
              {hamlet.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('hamlets.from')} optional={t('hamlets.optional')}>
        <TextInput type="date" value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
      </Field>
    </SavingDialog>
  );
}

export interface RenameHamletDialogProps {
  readonly stored: StoredHamlet;
  readonly listed: readonly StoredHamlet[];
  readonly onClose: () => void;
}

export function RenameHamletDialog({ stored, listed, onClose }: RenameHamletDialogProps) {
  const t = useMessages(communeMessages);
  const [name, setName] = useState(stored.hamlet.name);
  const [tried, setTried] = useState(false);
  const fault = useNameFault(listed, name, stored);
  const revisions = () => {
    setTried(true);
    return fault === undefined ? renameHamlet(stored, stored.hamlet, name.trim(), stored.heads) : null;
  };
  return (
    <SavingDialog
      title={t('hamlets.dialog.rename', { name: stored.hamlet.name })}
      saveText={t('hamlets.rename')}
      revisions={revisions}
      onClose={onClose}
    >
      <NameField hint={t('hamlets.rename.text')} value={name} onChange={setName} fault={tried ? fault : undefined} />
    </SavingDialog>
  );
}

interface NameFieldProps {
  readonly hint: string;
  readonly value: string;
  readonly onChange: (name: string) => void;
  readonly fault: string | undefined;
}

function NameField({ hint, value, onChange, fault }: NameFieldProps) {
  const t = useMessages(communeMessages);
  return (
    <Field label={t('hamlets.name')} hint={hint} error={fault}>
      <TextInput
        value={value}
        maxLength={100}
        onChange={(event) => onChange(event.currentTarget.value)}
        data-testid="hamlet-name"
      />
    </Field>
  );
}

/** @param self the hamlet that is renamed; null: a new one */
function useNameFault(listed: readonly StoredHamlet[], name: string, self: StoredHamlet | null): string | undefined {
  const t = useMessages(communeMessages);
  if (name.trim() === '') return t('hamlets.name.missing');
  const taken = listed.some(({ id, hamlet }) => id !== self?.id && isNameOf(hamlet, name));
  return taken ? t('hamlets.name.taken') : undefined;
}

export interface EndHamletDialogProps {
  readonly stored: StoredHamlet;
  /** The hamlet of each household of the commune. */
  readonly hamletOfEachHousehold: readonly string[];
  readonly onClose: () => void;
}

export function EndHamletDialog({ stored, hamletOfEachHousehold, onClose }: EndHamletDialogProps) {
  const t = useMessages(communeMessages);
  const { clock } = useServices();
  const [day, setDay] = useState(() => vietnamDay(clock.millis()));
  const ended = endHamlet(stored, stored.hamlet, day, hamletOfEachHousehold, stored.heads);
  return (
    <SavingDialog
      title={t('hamlets.dialog.end', { name: stored.hamlet.name })}
      saveText={t('hamlets.end')}
      revisions={() => (ended.kind === 'ended' && day !== '' ? ended.revisions : null)}
      onClose={onClose}
    >
      {ended.kind === 'has-households' ? (
        <p role="alert" data-testid="hamlet-lived-in">
          {t('hamlets.end.livedIn', { count: ended.households })}
        </p>
      ) : (
        <>
          <p>{t('hamlets.end.text')}</p>
          <Field label={t('hamlets.end.day')}>
            <TextInput type="date" value={day} onChange={(event) => setDay(event.currentTarget.value)} />
          </Field>
        </>
      )}
    </SavingDialog>
  );
}
