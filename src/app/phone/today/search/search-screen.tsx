/** Tìm searches the whole roster, from memory, at each keystroke. */

import { memo, startTransition, useEffect, useRef, useState } from 'react';
import { GoodIcon, SearchIcon, UnstartedIcon } from '../../../../ui/icons.ts';
import {
  ButtonLink,
  Card,
  Chip,
  EmptyState,
  Field,
  ListRow,
  Page,
  ProgressBar,
  TextInput,
} from '../../../../ui/index.ts';
import { useMessages } from '../../../../ui/use-messages.ts';
import type { RosterRow } from '../../../../vault/index.ts';
import { hrefs } from '../../../hrefs.ts';
import { useServices, useSyncStatus } from '../../../services.ts';
import { todayMessages } from '../messages.ts';
import { searchMessages } from './messages.ts';
import styles from './search.module.css';

const RESULTS_MAX = 50;
/** So many are drawn at once, more than a phone shows. The rest follows after a pause, so that typing never waits. */
const RESULTS_FIRST = 6;
const REST_AFTER_MS = 250;

/** What was typed last; it is remembered so that coming back from a household shows the same list. */
let remembered = '';

interface Found {
  readonly text: string;
  readonly rows: readonly RosterRow[];
}

/** Reads the roster at each change of what is typed, and after each change of the roster. */
function useSearch(text: string): { found: Found | null; drawn: readonly RosterRow[] } {
  const { vault } = useServices();
  const [found, setFound] = useState<Found | null>(null);
  const [whole, setWhole] = useState<Found | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => startTransition(() => setWhole(found)), REST_AFTER_MS);
    return () => clearTimeout(timer);
  }, [found]);
  useEffect(() => {
    remembered = text;
    const typed = text.trim();
    let alive = true;
    const look = () => {
      if (typed === '') setFound(null);
      else void vault.search(typed, RESULTS_MAX).then((rows) => alive && setFound({ text: typed, rows }));
    };
    look();
    const stop = vault.subscribe((change) => change === 'records' && look());
    return () => {
      alive = false;
      stop();
    };
  }, [text, vault]);
  const rows = found?.rows ?? [];
  return { found, drawn: found === whole ? rows : rows.slice(0, RESULTS_FIRST) };
}

/** Instant search. */
export default function SearchScreen() {
  const t = useMessages(searchMessages);
  const [text, setText] = useState(remembered);
  const { found, drawn } = useSearch(text);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <Page title={t('search.title')}>
      <div className={styles.bar}>
        <Field label={t('search.label')} hint={t('search.hint')}>
          <TextInput
            ref={input}
            type="search"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autoCorrect="off"
            autoCapitalize="words"
            spellCheck={false}
            maxLength={120}
            enterKeyHint="search"
            data-testid="search"
          />
        </Field>
      </div>
      {found !== null ? (
        <Results found={found} drawn={drawn} />
      ) : (
        text.trim() === '' && <EmptyState icon={<SearchIcon aria-hidden />} title={t('search.start')} />
      )}
    </Page>
  );
}

interface ResultsProps {
  readonly found: Found;
  /** The rows of it that are drawn by now. */
  readonly drawn: readonly RosterRow[];
}

function Results({ found, drawn }: ResultsProps) {
  const t = useMessages(searchMessages, todayMessages);
  const { running, lastSuccessAt } = useSyncStatus();
  if (found.rows.length > 0) {
    return (
      <>
        <p role="status" className={styles.count}>
          {t(found.rows.length === RESULTS_MAX ? 'search.first' : 'search.count', { count: found.rows.length })}
        </p>
        <Card flush>
          <ul>
            {drawn.map((row, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row without state is changed in place, not made anew
              <Result key={place} row={row} />
            ))}
          </ul>
        </Card>
      </>
    );
  }
  // Before the first whole download, not to be found means nothing yet.
  if (running && lastSuccessAt === null) return <ProgressBar label={t('today.downloading')} />;
  return (
    <EmptyState
      icon={<SearchIcon aria-hidden />}
      title={t('search.none', { text: found.text })}
      action={
        <div className={styles.offers}>
          <ButtonLink href="/">{t('search.none.today')}</ButtonLink>
          <ButtonLink href="/household/new">{t('search.none.household')}</ButtonLink>
        </div>
      }
    >
      {t('search.none.text')}
    </EmptyState>
  );
}

const Result = memo(function Result({ row }: { readonly row: RosterRow }) {
  const t = useMessages(searchMessages);
  const detail = t('search.detail', { year: row.birthYear, hamlet: row.hamlet, number: row.householdNumber });
  return (
    <ListRow
      href={`${hrefs.household({ scope: row.scope, id: row.householdId })}?member=${row.id}`}
      data-testid="result"
      title={row.name}
      detail={row.cccdTail === null ? detail : `${detail} · ${t('search.cccd', { tail: row.cccdTail })}`}
      end={
        row.evaluated ? (
          <Chip tone="good" icon={<GoodIcon aria-hidden />}>
            {t('search.evaluated')}
          </Chip>
        ) : (
          <Chip icon={<UnstartedIcon aria-hidden />}>{t('search.notEvaluated')}</Chip>
        )
      }
    />
  );
});
