/** The table of the sets that the commune uses today or will use; it needs no network. */

import { use } from 'react';
import { Card, formatDay, Skeleton } from '../../../ui/index.ts';
import { LanguageContext, useMessages } from '../../../ui/use-messages.ts';
import { useServices, useSession, useVault } from '../../services.ts';
import styles from '../admin.module.css';
import { adminMessages } from '../messages.ts';
import { Table } from '../table.tsx';
import { criteriaMessages } from './messages.ts';
import { type SetOfCommune, setsOfCommune } from './sets-of-commune.ts';
import { shortHash } from './short-hash.ts';

export function SetsInUse({ scope }: { readonly scope: string }) {
  const t = useMessages(criteriaMessages, adminMessages);
  const language = use(LanguageContext);
  const { clock } = useServices();
  const session = useSession();
  const sets = useVault((vault) => setsOfCommune(vault, clock, session, scope), [scope, session]);
  if (sets === undefined) return <Skeleton rows={4} />;
  const whenOf = ({ from, state }: SetOfCommune) => {
    if (from === null) return t('criteria.when.shipped');
    return t(state === 'in-force' ? 'criteria.when.inForce' : 'criteria.when.coming', { from: formatDay(from) });
  };
  const rows = sets.map((each) => {
    const { subject, set, about, from } = each;
    const { id, version, sha256 } = set;
    const points = about?.passPoints ?? null;
    return {
      id: `${subject.kind} ${subject.group} ${from}`,
      cells: [
        about === null ? id : t('criteria.titled', { title: about.title[language], id }),
        about === null ? t('criteria.group', { group: subject.group }) : about.subject[language],
        about === null ? version : t(`criteria.version.${about.status}`, { version }),
        whenOf(each),
        about === null ? t('criteria.notHere') : points === null ? '' : t('criteria.pass.points', { points }),
        <span key="hash" className={styles.whole}>
          {shortHash(sha256)}
        </span>,
      ],
    };
  });
  const heads = ['title', 'subject', 'version', 'when', 'pass', 'hash'] as const;
  return (
    <Card title={t('criteria.used')} flush>
      <Table
        caption={t('criteria.used')}
        heads={heads.map((head) => t(`criteria.${head}`))}
        actsHead={t('admin.acts')}
        rows={rows}
        data-testid="set-in-use"
      />
    </Card>
  );
}
