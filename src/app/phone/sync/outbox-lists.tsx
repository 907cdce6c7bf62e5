/** The own records of the phone, in lists by what is still to be done about them. */
import { titledBy, titleOf } from '../../../programme/index.ts';
import { UploadIcon } from '../../../ui/icons.ts';
import { Card, EmptyState, formatInstant, ListRow, Skeleton } from '../../../ui/index.ts';
import { type MessageKey, useMessages, useRuntimeMessages } from '../../../ui/use-messages.ts';
import type { OutboxItem, SyncState } from '../../../vault/index.ts';
import { useKindLabel } from '../../kind-label.ts';
import { syncMessages } from './messages.ts';
import { countIn, type NamedOutbox } from './named-outbox.ts';
import styles from './sync.module.css';
import { SyncChip } from './sync-chip.tsx';

const LISTS: readonly {
  readonly title: MessageKey<typeof syncMessages>;
  readonly kinds: readonly SyncState['kind'][];
}[] = [
  { title: 'sync.list.attention', kinds: ['needs-attention'] },
  { title: 'sync.list.pending', kinds: ['on-phone', 'sent-photos-waiting'] },
  { title: 'sync.list.received', kinds: ['received'] },
];

/** @param outbox undefined while it is read */
export function OutboxLists({ outbox }: { readonly outbox: NamedOutbox | undefined }) {
  const t = useMessages(syncMessages);
  if (outbox === undefined) return <Skeleton rows={4} />;
  if (outbox.items.length === 0) {
    return (
      <EmptyState icon={<UploadIcon aria-hidden />} title={t('sync.empty.title')}>
        {t('sync.empty.text')}
      </EmptyState>
    );
  }
  return LISTS.map(({ title, kinds }) => (
    <Items
      key={title}
      title={t(title)}
      items={outbox.items.filter(({ state }) => kinds.includes(state.kind))}
      count={countIn(outbox, ...kinds)}
      names={outbox.names}
    />
  ));
}

interface ItemsProps {
  readonly title: string;
  /** The newest records, the newest first. */
  readonly items: readonly OutboxItem[];
  /** How many there are in all. */
  readonly count: number;
  readonly names: ReadonlyMap<string, string>;
}

function Items({ title, items, count, names }: ItemsProps) {
  const t = useMessages(syncMessages);
  const sentence = useRuntimeMessages(syncMessages);
  const label = useKindLabel();
  if (items.length === 0) return null;
  const reason = (code: string) => {
    const known = sentence(`sync.code.${code}`);
    return known.startsWith('sync.code.') ? t('sync.code.other', { code }) : known;
  };
  const about = ({ revision: { kind, payload } }: OutboxItem) => {
    return titleOf(kind, payload) || (names.get(titledBy(kind, payload)) ?? '');
  };
  return (
    <Card flush title={title}>
      <ul>
        {items.map((item) => {
          const { revision, state } = item;
          const detail =
            state.kind === 'received'
              ? t(state.corrected ? 'sync.corrected' : 'sync.at', { when: formatInstant(state.at) })
              : state.kind === 'needs-attention'
                ? reason(state.code)
                : t('sync.since', { when: formatInstant(revision.deviceTime) });
          return (
            <ListRow
              key={revision.revId}
              data-testid="outbox-item"
              title={[label(revision.kind), about(item)].filter(Boolean).join(' · ')}
              detail={detail}
              end={<SyncChip state={state} />}
            />
          );
        })}
      </ul>
      {count > items.length && <p className={styles.more}>{t('sync.more', { count: count - items.length })}</p>}
    </Card>
  );
}
