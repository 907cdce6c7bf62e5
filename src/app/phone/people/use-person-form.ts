/** What the form for one person does: it checks, keeps what is typed as a draft, and saves. */
import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useLocation } from 'wouter';
import { addCitizen, changeCitizen } from '../../../programme/index.ts';
import { type EntityRef, uuidv7 } from '../../../vault/index.ts';
import { aCitizen, hrefs } from '../../hrefs.ts';
import { useServices } from '../../services.ts';
import type { SaveFailure } from '../storage/not-kept.tsx';
import type { IdentityCard } from './card-scan.tsx';
import { useIdentityLookup } from './identity-lookup.ts';
import {
  digits,
  type EditedPerson,
  fromDraftValue,
  newNumber,
  type PersonValues,
  personSchema,
  toCitizen,
} from './person-values.ts';
import { useFormDraft } from './use-form-draft.ts';

export interface PersonToEdit {
  readonly household: EntityRef;
  /** The person edited; null for a new one. */
  readonly person: EditedPerson | null;
  readonly initial: PersonValues;
  /** Values of the draft that was kept; they go before `initial`. */
  readonly kept: Readonly<Record<string, unknown>> | null;
}

/** Ids of the drafts of this form. */
export const newMemberDraft = ({ scope, id }: EntityRef) => `citizen:${scope}:${id}`;
export const personDraft = ({ scope, id }: EntityRef) => `citizen-edit:${scope}:${id}`;

/** @returns the fields' state, and what the buttons of the form do */
export function usePersonForm({ household, person, initial, kept }: PersonToEdit) {
  const { vault, clock, rng } = useServices();
  const [, navigate] = useLocation();
  const [failure, setFailure] = useState<SaveFailure | null>(null);
  const form = useForm<PersonValues>({
    defaultValues: kept === null ? initial : fromDraftValue(kept),
    resolver: zodResolver(personSchema(clock.now().slice(0, 10))),
  });
  const { handleSubmit, watch, setValue } = form;
  const values = watch();
  const { scope } = household;
  const draft = useFormDraft({
    draftId: person === null ? newMemberDraft(household) : personDraft({ scope, id: person.id }),
    kind: 'citizen',
    scope,
    subject: person === null ? { kind: 'household', id: household.id } : aCitizen(person),
    setHash: null,
  });
  const lookup = useIdentityLookup(scope, digits(values.cccd));
  const { note } = draft;
  useEffect(() => {
    const { unsubscribe } = watch((typed) => note({ ...typed }));
    return unsubscribe;
  }, [watch, note]);
  const back = hrefs.household(household);
  const dropDraft = () => draft.drop().catch((error: unknown) => console.warn(error));

  const save = handleSubmit(async (checked) => {
    const entityId = person?.id ?? uuidv7(clock, rng);
    const hashOf = (cccd: string) => (lookup?.cccd === cccd ? lookup.hash : undefined);
    const payload = toCitizen(checked, household.id, person, hashOf);
    const cccd = newNumber(checked, person);
    const command = person === null ? addCitizen : changeCitizen;
    const saved = await vault.commit(command({ scope, id: entityId }, payload, cccd));
    if (saved.kind === 'failed') {
      setFailure(saved.reason);
      return;
    }
    await dropDraft();
    navigate(`${back}?member=${entityId}&saved=1`, { replace: true });
  });
  const discard = async () => {
    await dropDraft();
    navigate(back);
  };
  const fill = (card: IdentityCard) => {
    const options = { shouldDirty: true, shouldValidate: true } as const;
    setValue('name', card.name, options);
    setValue('birth', card.birthDate.split('-').reverse().join('/'), options);
    setValue('sex', card.sex, options);
    setValue('cccd', card.number, options);
  };
  return { form, values, lookup, draft, back, failure, save, discard, fill };
}
