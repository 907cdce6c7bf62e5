/** The fields of the form for one person. */
import { Controller, type UseFormReturn } from 'react-hook-form';
import { maskedTail, RELATIONS, SUBJECT_GROUPS } from '../../../programme/index.ts';
import { ChoiceGroup, Field, Select, TextInput } from '../../../ui/index.ts';
import { uiMessages } from '../../../ui/messages.ts';
import { useMessages, useRuntimeMessages } from '../../../ui/use-messages.ts';
import { peopleMessages } from './messages.ts';
import styles from './person.module.css';
import { cardDoubts, type EditedPerson, type PersonValues } from './person-values.ts';

interface FieldsProps {
  readonly form: UseFormReturn<PersonValues>;
  /** The person edited; null for a new one. */
  readonly person: EditedPerson | null;
}

/** @returns the sentence of a fault, whose message is the key of one (personSchema) */
function useFaultSentence(): (key: string | undefined) => string | undefined {
  const sentence = useRuntimeMessages(peopleMessages);
  return (key) => (key === undefined ? undefined : sentence(key));
}

/** Who it is: what the identity card says. */
export function IdentityFields({ form, values, person }: FieldsProps & { readonly values: PersonValues }) {
  const t = useMessages(peopleMessages, uiMessages);
  const sentenceOf = useFaultSentence();
  const { register, control, formState } = form;
  const { errors } = formState;
  /** The last digits of a number that this phone does not hold in full. */
  const keptTail = person?.cccd === null ? person.citizen.cccdTail : undefined;
  return (
    <>
      <Field label={t('person.name')} error={sentenceOf(errors.name?.message)}>
        <TextInput {...register('name')} autoCapitalize="words" data-testid="person-name" />
      </Field>
      <Field label={t('person.birth')} hint={t('person.birth.hint')} error={sentenceOf(errors.birth?.message)}>
        <TextInput {...register('birth')} data-testid="person-birth" />
      </Field>
      <Controller
        control={control}
        name="sex"
        render={({ field }) => (
          <ChoiceGroup
            legend={t('person.sex')}
            inline
            value={field.value === '' ? null : field.value}
            onChange={field.onChange}
            error={sentenceOf(errors.sex?.message)}
            choices={[
              { value: 'nam', label: t('person.sex.nam') },
              { value: 'nu', label: t('person.sex.nu') },
            ]}
          />
        )}
      />
      <Field
        label={t('person.cccd')}
        optional={t('ui.optional')}
        error={sentenceOf(errors.cccd?.message)}
        hint={keptTail === undefined ? undefined : t('person.cccd.kept', { tail: maskedTail(keptTail) })}
        warning={sentenceOf(cardDoubts(values).map((doubt) => `person.cccd.${doubt}`)[0])}
      >
        <TextInput {...register('cccd')} inputMode="numeric" data-testid="person-cccd" />
      </Field>
    </>
  );
}

/** How the person lives: in the household, at work, in the programme. */
export function LifeFields({ form, person }: FieldsProps) {
  const t = useMessages(peopleMessages, uiMessages);
  const sentenceOf = useFaultSentence();
  const { register, formState } = form;
  const { errors } = formState;
  return (
    <>
      <Field label={t('person.relation')} error={sentenceOf(errors.relation?.message)}>
        <Select {...register('relation')} data-testid="person-relation">
          <option value="">{t('person.choose')}</option>
          {RELATIONS.map((relation) => (
            <option key={relation} value={relation}>
              {t(`person.relation.${relation}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('person.group')} error={sentenceOf(errors.group?.message)}>
        <Select {...register('group')} data-testid="person-group">
          <option value="">{t('person.choose')}</option>
          {SUBJECT_GROUPS.map((group) => (
            <option key={group} value={group}>
              {t(`person.group.${group}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('person.occupation')} optional={t('ui.optional')} error={sentenceOf(errors.occupation?.message)}>
        <TextInput {...register('occupation')} />
      </Field>
      <Field label={t('person.unit')} optional={t('ui.optional')} error={sentenceOf(errors.unit?.message)}>
        <TextInput {...register('unit')} />
      </Field>
      {person !== null && (
        <label className={styles.check}>
          <input type="checkbox" {...register('movedOut')} />
          <span>{t('person.movedOut')}</span>
        </label>
      )}
    </>
  );
}
