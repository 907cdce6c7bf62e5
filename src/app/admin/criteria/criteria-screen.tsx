/** Bộ tiêu chí: which sets the commune uses; another one is looked at, compared with a period and proposed. */

import { Card, Notice } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useOnline } from '../../use-online.ts';
import { adminMessages } from '../messages.ts';
import { SectionPage } from '../section-page.tsx';
import { SECTIONS } from '../sections.ts';
import { LookAtSet } from './look-at-set.tsx';
import { criteriaMessages } from './messages.ts';
import { SetsInUse } from './sets-in-use.tsx';

export default function CriteriaScreen() {
  const t = useMessages(criteriaMessages, adminMessages);
  const online = useOnline();
  return (
    <SectionPage section={SECTIONS.criteria} worksOffline>
      {({ scope }) => (
        <>
          <SetsInUse scope={scope} />
          {online ? (
            <LookAtSet scope={scope} />
          ) : (
            <Card title={t('criteria.look')}>
              <Notice tone="info" title={t('admin.offline.title')}>
                {t('admin.offline')}
              </Notice>
            </Card>
          )}
        </>
      )}
    </SectionPage>
  );
}
