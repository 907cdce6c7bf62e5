/** What came of the last round, as sentences with what to do. */
import type { SyncOutcome } from '../../../sync/index.ts';
import { Notice } from '../../../ui/index.ts';
import { useMessages, useRuntimeMessages } from '../../../ui/use-messages.ts';
import { asksForCode } from '../../session/asks-for-code.ts';
import { RenewCode } from '../../session/renew-code.tsx';
import { FreeRoom } from '../storage/free-room.tsx';
import { syncMessages } from './messages.ts';
import { sizeText } from './size-text.ts';

export function OutcomeNotice({ outcome }: { readonly outcome: SyncOutcome }) {
  const t = useMessages(syncMessages);
  const sentence = useRuntimeMessages(syncMessages);
  const handedIn = outcome.kind === 'signed-out' ? (outcome.handedIn ?? 0) : 0;
  // A closed account gets no code.
  const isClosed = outcome.kind === 'signed-out' && outcome.why === 'account-closed';
  const renew = asksForCode(outcome) && !isClosed && <RenewCode />;
  switch (outcome.kind) {
    case 'done':
      return (
        <>
          <Notice tone="good" live="status">
            {outcome.pushed + outcome.pulled === 0
              ? t('sync.outcome.doneNothing')
              : t('sync.outcome.done', { pushed: outcome.pushed, pulled: outcome.pulled })}{' '}
            {t('sync.bytes', { sent: sizeText(outcome.bytesSent), received: sizeText(outcome.bytesReceived) })}
          </Notice>
          {outcome.attention > 0 && (
            <Notice tone="warn">{t('sync.outcome.attention', { count: outcome.attention })}</Notice>
          )}
          {outcome.relayed !== undefined && (
            <Notice tone="good">{t('sync.outcome.relayed', { count: outcome.relayed })}</Notice>
          )}
        </>
      );
    case 'error': {
      const known = sentence(`sync.error.${outcome.code}`);
      return (
        <>
          <Notice tone="bad" live="alert" title={t('sync.outcome.error.title')}>
            <p>{known.startsWith('sync.error.') ? t('sync.error.other', { code: outcome.code }) : known}</p>
            {outcome.code === 'quota' && <FreeRoom />}
          </Notice>
          {renew}
        </>
      );
    }
    default:
      return (
        <>
          <Notice
            tone="warn"
            live="status"
            title={t(isClosed ? 'sync.outcome.closed.title' : `sync.outcome.${outcome.kind}.title`)}
          >
            {t(isClosed ? 'sync.outcome.closed' : `sync.outcome.${outcome.kind}`)}
            {handedIn > 0 && !isClosed && ` ${t('sync.outcome.handedIn', { count: handedIn })}`}
          </Notice>
          {renew}
        </>
      );
  }
}
