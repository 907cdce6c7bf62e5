/** The events that a filter lets through, the newest first, a page at a time. */

import { useCallback, useState } from 'react';
import type { AccountRow, EventList } from '../../../protocol/index.ts';
import { Button, EmptyState, formatInstant, Skeleton } from '../../../ui/index.ts';
import { useMessages, useRuntimeMessages } from '../../../ui/use-messages.ts';
import { useKindLabel } from '../../kind-label.ts';
import { useSession } from '../../services.ts';
import { adminMessages } from '../messages.ts';
import { RefusalNotice } from '../refusal-notice.tsx';
import { type Refusal, useAnswer } from '../use-answer.ts';
import { eventKindMessages } from './kind-messages.ts';
import styles from './log.module.css';
import { type LogFilter, useLogApi } from './log-api.ts';
import { logMessages } from './messages.ts';
import { eventSentence, type SentenceWords } from './sentence.ts';

export interface EventTableProps {
  readonly scope: string;
  readonly people: readonly AccountRow[];
  /** Stays the same as long as the table is shown. */
  readonly filter: LogFilter;
}

export function EventTable({ scope, people, filter }: EventTableProps) {
  const t = useMessages(logMessages);
  const api = useLogApi();
  // The table is made anew for another filter, whose first page this one asks for.
  const [first] = useState(filter);
  const { value, refusal, reload } = useAnswer(useCallback(() => api.events(scope, first, null), [api, scope, first]));
  const [older, setOlder] = useState<readonly EventList[]>([]);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const words = useSentenceWords(people, [...(value === null ? [] : [value]), ...older]);
  if (value === null)
    return refusal === null ? <Skeleton rows={6} /> : <RefusalNotice refusal={refusal} onAgain={reload} />;
  const pages = [value, ...older];
  const events = pages.flatMap((page) => page.events);
  if (events.length === 0) return <EmptyState title={t('log.none')} />;
  const showMore = async () => {
    setBusy(true);
    const answer = await api.events(scope, first, events.at(-1)?.n ?? null);
    setBusy(false);
    setRefused(answer.kind === 'ok' ? null : answer);
    if (answer.kind === 'ok') setOlder([...older, answer.value]);
  };
  return (
    <>
      <EventRows events={events} scope={scope} words={words} />
      <RefusalNotice refusal={refused} />
      <div className={styles.end}>
        {pages.at(-1)?.more ? (
          <Button busy={busy} onClick={() => void showMore()} data-testid="log-more">
            {t('log.more')}
          </Button>
        ) : (
          <p>{t('log.all')}</p>
        )}
      </div>
    </>
  );
}

interface EventRowsProps {
  readonly events: EventList['events'];
  readonly scope: string;
  readonly words: SentenceWords;
}

function EventRows({ events, scope, words }: EventRowsProps) {
  return (
    <ol className={styles.events}>
      {events.map((event) => (
        <li key={event.n} className={styles.event} data-testid="event">
          <time dateTime={event.at} className={styles.when}>
            {formatInstant(event.at)}
          </time>
          <p>{eventSentence(event, scope, words)}</p>
        </li>
      ))}
    </ol>
  );
}

/** @returns what sentences are made with, in the language of the interface */
function useSentenceWords(people: readonly AccountRow[], pages: readonly EventList[]): SentenceWords {
  const t = useRuntimeMessages(logMessages, eventKindMessages, adminMessages);
  const kindLabel = useKindLabel();
  const { communes } = useSession();
  const devices = people.flatMap((account) => account.devices);
  return {
    t,
    kindLabel,
    personName: (id) =>
      people.find((account) => account.id === id)?.name ?? pages.find((page) => id in page.people)?.people[id],
    deviceName: (device) => devices.find((each) => each.device === device)?.name ?? undefined,
    communeName: (scope) => communes.find((each) => each.scope === scope)?.name,
  };
}
