/** The ways to the sections of the administration: a line of links over each section, and a list of all with a sentence. */

import { Link } from 'wouter';
import { Card, ListRow } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import { useSession } from '../services.ts';
import styles from './admin.module.css';
import { adminMessages } from './messages.ts';
import { type Section, sectionsFor } from './sections.ts';

/** @param scope the chosen commune, which the next section keeps */
export function SectionLinks({ open, scope }: { readonly open: Section; readonly scope: string }) {
  const t = useMessages(adminMessages);
  const sections = sectionsFor(useSession().posts);
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
