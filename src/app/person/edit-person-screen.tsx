/** A person's data mended. */
import { ButtonLink, EmptyState, Page, Skeleton } from '../kit/index.ts';
import { useMessages } from '../messages/index.ts';
import { OneWindow } from '../one-window.tsx';
import { useVault } from '../services.ts';
import { PersonForm } from './person-form.tsx';
import { fromCitizen } from './person-values.ts';

export default function EditPersonScreen({ citizenId }: { readonly citizenId: string }) {
  const t = useMessages();
  return (
    <OneWindow form={`citizen-edit:${citizenId}`} title={t('person.edit.title')} back="/">
      <EditPerson citizenId={citizenId} />
    </OneWindow>
  );
}

function EditPerson({ citizenId }: { readonly citizenId: string }) {
  const t = useMessages();
  const found = useVault(
    async (vault) => ({
      person: await vault.person(citizenId),
      draft: await vault.draft(`citizen-edit:${citizenId}`),
    }),
    [citizenId],
  );
  if (found === undefined) {
    return (
      <Page title={t('person.edit.title')} back="/">
        <Skeleton rows={6} />
      </Page>
    );
  }
  const { person, draft } = found;
  if (person === null) {
    return (
      <Page title={t('person.edit.title')} back="/">
        <EmptyState title={t('person.missing')} action={<ButtonLink href="/search">{t('nav.search')}</ButtonLink>} />
      </Page>
    );
  }
  return (
    <PersonForm
      title={t('person.edit.title')}
      subtitle={person.citizen.name}
      householdId={person.citizen.householdId}
      scope={person.scope}
      person={person}
      initial={fromCitizen(person.citizen)}
      kept={draft?.value ?? null}
    />
  );
}
