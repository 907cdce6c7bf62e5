/** Hộ: who lives here, what was done, and the next thing to do for each. */

import { useEffect, useRef } from 'react';
import { maskedTail } from '../../../programme/index.ts';
import {
  BadIcon,
  DraftIcon,
  FormIcon,
  GoodIcon,
  HistoryIcon,
  PencilIcon,
  UnstartedIcon,
  UserPlusIcon,
  WarnIcon,
} from '../../../ui/icons.ts';
import {
  ButtonLink,
  Card,
  Chip,
  EmptyState,
  formatDay,
  formatInstant,
  ListRow,
  Notice,
  Page,
  Skeleton,
} from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { Draft, EntityRef, HouseholdView, Person, StoredEvaluation } from '../../../vault/index.ts';
import { aCitizen, hrefs, isAbout } from '../../hrefs.ts';
import { appMessages } from '../../messages.ts';
import { useVault } from '../../services.ts';
import { evaluateMessages } from '../evaluate/messages.ts';
import { outcomeMessages } from '../evaluate/outcome/messages.ts';
import { syncMessages } from '../sync/messages.ts';
import { SyncChip } from '../sync/sync-chip.tsx';
import { peopleMessages } from './messages.ts';

export default function HouseholdScreen({ scope, id }: EntityRef) {
  const t = useMessages(appMessages, evaluateMessages, peopleMessages);
  const read = useVault((vault) => Promise.all([vault.household({ scope, id }), vault.periods()]), [scope, id]);
  const drafts = useVault((vault) => vault.drafts(), [], { changes: ['drafts'] });
  const asked = new URLSearchParams(location.search);
  if (read === undefined || drafts === undefined) {
    return (
      <Page title={t('household.title', { number: '…' })} back="/">
        <Skeleton rows={6} />
      </Page>
    );
  }
  const [view, periods] = read;
  if (view === null) {
    return (
      <Page title={t('household.missing.title')} back="/">
        <EmptyState
          title={t('household.missing.title')}
          action={<ButtonLink href="/search">{t('nav.search')}</ButtonLink>}
        >
          {t('household.missing.text')}
        </EmptyState>
      </Page>
    );
  }
  const { home, visits } = view;
  const nextDate = visits[0]?.visit.nextDate;
  return (
    <Page
      title={t('household.title', { number: home.household.number })}
      subtitle={home.household.hamlet}
      back={`/hamlet/${home.scope}/${encodeURIComponent(home.household.hamlet)}`}
    >
      {asked.has('saved') && (
        <Notice tone="good" live="status" title={t('visit.saved.title')}>
          {t('household.saved')}
        </Notice>
      )}
      {home.conflict && <Notice tone="warn">{t('household.conflict')}</Notice>}
      {nextDate !== undefined && <Notice tone="info">{t('household.next', { date: formatDay(nextDate) })}</Notice>}
      {home.household.address !== undefined && <p>{t('household.address', { address: home.household.address })}</p>}
      <Members view={view} period={periods.get(scope) ?? ''} drafts={drafts} wanted={asked.get('member')} />
      <ButtonLink href={hrefs.addMember(home)} wide icon={<UserPlusIcon aria-hidden />} data-testid="add-member">
        {t('household.add')}
      </ButtonLink>
      <ButtonLink href={hrefs.outcome(home)} wide data-testid="outcome">
        {t('household.outcome')}
      </ButtonLink>
      <History view={view} />
    </Page>
  );
}

interface MembersProps {
  readonly view: HouseholdView;
  readonly drafts: readonly Draft[];
  /** Citizen the screen was opened for. */
  readonly wanted: string | null;
  readonly period: string;
}

function Members({ view, period, drafts, wanted }: MembersProps) {
  const t = useMessages(peopleMessages);
  // The head comes first, then the others by age, as in the household's book.
  const members = [...view.members].sort(
    (a, b) =>
      Number(b.citizen.relation === 'chu-ho') - Number(a.citizen.relation === 'chu-ho') ||
      a.citizen.birthYear - b.citizen.birthYear,
  );
  if (members.length === 0) return <EmptyState title={t('household.members.none')} />;
  const byWanted =
    wanted === null ? members : [...members].sort((a, b) => Number(b.id === wanted) - Number(a.id === wanted));
  return (
    <Card flush title={t('household.members')}>
      <ul>
        {byWanted.map((person) => (
          <Member
            key={person.id}
            person={person}
            period={period}
            wanted={person.id === wanted}
            draft={drafts.some(
              (draft) =>
                draft.kind === 'evaluation' && !draft.handedOver && isAbout(draft, person.scope, aCitizen(person)),
            )}
            evaluations={view.evaluations.filter(({ evaluation }) => evaluation.subject.id === person.id)}
          />
        ))}
      </ul>
    </Card>
  );
}

interface MemberProps {
  readonly person: Person;
  /** The commune's period of today. */
  readonly period: string;
  readonly wanted: boolean;
  readonly draft: boolean;
  readonly evaluations: readonly StoredEvaluation[];
}

