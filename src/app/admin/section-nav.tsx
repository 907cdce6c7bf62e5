/** The ways to the sections of the administration: a line of links over each section, and a list of all with a sentence. */

import { Link } from 'wouter';
import { Card, ListRow } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import { useSession } from '../services.ts';
import styles from './admin.module.css';
import { adminMessages } from './messages.ts';
import { proposalMessages } from './proposals/messages.ts';
import { countWaiting, useProposals } from './proposals/proposals.ts';
import { type Section, sectionsFor } from './sections.ts';

/** Beside a link stands how many proposals wait for the person. @param scope the chosen commune, which the next section keeps */
export function SectionLinks({ open, scope }: { readonly open: Section; readonly scope: string }) {
  const t = useMessages(adminMessages, proposalMessages);
  const sections = sectionsFor(useSession().posts);
  const waiting = countWaiting(useProposals().value);
  return (
    <nav className={styles.sections} aria-label={t('admin.sections')}>
      {sections.map(({ href, title }) => (
        <Link
          key={href}
          href={scope === '' ? href : `${href}?${new URLSearchParams({ scope })}`}
          className={styles.section ?? ''}
          aria-current={href === open.href ? 'page' : undefined}
        >
          {t(title)}
          {title === 'admin.section.proposals' && waiting > 0 && (
            <span className={styles.count} data-testid="proposals-waiting">
              <span aria-hidden>{waiting}</span>
              <span className={styles.hidden}>{t('proposals.waiting', { count: waiting })}</span>
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}

export function SectionCards({ sections }: { readonly sections: readonly Section[] }) {
  const t = useMessages(adminMessages);
  return (
    <Card flush>
      <ul>
        {sections.map(({ href, title }) => (
          <ListRow key={href} href={href} title={t(title)} detail={t(`${title}.text`)} data-testid="admin-section" />
        ))}
      </ul>
    </Card>
  );
}
