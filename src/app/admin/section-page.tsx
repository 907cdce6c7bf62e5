/** The frame of a section of the administration: navigation, the commune it is about, who may see it, the network it needs. */

import { Fragment, type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { may } from '../../programme/index.ts';
import type { Session } from '../../protocol/index.ts';
import { OfflineIcon } from '../../ui/icons.ts';
import { EmptyState, Field, Notice, Page, Select } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import { useSession } from '../services.ts';
import { useOnline } from '../use-online.ts';
import { adminMessages } from './messages.ts';
import { ProposalsContext, useReadProposals } from './proposals/proposals.ts';
import { SectionLinks } from './section-nav.tsx';
import type { Section } from './sections.ts';

export type ChosenCommune = Session['communes'][number];

export interface SectionPageProps {
  readonly section: Section;
  /** The section's own name where it is omitted. */
  readonly title?: string;
  readonly back?: string;
  /** Stands below, also for whoever has no commune. */
  readonly below?: ReactNode;
  /** Whether the section needs no network. */
  readonly worksOffline?: boolean;
  /** @param commune the chosen one; the content is made anew for another one */
  readonly children: (commune: ChosenCommune) => ReactNode;
}

/** The commune stands in the address, so that back, reload and sharing keep it. */
export function SectionPage({
  section,
  title,
  back = '/settings',
  worksOffline = false,
  below,
  children,
}: SectionPageProps) {
  const t = useMessages(adminMessages);
  const { posts, communes: all } = useSession();
  const [path, navigate] = useLocation();
  const online = useOnline();
  // What is typed, and a code that is shown once, must not go with a network that is away for a second.
  const [wasOnline, setWasOnline] = useState(online);
  if (online && !wasOnline) setWasOnline(true);
  const communes = all.filter(({ scope }) => may(posts, section.action, scope));
  const [wanted, setWanted] = useState(() => new URLSearchParams(location.search).get('scope'));
  const commune = communes.find(({ scope }) => scope === wanted) ?? communes[0];
  const proposals = useReadProposals(online ? (commune?.scope ?? null) : null);
  const choose = (scope: string) => {
    setWanted(scope);
    navigate(`${path}?${new URLSearchParams({ scope })}`, { replace: true });
  };
  return (
    <ProposalsContext value={proposals}>
      <Page title={title ?? t(section.title)} subtitle={commune && placeOf(commune)} back={back}>
        <SectionLinks open={section} scope={commune?.scope ?? ''} />
        {communes.length > 1 && commune !== undefined && (
          <Field label={t('admin.commune')}>
            <Select value={commune.scope} onChange={(event) => choose(event.target.value)} data-testid="admin-commune">
              {communes.map((each) => (
                <option key={each.scope} value={each.scope}>
                  {placeOf(each)}
                </option>
              ))}
            </Select>
          </Field>
        )}
        {commune === undefined ? (
          below === undefined && <EmptyState title={t('admin.notAllowed.title')}>{t('admin.notAllowed')}</EmptyState>
        ) : online || worksOffline || wasOnline ? (
          <>
            {!online && !worksOffline && (
              <Notice tone="warn" live="status" title={t('admin.offline.title')}>
                {t('admin.offline')}
              </Notice>
            )}
            <Fragment key={commune.scope}>{children(commune)}</Fragment>
          </>
        ) : (
          <EmptyState icon={<OfflineIcon aria-hidden />} title={t('admin.offline.title')}>
            {t('admin.offline')}
          </EmptyState>
        )}
        {below}
      </Page>
    </ProposalsContext>
  );
}

function placeOf({ name, province }: ChosenCommune): string {
  return `${name} (${province})`;
}
