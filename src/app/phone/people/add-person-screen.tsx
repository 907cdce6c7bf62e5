/** A form for a new member of a household. */

import { ButtonLink, EmptyState, Page, Skeleton } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { EntityRef } from '../../../vault/index.ts';
import { hrefs } from '../../hrefs.ts';
import { appMessages } from '../../messages.ts';
import { useVault } from '../../services.ts';
import { OneWindow } from '../../windows/one-window.tsx';
import { peopleMessages } from './messages.ts';
import { PersonForm } from './person-form.tsx';
import { EMPTY_PERSON } from './person-values.ts';
import { newMemberDraft } from './use-person-form.ts';

export default function AddPersonScreen({ scope, id }: EntityRef) {
  const t = useMessages(peopleMessages);
  return (
    <OneWindow form={newMemberDraft({ scope, id })} title={t('person.add.title')} back={hrefs.household({ scope, id })}>
      <AddPerson scope={scope} id={id} />
    </OneWindow>
  );
}

function AddPerson({ scope, id }: EntityRef) {
  const t = useMessages(appMessages, peopleMessages);
  const found = useVault(
    async (vault) => ({
      view: await vault.household({ scope, id }),
      draft: await vault.draft(newMemberDraft({ scope, id })),
    }),
    [scope, id],
  );
  if (found === undefined) {
    return (
      <Page title={t('person.add.title')} back={hrefs.household({ scope, id })}>
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
      household={home}
      person={null}
      initial={members.length === 0 ? { ...EMPTY_PERSON, relation: 'chu-ho' } : EMPTY_PERSON}
      kept={found.draft?.value ?? null}
    />
  );
}
