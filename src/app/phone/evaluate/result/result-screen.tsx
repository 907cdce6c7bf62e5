/** Kết quả of a finished evaluation, scored again on this phone with the very set it names. */

import { useEffect } from 'react';
import { explain, plans, score } from '../../../../criteria/index.ts';
import { answersOf, type PinnedSet } from '../../../../programme/index.ts';
import { ButtonLink, Card, EmptyState, formatInstant, Notice, Page, Skeleton } from '../../../../ui/index.ts';
import { useMessages } from '../../../../ui/use-messages.ts';
import type { EntityRef, StoredEvaluation, SubjectView, Vault } from '../../../../vault/index.ts';
import { homeHref } from '../../../hrefs.ts';
import { useServices, useSession, useSyncStatus, useVault } from '../../../services.ts';
import { useOnline } from '../../../use-online.ts';
import { SyncChip } from '../../sync/sync-chip.tsx';
import { PAD_HEIGHT, PAD_WIDTH } from '../consent/signature-path.ts';
import { type CompiledSet, criteriaOf } from '../criteria-of.ts';
import { evaluateMessages } from '../messages.ts';
import { PhotoView } from '../photo-view.tsx';
import styles from '../visit.module.css';
import { resultMessages } from './messages.ts';
import { ResultView } from './result-view.tsx';

interface Found {
  readonly stored: StoredEvaluation;
  /** Null where the subject is not on this phone, or of a kind that has no lists yet. */
  readonly whom: SubjectView | null;
}

async function read(vault: Vault, { scope, id }: EntityRef): Promise<Found | null> {
  const stored = await vault.evaluation({ scope, id });
  return stored && { stored, whom: await vault.subject(scope, stored.evaluation.subject) };
}

export default function ResultScreen({ scope, id }: EntityRef) {
  const t = useMessages(evaluateMessages, resultMessages);
  const found = useVault((vault) => read(vault, { scope, id }), [scope, id]);
  if (found === undefined) {
    return (
      <Page title={t('visit.result.title')} back="/">
        <Skeleton rows={6} />
      </Page>
    );
  }
  if (found === null) {
    return (
      <Page title={t('visit.result.title')} back="/">
        <EmptyState
          title={t('visit.stored.missing.title')}
          action={<ButtonLink href="/sync">{t('visit.saved.sync')}</ButtonLink>}
        >
          {t('visit.stored.missing.text')}
        </EmptyState>
      </Page>
    );
  }
  return <Stored found={found} />;
}

function Stored({ found: { stored, whom } }: { readonly found: Found }) {
  const t = useMessages(resultMessages);
  const { officer } = useSession();
  const { evaluation, author, sync, conflict, waitingRevIds } = stored;
  const criteria = useCriteria(evaluation.criteriaSet);
  const when = formatInstant(evaluation.finishedAt);
  return (
    <Page
      title={whom?.name ?? t('visit.result.title')}
      subtitle={t('visit.stored.by', { author: author === officer.id ? officer.name : author.slice(0, 8), when })}
      back={whom === null ? '/' : homeHref(whom)}
      actions={<SyncChip state={sync} />}
    >
      {conflict && <Notice tone="warn">{t('visit.stored.conflict')}</Notice>}
      <StatusNotice stored={stored} />
      {waitingRevIds.length > 0 && <Notice tone="info">{t('visit.stored.waiting')}</Notice>}
      {criteria === undefined ? <Skeleton rows={6} /> : <Explained stored={stored} criteria={criteria} />}
      <Notes stored={stored} />
      {evaluation.signature !== undefined && (
        <Card title={t('visit.stored.signature')}>
          <svg
            className={styles.pad}
            viewBox={`0 0 ${PAD_WIDTH} ${PAD_HEIGHT}`}
            role="img"
            aria-label={t('visit.stored.signature')}
          >
            <path d={evaluation.signature} />
          </svg>
        </Card>
      )}
    </Page>
  );
}

/** Asks for the set where this phone lacks it and there is a network. @returns undefined while loading, null where it is not here */
function useCriteria(pinned: PinnedSet): CompiledSet | null | undefined {
  const { syncClient } = useServices();
  const online = useOnline();
  const criteria = useVault((vault) => criteriaOf(vault, pinned), [pinned.id, pinned.sha256]);
  const isMissing = criteria === null;
  useEffect(() => {
    if (isMissing && online) void syncClient.sync();
  }, [isMissing, online, syncClient]);
  return criteria;
}

function Explained({ stored, criteria }: { readonly stored: StoredEvaluation; readonly criteria: CompiledSet | null }) {
  const t = useMessages(evaluateMessages, resultMessages);
  const { running } = useSyncStatus();
  const { evaluation } = stored;
  const { total, max, verdict } = evaluation.clientResult;
  if (criteria === null) {
    return (
      <Notice tone="info" title={`${t(`visit.verdict.${verdict}`)}: ${total}/${max}`}>
        {t(running ? 'visit.stored.fetchingSet' : 'visit.stored.otherSet')}
      </Notice>
    );
  }
  const answers = answersOf(evaluation);
  const result = score(criteria.compiled, answers);
  return (
    <>
      {result.hash !== evaluation.clientResult.hash && (
        <Notice tone="warn">{t('visit.stored.differs', { total: result.total })}</Notice>
      )}
      <ResultView
        compiled={criteria.compiled}
        result={result}
        explanations={explain(result)}
        plans={result.verdict === 'fail' ? plans(criteria.compiled, answers) : []}
      />
    </>
  );
}

const WARNING: readonly StoredEvaluation['status'][] = ['returned', 'withdrawn', 'void'];

/** What the commune decided, and its words about the form that is shown. Before it decided there is nothing to say. */
function StatusNotice({ stored: { status, review } }: { readonly stored: StoredEvaluation }) {
  const t = useMessages(evaluateMessages);
  if (status === 'draft' || status === 'finished' || status === 'received') return null;
  return (
    <Notice tone={WARNING.includes(status) ? 'warn' : 'good'} title={t(`visit.status.${status}`)}>
      {review?.comment !== undefined && <p>{review.comment}</p>}
      {review?.reason !== undefined && <p>{review.reason}</p>}
      {Object.entries(review?.indicators ?? {}).map(([indicator, comment]) => (
        <p key={indicator}>{t('visit.status.indicator', { indicator, comment })}</p>
      ))}
    </Notice>
  );
}

function Notes({ stored }: { readonly stored: StoredEvaluation }) {
  const t = useMessages(resultMessages);
  const given = Object.entries(stored.evaluation.answers).flatMap(([indicator, { evidence }]) =>
    (evidence ?? []).map((item, at) => ({ indicator, item, key: `${indicator}-${at}` })),
  );
  if (given.length === 0) return null;
  return (
    <Card title={t('visit.stored.notes')}>
      <ul className={styles.items}>
        {given.map(({ indicator, item, key }, at) => (
          <li key={key} className={styles.item}>
            <strong>{indicator}.</strong>
            {item.kind === 'photo' && item.sha256 !== undefined ? (
              <PhotoView sha256={item.sha256} number={at + 1} />
            ) : (
              <span className={styles.note}>{item.text}</span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
