/** Quản trị: its sections, each under an address of its own. */

import { Route, Switch } from 'wouter';
import { EmptyState, Page } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import { whenOpened } from '../later.tsx';
import { useSession } from '../services.ts';
import { adminMessages } from './messages.ts';
import { SectionCards } from './section-nav.tsx';
import { SECTIONS, type Section, sectionsFor } from './sections.ts';

const LostPhoneScreen = whenOpened(() => import('./lost-phone/lost-phone-screen.tsx'));

/** The administration. It stands inside of a session. */
export default function AdminScreen() {
  const sections: readonly Section[] = Object.values(SECTIONS);
  return (
    <Switch>
      {sections.map(({ href, Screen }) => (
        <Route key={href} path={href} component={Screen} />
      ))}
      <Route path={`${SECTIONS.codes.href}/:device`} component={LostPhoneScreen} />
      <Route component={Overview} />
    </Switch>
  );
}

function Overview() {
  const t = useMessages(adminMessages);
  const sections = sectionsFor(useSession().posts);
  return (
    <Page title={t('admin.title')} subtitle={t('admin.subtitle')} back="/settings">
      {sections.length === 0 ? (
        <EmptyState title={t('admin.notAllowed.title')}>{t('admin.notAllowed')}</EmptyState>
      ) : (
        <SectionCards sections={sections} />
      )}
    </Page>
  );
}
