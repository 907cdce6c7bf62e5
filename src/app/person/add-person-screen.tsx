/** A new member of a household. */
import { ButtonLink, EmptyState, Page, Skeleton } from '../kit/index.ts';
import { useMessages } from '../messages/index.ts';
import { OneWindow } from '../one-window.tsx';
import { useVault } from '../services.ts';
import { PersonForm } from './person-form.tsx';
import { EMPTY_PERSON } from './person-values.ts';

export default function AddPersonScreen({ householdId }: { readonly householdId: string }) {
  const t = useMessages();
  return (
    <OneWindow form={`citizen:${householdId}`} title={t('person.add.title')} back={`/household/${householdId}`}>
      <AddPerson householdId={householdId} />
    </OneWindow>
  );
}

function AddPerson({ householdId }: { readonly householdId: string }) {
  const t = useMessages();
  const found = useVault(
    async (vault) => ({
      view: await vault.household(householdId),
      draft: await vault.draft(`citizen:${householdId}`),
    }),
    [householdId],
  );
  if (found === undefined) {
    return (
      <Page title={t('person.add.title')} back={`/household/${householdId}`}>
        <Skeleton rows={6} />
      </Page>
    );
  }
  if (found.view === null) {
    return (
      <Page title={t('person.add.title')} back="/">
        <EmptyState
          title={t('household.missing.title')}
          action={<ButtonLink href="/search">{t('nav.search')}</ButtonLink>}
        >
          {t('household.missing.text')}
        </EmptyState>
      </Page>
    );
  }
  const { home, members } = found.view;
  return (
    <PersonForm
      title={t('person.add.title')}
      subtitle={`${t('household.title', { number: home.household.number })} · ${home.household.hamlet}`}
      householdId={householdId}
      scope={home.scope}
      person={null}
      initial={members.length === 0 ? { ...EMPTY_PERSON, relation: 'chu-ho' } : EMPTY_PERSON}
      kept={found.draft?.value ?? null}
    />
  );
}
