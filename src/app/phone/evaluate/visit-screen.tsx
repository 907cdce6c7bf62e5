/** Phiếu: who and what is read once; then consent, the form, the result, "Đã lưu". One screen, so Back never loses a step. */

import { useReducer, useState } from 'react';
import { useLocation } from 'wouter';
import { recordConsent, recordDecline, SUBJECT_KINDS } from '../../../programme/index.ts';
import {
  Button,
  ButtonLink,
  Card,
  EmptyState,
  formatInstant,
  ListRow,
  Notice,
  Page,
  Skeleton,
} from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { uuidv7 } from '../../../vault/index.ts';
import { homeHref, hrefs } from '../../hrefs.ts';
import { useServices, useSyncStatus } from '../../services.ts';
import { windowMessages } from '../../windows/messages.ts';
import type { SaveFailure } from '../storage/not-kept.tsx';
import { consentTextOf } from './campaign-of.ts';
import { type ConsentGiven, ConsentStep } from './consent/consent-step.tsx';
import { consentMessages } from './consent/messages.ts';
import { beganAgain, type FormState, formReducer } from './draft-state.ts';
import { Filling, type FillingProps } from './filling.tsx';
import { evaluateMessages } from './messages.ts';
import { useVisit, type Visiting } from './use-visit.ts';
import styles from './visit.module.css';

/** The evaluation of one subject. */
export default function VisitScreen({ scope, kind, id }: { scope: string; kind: string; id: string }) {
  const t = useMessages(evaluateMessages, windowMessages);
  const known = SUBJECT_KINDS.find((each) => each === kind) ?? 'citizen';
  const { visit, retry } = useVisit(scope, { kind: known, id });
  switch (visit.kind) {
    case 'loading':
      return (
        <Page title={t('visit.title')} subtitle={t('visit.loading')} back="/">
          <Skeleton rows={6} />
        </Page>
      );
    case 'missing':
      return (
        <Page title={t('visit.title')} back="/">
          <EmptyState
            title={t('visit.missing.title')}
            action={<ButtonLink href="/search">{t('visit.missing.search')}</ButtonLink>}
          >
            {t('visit.missing.text')}
          </EmptyState>
        </Page>
      );
    case 'elsewhere':
      return (
        <Page title={t('visit.title')} back="/">
          <EmptyState title={t('elsewhere.title')} action={<Button onClick={retry}>{t('elsewhere.retry')}</Button>}>
            {t('elsewhere.text')}
          </EmptyState>
        </Page>
      );
    case 'no-criteria':
      return <AskToSync title={t('visit.noCriteria.title')} text={t('visit.noCriteria.text')} onRetry={retry} />;
    case 'closed':
      return (
        <AskToSync
          title={t('visit.closed.title', { campaign: visit.campaign })}
          text={t('visit.closed.text')}
          onRetry={retry}
        />
      );
    case 'signed-out':
      return (
        <Page title={t('visit.title')} back="/">
          <EmptyState
            title={t('visit.signedOut.title')}
            action={<ButtonLink href="/settings">{t('visit.signedOut.go')}</ButtonLink>}
          >
            {t('visit.signedOut.text')}
          </EmptyState>
        </Page>
      );
    case 'failed':
      return (
        <Page title={t('visit.title')} back="/">
          <EmptyState
            title={t('visit.failed.title')}
            action={<Button onClick={retry}>{t('visit.failed.retry')}</Button>}
          >
            {t('visit.failed.text')}
          </EmptyState>
        </Page>
      );
    case 'ready':
      return <Ready key={`${scope} ${kind} ${id}`} visit={visit} />;
  }
}

interface AskToSyncProps {
  readonly title: string;
  readonly text: string;
  readonly onRetry: () => void;
}

/** Says why no form can begin, where a sync may change that. */
function AskToSync({ title, text, onRetry }: AskToSyncProps) {
  const t = useMessages(evaluateMessages);
  const { syncClient } = useServices();
  const { running } = useSyncStatus();
  return (
    <Page title={t('visit.title')} back="/">
      <EmptyState
        title={title}
        action={
          <Button busy={running} onClick={() => void syncClient.sync().then(onRetry)}>
            {t('visit.noCriteria.sync')}
          </Button>
        }
      >
        {text}
      </EmptyState>
    </Page>
  );
}

