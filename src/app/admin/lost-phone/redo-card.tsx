/** What of the work on the phone is to be done again, as far as anybody can tell. */

import { lostWork } from '../../../programme/index.ts';
import type { LostPhone } from '../../../protocol/index.ts';
import { Card, formatInstant } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { lostMessages } from './messages.ts';

export function RedoCard({ phone }: { readonly phone: LostPhone }) {
  const t = useMessages(lostMessages);
  const work = lostWork(phone);
  return (
    <Card title={t('lost.redo')} data-testid="lost-redo">
      {work.kind === 'everything' ? (
        <p>{t('lost.redo.everything')}</p>
      ) : (
        <>
          <p>{t('lost.redo.after', { when: formatInstant(work.since) })}</p>
          <p>
            {work.waitedThen === null
              ? t('lost.redo.unknown')
              : work.waitedThen === 0
                ? t('lost.redo.none')
                : t('lost.redo.waited', { count: work.waitedThen })}
          </p>
        </>
      )}
      <p>{t('lost.redo.ask', { person: phone.officer.name })}</p>
    </Card>
  );
}
