/** The form for one person: typed, scanned from the card, kept while typed, saved as a revision. */

import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useLocation } from 'wouter';
import { addCitizen, changeCitizen, maskedTail, RELATIONS, SUBJECT_GROUPS } from '../../../programme/index.ts';
import { QrCodeIcon } from '../../../ui/icons.ts';
import {
  Button,
  Card,
  ChoiceGroup,
  Field,
  Notice,
  Page,
  PictureInput,
  Select,
  Spinner,
  TextInput,
} from '../../../ui/index.ts';
import { uiMessages } from '../../../ui/messages.ts';
import { useMessages, useRuntimeMessages } from '../../../ui/use-messages.ts';
import type { EntityRef } from '../../../vault/index.ts';
import { uuidv7 } from '../../../vault/index.ts';
import { aCitizen, hrefs } from '../../hrefs.ts';
import { useServices } from '../../services.ts';
import { DraftNotKept, NotSaved, type SaveFailure } from '../storage/not-kept.tsx';
import { Duplicates } from './duplicates.tsx';
import { useIdentityLookup } from './identity-lookup.ts';
import { peopleMessages } from './messages.ts';
import styles from './person.module.css';
import {
  cardDoubts,
  digits,
  fromDraftValue,
  type KnownPerson,
  newNumber,
  type PersonValues,
  personSchema,
  toCitizen,
} from './person-values.ts';
import { type CardRead, readCard } from './read-card.ts';
import { useFormDraft } from './use-form-draft.ts';

export interface PersonFormProps {
  readonly title: string;
  readonly subtitle: string;
  readonly household: EntityRef;
  /** The person edited; null for a new one. */
  readonly person: KnownPerson | null;
  readonly initial: PersonValues;
  /** Values of the draft that was kept; they go before `initial`. */
  readonly kept: Readonly<Record<string, unknown>> | null;
}

/** Ids of the drafts of this form. */
export const newMemberDraft = ({ scope, id }: EntityRef) => `citizen:${scope}:${id}`;
export const personDraft = ({ scope, id }: EntityRef) => `citizen-edit:${scope}:${id}`;

export function PersonForm({ title, subtitle, household, person, initial, kept }: PersonFormProps) {
  const t = useMessages(peopleMessages, uiMessages);
  const faultSentence = useRuntimeMessages(peopleMessages);
  const sentenceOf = (key: string | undefined) => (key === undefined ? undefined : faultSentence(key));
  const { vault, clock, rng } = useServices();
  const [, navigate] = useLocation();
  const [failure, setFailure] = useState<SaveFailure | null>(null);
  const form = useForm<PersonValues>({
    defaultValues: kept === null ? initial : fromDraftValue(kept),
    resolver: zodResolver(personSchema(clock.now().slice(0, 10))),
  });
  const { register, control, handleSubmit, watch, setValue, formState } = form;
  const { errors, isSubmitting } = formState;
  const values = watch();
  const { scope } = household;
  const draft = useFormDraft({
    draftId: person === null ? newMemberDraft(household) : personDraft({ scope, id: person.id }),
    kind: 'citizen',
    scope,
    subject: person === null ? { kind: 'household', id: household.id } : aCitizen(person),
    setHash: null,
  });
  /** Of a number that this phone does not hold. */
  const keptTail = person?.cccd === null ? person.citizen.cccdTail : undefined;
  const lookup = useIdentityLookup(scope, digits(values.cccd));
  const { note } = draft;
  useEffect(() => {
    const { unsubscribe } = watch((typed) => note({ ...typed }));
    return unsubscribe;
  }, [watch, note]);
  const back = hrefs.household(household);

  const save = handleSubmit(async (checked) => {
    const entityId = person?.id ?? uuidv7(clock, rng);
    const hashOf = (cccd: string) => (lookup?.cccd === cccd ? lookup.hash : undefined);
    const payload = toCitizen(checked, household.id, person, hashOf);
    const cccd = newNumber(checked, person);
    const ref = { scope, id: entityId };
    const command = person === null ? addCitizen : changeCitizen;
    const saved = await vault.commit(command(ref, payload, cccd));
    if (saved.kind === 'failed') {
      setFailure(saved.reason);
      return;
    }
    await draft.drop().catch((error: unknown) => console.warn(error));
    navigate(`${back}?member=${entityId}&saved=1`, { replace: true });
  });
  const discard = async () => {
    await draft.drop().catch((error: unknown) => console.warn(error));
    navigate(back);
  };
  const fill = (card: Extract<CardRead, { kind: 'card' }>['card']) => {
    const options = { shouldDirty: true, shouldValidate: true } as const;
    setValue('name', card.name, options);
    setValue('birth', card.birthDate.split('-').reverse().join('/'), options);
    setValue('sex', card.sex, options);
    setValue('cccd', card.number, options);
  };
  const faults = Object.keys(errors).length;

  return (
    <Page
      title={title}
      subtitle={subtitle}
      back={back}
      footer={
        <>
          <NotSaved why={failure} short />
          {faults > 0 && (
            <Notice tone="bad" live="status">
              {t('person.fix', { count: faults })}
            </Notice>
          )}
          <Button kind="primary" wide busy={isSubmitting} onClick={() => void save()} data-testid="save-person">
            {t('person.save')}
          </Button>
        </>
      }
    >
      <DraftNotKept why={failure === null ? draft.failed : null} onRetry={() => void draft.flush()} />
      <form className={styles.form} noValidate onSubmit={(event) => void save(event)}>
        <CardScan onCard={fill} />
        <Card>
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
          <Duplicates values={values} scope={scope} self={person?.id ?? null} lookup={lookup} />
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
          <Field
            label={t('person.occupation')}
            optional={t('ui.optional')}
            error={sentenceOf(errors.occupation?.message)}
          >
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
        </Card>
        <Button kind="quiet" onClick={() => void discard()}>
          {t('person.discard')}
        </Button>
      </form>
    </Page>
  );
}

function CardScan({ onCard }: { readonly onCard: (card: Extract<CardRead, { kind: 'card' }>['card']) => void }) {
  const t = useMessages(peopleMessages);
  const [state, setState] = useState<'idle' | 'reading' | 'done' | Extract<CardRead, { kind: 'fault' }>['code']>(
    'idle',
  );
  const take = async (file: File) => {
    setState('reading');
    const read = await readCard(file).catch((error: unknown): CardRead => {
      console.error(error);
      return { kind: 'fault', code: 'no-code' };
    });
    if (read.kind === 'card') onCard(read.card);
    setState(read.kind === 'card' ? 'done' : read.code);
  };
  return (
    <div className={styles.scan}>
      <PictureInput
        icon={<QrCodeIcon aria-hidden />}
        label={t('person.qr.input')}
        onPicture={take}
        data-testid="qr-file"
      >
        {t('person.qr')}
      </PictureInput>
      {state === 'idle' ? (
        <p className={styles.soft}>{t('person.qr.hint')}</p>
      ) : state === 'reading' ? (
        <Spinner label={t('person.qr.reading')} />
      ) : (
        <Notice tone={state === 'done' ? 'good' : 'warn'} live="status">
          {t(`person.qr.${state}`)}
        </Notice>
      )}
    </div>
  );
}
