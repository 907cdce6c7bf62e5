/** Changes the data of a person. */

import { ButtonLink, EmptyState, Page, Skeleton } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { EntityRef } from '../../../vault/index.ts';
import { householdRefOf } from '../../hrefs.ts';
import { appMessages } from '../../messages.ts';
import { useVault } from '../../services.ts';
import { OneWindow } from '../../windows/one-window.tsx';
import { peopleMessages } from './messages.ts';
import { PersonForm } from './person-form.tsx';
import { fromPerson } from './person-values.ts';
import { personDraft } from './use-person-form.ts';

export default function EditPersonScreen({ scope, id }: EntityRef) {
  const t = useMessages(peopleMessages);
  return (
    <OneWindow form={personDraft({ scope, id })} title={t('person.edit.title')} back="/">
      <EditPerson scope={scope} id={id} />
    </OneWindow>
  );
}

function EditPerson({ scope, id }: EntityRef) {
  const t = useMessages(appMessages, peopleMessages);
  const found = useVault(
    async (vault) => ({
      person: await vault.person({ scope, id }),
      draft: await vault.draft(personDraft({ scope, id })),
    }),
    [scope, id],
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
      household={householdRefOf(person)}
      person={person}
      initial={fromPerson(person)}
      kept={draft?.value ?? null}
    />
  );
}
