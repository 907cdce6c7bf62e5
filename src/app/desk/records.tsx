/** Bản ghi: what the commune's endpoint holds of any kind of record, a list that asks nothing of the kind but its name. */

import { useEffect, useRef, useState } from 'react';
import { KINDS, type Kind, may } from '../../programme/index.ts';
import { type RecordList, recordList } from '../../protocol/index.ts';
import { Button, Card, EmptyState, Field, formatInstant, ListRow, Select, Skeleton } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import { createAsk } from '../ask-endpoint.ts';
import { useKindLabel } from '../kind-label.ts';
import { useSession } from '../services.ts';
import styles from './desk.module.css';
import { FailureNotice } from './failure-notice.tsx';
import { deskMessages } from './messages.ts';
import type { AskFailure } from './use-desk.ts';

/** The list of one kind. The endpoint is asked for it when the kind is chosen. */
export function Records({ scope }: { readonly scope: string }) {
  const t = useMessages(deskMessages);
  const label = useKindLabel();
  const { token, posts } = useSession();
  const [kind, setKind] = useState<Kind | ''>('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const { list, tooLarge, more, state } = useRecords(token, scope, kind);

  const save = async () => {
    setBusy(true);
    const answer = await createAsk(token).raw(`/v1/export/${kind}?${new URLSearchParams({ scope })}`);
    setFailure(answer.kind === 'ok' ? null : answer);
    if (answer.kind === 'ok') offer(await answer.value.blob(), `${kind}.json`);
    setBusy(false);
  };
  return (
    <Card flush title={t('desk.records')}>
      <div className={styles.padded}>
        <Field label={t('desk.records.kind')}>
          <Select
            value={kind}
            onChange={(event) => setKind(KINDS.find((known) => known === event.target.value) ?? '')}
            data-testid="records-kind"
          >
            <option value="">{t('desk.records.choose')}</option>
            {KINDS.map((known) => (
              <option key={known} value={known}>
                {label(known)}
              </option>
            ))}
          </Select>
        </Field>
        {kind !== '' && may(posts, 'export-records', scope) && (
          <Button busy={busy} onClick={() => void save()} data-testid="records-export">
            {t('desk.records.export')}
          </Button>
        )}
      </div>
      {[failure, state].map((each) => each !== null && <FailureNotice key={each.kind} failure={each} />)}
      {kind !== '' && list === null && state === null && <Skeleton rows={3} />}
      {list?.length === 0 && tooLarge.length === 0 && more === null && <EmptyState title={t('desk.records.none')} />}
      {kind !== '' && <RecordRows kind={kind} list={list ?? []} tooLarge={tooLarge} />}
      {more !== null && (
        <Button wide onClick={more} data-testid="records-more">
          {t('desk.records.more')}
        </Button>
      )}
    </Card>
  );
}

interface RecordRowsProps {
  readonly kind: Kind;
  readonly list: RecordList['rows'];
  /** Ids of the entities whose history is too large to be shown. */
  readonly tooLarge: readonly string[];
}

function RecordRows({ kind, list, tooLarge }: RecordRowsProps) {
  const t = useMessages(deskMessages);
  const label = useKindLabel();
  return (
    <ul>
      {list.map((row) => (
        <ListRow
          key={row.id}
          data-testid="record"
          title={row.title || label(kind)}
          detail={[
            row.author.name ?? row.author.id,
            formatInstant(row.deviceTime),
            row.conflict && t('desk.records.conflict'),
          ]
            .filter(Boolean)
            .join(' · ')}
        />
      ))}
      {tooLarge.map((id) => (
        <ListRow
          key={id}
          data-testid="record-too-large"
          title={label(kind)}
          detail={t('desk.records.tooLarge', { id })}
        />
      ))}
    </ul>
  );
}

function useRecords(token: string, scope: string, kind: Kind | '') {
  const [list, setList] = useState<RecordList['rows'] | null>(null);
  const [tooLarge, setTooLarge] = useState<readonly string[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [state, setState] = useState<AskFailure | null>(null);
  /** Changes whenever a kind or a commune is chosen, so that a late page of another list is known. */
  const shown = useRef(0);
  /** @returns null where the page did not come, or is of no list any more */
  const read = async (of: number, after: string): Promise<RecordList | null> => {
    const path = `/v1/records/${kind}?${new URLSearchParams({ scope, after })}`;
    const answer = await createAsk(token).json(path, recordList);
    if (shown.current !== of) return null;
    setState(answer.kind === 'ok' ? null : answer);
    return answer.kind === 'ok' ? answer.value : null;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another kind or commune is another list
  useEffect(() => {
    shown.current += 1;
    const of = shown.current;
    setList(null);
    setTooLarge([]);
    setNext(null);
    setState(null);
    if (kind === '') return;
    void read(of, '').then((page) => {
      if (page === null) return;
      setList(page.rows);
      setTooLarge(page.tooLarge);
      setNext(page.next);
    });
    return () => {
      shown.current += 1;
    };
  }, [token, scope, kind]);
  const more = async (after: string) => {
    const of = shown.current;
    // A page is not asked for a second time while it is on its way.
    setNext(null);
    const page = await read(of, after);
    if (shown.current !== of) return;
    if (page !== null) {
      setList((before) => [...(before ?? []), ...page.rows]);
      setTooLarge((before) => [...before, ...page.tooLarge]);
    }
    setNext(page === null ? after : page.next);
  };
  return { list, tooLarge, state, more: next === null ? null : () => void more(next) };
}

/** Hands a file over as a download of the browser. */
function offer(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
