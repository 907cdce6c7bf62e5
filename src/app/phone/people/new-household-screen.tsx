/** A household that is not in the roster yet. Its ấp comes from those known, or is typed. */

import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useState } from 'react';
import { type UseFormReturn, useForm } from 'react-hook-form';
import { useLocation } from 'wouter';
import { z } from 'zod';
import { addHousehold, hamletNames, vietnamDay } from '../../../programme/index.ts';
import { Button, Card, Field, Page, Select, Skeleton, TextInput } from '../../../ui/index.ts';
import { uiMessages } from '../../../ui/messages.ts';
import { useMessages, useRuntimeMessages } from '../../../ui/use-messages.ts';
import { uuidv7 } from '../../../vault/index.ts';
import { hrefs } from '../../hrefs.ts';
import { useServices, useSession, useVault } from '../../services.ts';
import { OneWindow } from '../../windows/one-window.tsx';
import { DraftNotKept, NotSaved, type SaveFailure } from '../storage/not-kept.tsx';
import { peopleMessages } from './messages.ts';
import styles from './person.module.css';
import { useFormDraft } from './use-form-draft.ts';

const DRAFT_ID = 'household:new';
const schema = z.object({
  scope: z.string().min(1),
  hamlet: z.string().trim().min(1, { error: 'householdForm.hamlet.missing' }).max(100),
  number: z.string().trim().min(1, { error: 'householdForm.number.missing' }).max(20),
  address: z.string().max(300),
});
type Values = z.infer<typeof schema>;

export default function NewHouseholdScreen() {
  const t = useMessages(peopleMessages);
  return (
    <OneWindow form={DRAFT_ID} title={t('householdForm.title')} back="/">
      <NewHousehold />
    </OneWindow>
  );
}

function NewHousehold() {
  const t = useMessages(peopleMessages);
  const draft = useVault((vault) => vault.draft(DRAFT_ID), [], { changes: ['drafts'] });
  const { communes } = useSession();
  const asked = new URLSearchParams(location.search);
  if (draft === undefined) {
    return (
      <Page title={t('householdForm.title')} back="/">
        <Skeleton rows={4} />
      </Page>
    );
  }
  const kept = draft?.value;
  const text = (key: keyof Values) => (typeof kept?.[key] === 'string' ? kept[key] : undefined);
  return (
    <HouseholdForm
      initial={{
        scope: text('scope') ?? asked.get('scope') ?? communes[0]?.scope ?? '',
        hamlet: text('hamlet') ?? asked.get('hamlet') ?? '',
        number: text('number') ?? '',
        address: text('address') ?? '',
      }}
    />
  );
}

/** What the form does: it checks, keeps what is typed as a draft, and saves. */
function useHouseholdForm(initial: Values) {
  const { vault, clock, rng } = useServices();
  const [, navigate] = useLocation();
  const [failure, setFailure] = useState<SaveFailure | null>(null);
  const form = useForm<Values>({
    defaultValues: initial,
    resolver: zodResolver(schema),
  });
  const { handleSubmit, watch } = form;
  const scope = watch('scope');
  const draft = useFormDraft({
    draftId: DRAFT_ID,
    kind: 'household',
    scope,
    subject: { kind: 'household', id: DRAFT_ID },
    setHash: null,
  });
  const { note } = draft;
  useEffect(() => {
    const { unsubscribe } = watch((typed) => note({ ...typed }));
    return unsubscribe;
  }, [watch, note]);

  const save = handleSubmit(async (values) => {
    const entityId = uuidv7(clock, rng);
    const household = {
      number: values.number.trim(),
      hamlet: values.hamlet.trim().normalize('NFC'),
      ...(values.address.trim() === '' ? {} : { address: values.address.trim() }),
    };
    const saved = await vault.commit(addHousehold({ scope: values.scope, id: entityId }, household));
    if (saved.kind === 'failed') {
      setFailure(saved.reason);
      return;
    }
    await draft.drop().catch((error: unknown) => console.warn(error));
    navigate(hrefs.addMember({ scope: values.scope, id: entityId }), { replace: true });
  });
  const discard = async () => {
    await draft.drop().catch((error: unknown) => console.warn(error));
    navigate('/');
  };
  return { form, draft, failure, save, discard };
}

function HouseholdForm({ initial }: { readonly initial: Values }) {
  const t = useMessages(peopleMessages);
  const { form, draft, failure, save, discard } = useHouseholdForm(initial);
  return (
    <Page
      title={t('householdForm.title')}
      back="/"
      footer={
        <>
          <NotSaved why={failure} short />
          <Button
            kind="primary"
            wide
            busy={form.formState.isSubmitting}
            onClick={() => void save()}
            data-testid="save-household"
          >
            {t('person.save')}
          </Button>
        </>
      }
    >
      <DraftNotKept why={failure === null ? draft.failed : null} onRetry={() => void draft.flush()} />
      <form className={styles.form} noValidate onSubmit={(event) => void save(event)}>
        <HouseholdFields form={form} />
        <Button kind="quiet" onClick={() => void discard()}>
          {t('person.discard')}
        </Button>
      </form>
    </Page>
  );
}

/** @returns the names of the commune's hamlets; none until they are read */
function useHamletNames(scope: string): readonly string[] {
  const { clock } = useServices();
  const names = useVault(
    async (vault) => {
      const [listed, lived] = await Promise.all([vault.hamletList(scope), vault.hamlets()]);
      const named = lived.filter((each) => each.scope === scope).map(({ hamlet }) => hamlet);
      return hamletNames(
        listed.map(({ hamlet }) => hamlet),
        named,
        vietnamDay(clock.millis()),
      );
    },
    [scope],
    { changes: ['records'] },
  );
  return names ?? [];
}

function HouseholdFields({ form }: { readonly form: UseFormReturn<Values> }) {
  const t = useMessages(peopleMessages, uiMessages);
  const faultSentence = useRuntimeMessages(peopleMessages);
  const sentenceOf = (key: string | undefined) => (key === undefined ? undefined : faultSentence(key));
  const { communes } = useSession();
  const { register, watch, formState } = form;
  const { errors } = formState;
  const { scope, hamlet, number } = watch();
  const names = useHamletNames(scope);
  const households = useVault((known) => known.households(scope, hamlet.trim()), [scope, hamlet], {
    changes: ['records'],
  });
  const taken = number.trim() !== '' && households?.some((known) => Number(known.number) === Number(number.trim()));
  return (
    <Card>
      <Field label={t('householdForm.commune')}>
        <Select {...register('scope')}>
          {communes.map((commune) => (
            <option key={commune.scope} value={commune.scope}>
              {commune.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('householdForm.hamlet')} error={sentenceOf(errors.hamlet?.message)}>
        <TextInput {...register('hamlet')} list="hamlets" data-testid="household-hamlet" />
      </Field>
      <datalist id="hamlets">
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Field
        label={t('householdForm.number')}
        error={sentenceOf(errors.number?.message)}
        warning={taken ? t('householdForm.number.taken', { number: number.trim() }) : undefined}
      >
        <TextInput {...register('number')} inputMode="numeric" data-testid="household-number" />
      </Field>
      <Field label={t('householdForm.address')} optional={t('ui.optional')}>
        <TextInput {...register('address')} />
      </Field>
    </Card>
  );
}
