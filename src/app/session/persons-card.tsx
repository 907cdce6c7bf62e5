/** In Cài đặt: who else is enrolled on this phone, and how one of them, or somebody new, takes their turn. */

import { useState } from 'react';
import { UserPlusIcon } from '../../ui/icons.ts';
import { Button } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import { useServices } from '../services.ts';
import { sessionMessages } from './messages.ts';
import { PersonRows } from './person-rows.tsx';
import { switchTo, usePersons } from './take-turns.ts';

export function PersonsCard() {
  const t = useMessages(sessionMessages);
  const services = useServices();
  const persons = usePersons();
  const [busy, setBusy] = useState(false);
  if (persons === undefined) return null;
  const others = persons.filter(({ store }) => store !== services.vault.store);
  const go = (store: string | null) => {
    setBusy(true);
    void switchTo(services, store);
  };
  return (
    <PersonRows
      title={t('persons.title')}
      hint={t(others.length === 0 ? 'persons.alone' : 'persons.hint')}
      persons={others}
      onChoose={go}
    >
      <Button icon={<UserPlusIcon aria-hidden />} busy={busy} onClick={() => go(null)} data-testid="add-person-here">
        {t('persons.add')}
      </Button>
    </PersonRows>
  );
}