function Ready({ visit: read }: { readonly visit: Visiting }) {
  const { clock, rng } = useServices();
  const [visit, setVisit] = useState(read);
  const [form, setForm] = useState<FormState | null>(read.draft);
  const [again, setAgain] = useState(false);
  const { criteria, newer } = visit;
  const beginAgain =
    newer === null
      ? null
      : (state: FormState) => {
          const fresh = { evaluationId: uuidv7(clock, rng), startedAt: clock.now() };
          setForm(beganAgain(state, criteria, newer, fresh));
          setVisit({ ...visit, criteria: newer, newer: null });
        };
  if (form !== null) return <Open key={form.evaluationId} visit={visit} form={form} onBeginAgain={beginAgain} />;
  if (visit.earlier.length > 0 && !again) return <Already visit={visit} onAgain={() => setAgain(true)} />;
  return <Consent visit={visit} onAgreed={setForm} />;
}

interface OpenProps extends Pick<FillingProps, 'visit' | 'onBeginAgain'> {
  readonly form: FormState;
}

function Open({ visit, form, onBeginAgain }: OpenProps) {
  const [state, dispatch] = useReducer(formReducer, form);
  return <Filling visit={visit} state={state} dispatch={dispatch} onBeginAgain={onBeginAgain} />;
}

function Already({ visit, onAgain }: { readonly visit: Visiting; readonly onAgain: () => void }) {
  const t = useMessages(evaluateMessages);
  const { whom, session, period, earlier } = visit;
  return (
    <Page title={whom.name} subtitle={t('visit.title')} back={homeHref(whom)}>
      <Notice tone="warn" title={t('visit.already.title', { period })}>
        {t('visit.already.text')}
      </Notice>
      <Card flush>
        <ul>
          {earlier.map(({ scope, id, author, evaluation }) => (
            <ListRow
              key={id}
              href={hrefs.result({ scope, id })}
              title={t('visit.already.see')}
              detail={t('visit.already.by', {
                author: author === session.officer.id ? session.officer.name : author.slice(0, 8),
                when: formatInstant(evaluation.finishedAt),
                total: evaluation.clientResult.total,
                max: evaluation.clientResult.max,
              })}
            />
          ))}
        </ul>
      </Card>
      <Button wide onClick={onAgain} data-testid="evaluate-anyway">
        {t('visit.already.again')}
      </Button>
    </Page>
  );
}

function Consent({ visit, onAgreed }: { readonly visit: Visiting; readonly onAgreed: (form: FormState) => void }) {
  const t = useMessages(consentMessages, evaluateMessages);
  const { vault, clock, rng } = useServices();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<SaveFailure | null>(null);
  const [declined, setDeclined] = useState(false);
  const { whom, criteria } = visit;
  const { scope, subject, name, householdId } = whom;
  const home = homeHref(whom);

  const agree = async (agreement: ConsentGiven) => {
    setBusy(true);
    const consentId = uuidv7(clock, rng);
    const startedAt = clock.now();
    const consent = { citizenId: subject.id, at: startedAt, ...agreement };
    const saved = await vault.commit(recordConsent({ scope, id: consentId }, consent));
    setBusy(false);
    if (saved.kind === 'failed') {
      setFailure(saved.reason);
      return;
    }
    onAgreed({
      evaluationId: uuidv7(clock, rng),
      subject,
      subjectName: name,
      consentId,
      criteriaSet: criteria.pinned,
      startedAt,
      index: 0,
      answers: {},
      flags: {},
      conditions: [],
      signature: '',
      replaces: [],
    });
  };

  const decline = async () => {
    setBusy(true);
    const declined = { householdId: householdId ?? '', citizenId: subject.id, at: clock.now() };
    const saved = await vault.commit(recordDecline({ scope, id: uuidv7(clock, rng) }, declined));
    setBusy(false);
    if (saved.kind === 'failed') setFailure(saved.reason);
    else setDeclined(true);
  };

  if (declined) return <Declined name={name} home={home} />;
  return (
    <Page title={t('visit.consent.title')} subtitle={name} back={home}>
      <div className={styles.steps}>
        <ConsentStep
          text={consentTextOf(visit.campaign)}
          busy={busy}
          failure={failure}
          onAgree={(agreement) => void agree(agreement)}
          onDecline={() => void decline()}
        />
      </div>
    </Page>
  );
}

function Declined({ name, home }: { readonly name: string; readonly home: string }) {
  const t = useMessages(evaluateMessages);
  const [, navigate] = useLocation();
  return (
    <Page title={name} subtitle={t('visit.title')} back={home}>
      <Notice tone="good" live="status" title={t('visit.declined.title')} data-testid="declined">
        {t('visit.declined.text')}
      </Notice>
      <Button kind="primary" wide onClick={() => navigate(home)}>
        {t('visit.toHousehold')}
      </Button>
    </Page>
  );
}