function Member({ person, period, wanted, draft, evaluations }: MemberProps) {
  const t = useMessages(peopleMessages);
  const { citizen, conflict } = person;
  const present = evaluations.find(({ evaluation, status }) => evaluation.period === period && status !== 'void');
  const birth = citizen.birthDate === undefined ? citizen.birthYear : formatDay(citizen.birthDate);
  const detail = t('member.detail', { birth, relation: t(`person.relation.${citizen.relation}`) });
  const element = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (wanted) element.current?.scrollIntoView({ block: 'center' });
  }, [wanted]);
  return (
    <ListRow
      data-testid="member"
      title={<span ref={element}>{citizen.name}</span>}
      detail={citizen.cccdTail === undefined ? detail : `${detail} · ${maskedTail(citizen.cccdTail)}`}
      end={<MemberStatus present={present} movedOut={citizen.movedOut === true} conflict={conflict} />}
    >
      {draft ? (
        <ButtonLink
          href={hrefs.visit(person.scope, aCitizen(person))}
          kind="primary"
          icon={<DraftIcon aria-hidden />}
          data-testid="evaluate"
        >
          {t('member.resume')}
        </ButtonLink>
      ) : present === undefined ? (
        <ButtonLink
          href={hrefs.visit(person.scope, aCitizen(person))}
          kind={citizen.movedOut === true ? 'secondary' : 'primary'}
          icon={<FormIcon aria-hidden />}
          data-testid="evaluate"
        >
          {t('member.evaluate')}
        </ButtonLink>
      ) : (
        <ButtonLink href={hrefs.result(present)} icon={<FormIcon aria-hidden />} data-testid="see-result">
          {t('member.again')}
        </ButtonLink>
      )}
      <ButtonLink href={hrefs.person(person)} kind="quiet" icon={<PencilIcon aria-hidden />}>
        {t('member.edit')}
      </ButtonLink>
    </ListRow>
  );
}

interface MemberStatusProps {
  readonly present: StoredEvaluation | undefined;
  readonly movedOut: boolean;
  readonly conflict: boolean;
}

function MemberStatus({ present, movedOut, conflict }: MemberStatusProps) {
  const t = useMessages(evaluateMessages, peopleMessages, syncMessages);
  if (conflict || present?.conflict === true) {
    return (
      <Chip tone="warn" icon={<WarnIcon aria-hidden />}>
        {t('sync.state.needs-attention')}
      </Chip>
    );
  }
  if (present === undefined) {
    return <Chip icon={<UnstartedIcon aria-hidden />}>{t(movedOut ? 'member.movedOut' : 'member.notYet')}</Chip>;
  }
  if (present.status === 'returned') {
    return (
      <Chip tone="warn" icon={<WarnIcon aria-hidden />}>
        {t('visit.status.returned')}
      </Chip>
    );
  }
  const { verdict, total, max } = present.evaluation.clientResult;
  const Icon = { pass: GoodIcon, fail: BadIcon, incomplete: WarnIcon }[verdict];
  return (
    <Chip tone={verdict === 'pass' ? 'good' : 'warn'} icon={<Icon aria-hidden />}>
      {t('member.score', { verdict: t(`visit.verdict.${verdict}`), total, max })}
    </Chip>
  );
}

function History({ view: { members, evaluations, visits } }: { readonly view: HouseholdView }) {
  const t = useMessages(evaluateMessages, outcomeMessages, peopleMessages);
  const nameOf = (id: string | undefined) => members.find((person) => person.id === id)?.citizen.name;
  const lines = [
    ...evaluations.map((stored) => ({ key: stored.id, at: stored.evaluation.finishedAt, stored, visit: null })),
    ...visits.flatMap(({ id, visit }) => {
      const { outcome } = visit;
      // The form itself tells of a visit that ended with one.
      return outcome === 'evaluated' ? [] : [{ key: id, at: visit.at, stored: null, visit: { ...visit, outcome } }];
    }),
  ].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <Card flush title={t('household.history')}>
      {lines.length === 0 ? (
        <EmptyState icon={<HistoryIcon aria-hidden />} title={t('household.history.none')} />
      ) : (
        <ul>
          {lines.map(({ key, at, stored, visit }) =>
            stored !== null ? (
              <ListRow
                key={key}
                href={hrefs.result(stored)}
                data-testid="history"
                title={nameOf(stored.evaluation.subject.id)}
                detail={`${formatInstant(at)} · ${t('member.score', {
                  verdict: t(`visit.verdict.${stored.evaluation.clientResult.verdict}`),
                  total: stored.evaluation.clientResult.total,
                  max: stored.evaluation.clientResult.max,
                })}`}
                end={<SyncChip state={stored.sync} />}
              />
            ) : (
              <ListRow
                key={key}
                data-testid="history"
                title={t(`visit.outcome.${visit.outcome}`)}
                detail={[formatInstant(at), nameOf(visit.citizenId), visit.note].filter(Boolean).join(' · ')}
              />
            ),
          )}
        </ul>
      )}
    </Card>
  );
}
