/** What is wrong with the data on the phone, and what to do about it. */

import { ButtonLink, Notice } from '../../../../ui/index.ts';
import { useMessages } from '../../../../ui/use-messages.ts';
import type { Health } from '../../../../vault/index.ts';
import { appMessages } from '../../../messages.ts';
import { keepingMessages } from './messages.ts';

export default function KeepingDetails({ health: { opened, full, journal } }: { readonly health: Health }) {
  const t = useMessages(appMessages, keepingMessages);
  return (
    <>
      {journal === 'memory' && (
        <Notice tone="bad" live="alert" data-testid="keeping-memory">
          {t('keeping.memory')}
        </Notice>
      )}
      {full && (
        <Notice
          tone="bad"
          live="alert"
          title={t('keeping.full.title')}
          data-testid="keeping-full"
          action={<ButtonLink href="/settings">{t('keeping.openSettings')}</ButtonLink>}
        >
          {t('keeping.full')}
        </Notice>
      )}
      {(opened === 'rebuilt' || opened === 'lost' || opened === 'behind' || opened === 'cloned') && (
        <Notice
          tone={opened === 'lost' || opened === 'behind' ? 'bad' : 'warn'}
          live="status"
          title={t(`keeping.${opened}.title`)}
          data-testid={`keeping-${opened}`}
        >
          {t(`keeping.${opened}`)}
        </Notice>
      )}
    </>
  );
}
