/** The fields of a commune, which the dialogs of adding, changing and merging share. */
import type { CommuneFields } from '../../../programme/index.ts';
import { COMMUNE_LIMITS } from '../../../protocol/index.ts';
import { Field, Select, TextInput } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { communeMessages } from './messages.ts';

export const NO_FIELDS: CommuneFields = { code: '', name: '', province: '', criteriaVariant: '80' };

/** @returns whether the endpoint would take these fields */
export function areWhole({ code, name, province }: CommuneFields): boolean {
  return /^\d{5}$/.test(code) && name.trim() !== '' && province.trim() !== '';
}

export interface CommuneInputsProps {
  readonly fields: CommuneFields;
  readonly onChange: (fields: CommuneFields) => void;
  /** Whether somebody tried to save. */
  readonly tried: boolean;
}

export function CommuneInputs({ fields, onChange, tried }: CommuneInputsProps) {
  const t = useMessages(communeMessages);
  const { code, name, province, criteriaVariant } = fields;
  const missing = (text: string) => (tried && text.trim() === '' ? t('communes.name.missing') : undefined);
  return (
    <>
      <Field
        label={t('communes.code')}
        hint={t('communes.code.hint')}
        error={tried && !/^\d{5}$/.test(code) ? t('communes.code.bad') : undefined}
      >
        <TextInput
          value={code}
          inputMode="numeric"
          maxLength={5}
          onChange={(event) => onChange({ ...fields, code: event.currentTarget.value.trim() })}
          data-testid="commune-code"
        />
      </Field>
      <Field label={t('communes.name')} error={missing(name)}>
        <TextInput
          value={name}
          maxLength={COMMUNE_LIMITS.nameLettersMax}
          onChange={(event) => onChange({ ...fields, name: event.currentTarget.value })}
          data-testid="commune-name"
        />
      </Field>
      <Field label={t('communes.province')} error={missing(province)}>
        <TextInput
          value={province}
          maxLength={COMMUNE_LIMITS.nameLettersMax}
          onChange={(event) => onChange({ ...fields, province: event.currentTarget.value })}
          data-testid="commune-province"
        />
      </Field>
      <Field label={t('communes.variant')}>
        <Select
          value={criteriaVariant}
          onChange={(event) => onChange({ ...fields, criteriaVariant: event.target.value === '70' ? '70' : '80' })}
        >
          <option value="80">{t('communes.variant.80')}</option>
          <option value="70">{t('communes.variant.70')}</option>
        </Select>
      </Field>
    </>
  );
}
