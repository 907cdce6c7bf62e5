/** A visit without an evaluation: nobody was home, the visit was declined, or the person moved away; and when to come again. */

import { useState } from 'react';
import { recordVisit, type Visit } from '../../../../programme/index.ts';
import {
  Button,
  ButtonLink,
  ChoiceGroup,
  EmptyState,
  Field,
  Notice,
  Page,
  Skeleton,
  TextArea,
  TextInput,
} from '../../../../ui/index.ts';
import { useMessages } from '../../../../ui/use-messages.ts';
import type { EntityRef } from '../../../../vault/index.ts';
import { uuidv7 } from '../../../../vault/index.ts';
import { hrefs } from '../../../hrefs.ts';
import { useServices, useVault } from '../../../services.ts';
import { OneWindow } from '../../../windows/one-window.tsx';
import { NotSaved, type SaveFailure } from '../../storage/not-kept.tsx';
import { evaluateMessages } from '../messages.ts';
import { Named } from '../named.tsx';
import { outcomeMessages } from './messages.ts';

const OUTCOMES = ['vang-nha', 'tu-choi', 'chuyen-di'] as const;
type Outcome = (typeof OUTCOMES)[number];

export default function OutcomeScreen({ scope, id }: EntityRef) {
  const t = useMessages(outcomeMessages);
  return (
    <OneWindow form={`outcome:${scope}:${id}`} title={t('visit.outcome.title')} back={hrefs.household({ scope, id })}>
      <VisitOutcome scope={scope} id={id} />
    </OneWindow>
  );
}

function VisitOutcome({ scope, id }: EntityRef) {
  const t = useMessages(evaluateMessages, outcomeMessages);
  const view = useVault((known) => known.household({ scope, id }), [scope, id]);
  const [saved, setSaved] = useState(false);
  const back = hrefs.household({ scope, id });
  if (view === undefined) {
    return (
      <Page title={t('visit.outcome.title')} back={back}>
        <Skeleton rows={4} />
      </Page>
    );
  }
  if (view === null) {
    return (
      <Page title={t('visit.outcome.title')} back="/">
        <EmptyState
          title={t('visit.outcome.missing.household')}
          action={<ButtonLink href="/search">{t('visit.missing.search')}</ButtonLink>}
        />
      </Page>
    );
  }
  const { hamlet, number } = view.home.household;
  if (!saved) {
    return <OutcomeForm household={{ scope, id }} subtitle={`${hamlet} · ${number}`} onSaved={() => setSaved(true)} />;
  }
  return (
    <Page title={t('visit.outcome.title')} back={back}>
      <Notice tone="good" live="status" title={t('visit.saved.title')} data-testid="saved">
        {t('visit.outcome.saved')}
      </Notice>
      <ButtonLink href={back} kind="primary" wide data-testid="to-household">
        {t('visit.toHousehold')}
      </ButtonLink>
      <ButtonLink href={`/hamlet/${scope}/${encodeURIComponent(hamlet)}`} wide>
        {hamlet}
      </ButtonLink>
    </Page>
  );
}

/** What is typed into the form, and how it is saved. */
function useOutcomeForm({ scope, id }: EntityRef, onSaved: () => void) {
  const { vault, clock, rng } = useServices();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [nextDate, setNextDate] = useState('');
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<SaveFailure | null>(null);
  const past = nextDate !== '' && nextDate < clock.now().slice(0, 10);
  const save = async () => {
    setAsked(true);
    if (outcome === null || past) return;
    setBusy(true);
    const payload: Visit = {
      householdId: id,
      outcome,
      at: clock.now(),
      ...(nextDate === '' || outcome === 'chuyen-di' ? {} : { nextDate }),
      ...(note.trim() === '' ? {} : { note: note.trim() }),
    };
    const done = await vault.commit(recordVisit({ scope, id: uuidv7(clock, rng) }, payload));
    setBusy(false);
    if (done.kind === 'failed') setFailure(done.reason);
    else onSaved();
  };
  const missing = asked && outcome === null;
  return { outcome, setOutcome, nextDate, setNextDate, note, setNote, missing, past, busy, failure, save };
}

interface OutcomeFormProps {
  readonly household: EntityRef;
  readonly subtitle: string;
  readonly onSaved: () => void;
}

function OutcomeForm({ household, subtitle, onSaved }: OutcomeFormProps) {
  const t = useMessages(outcomeMessages);
  const form = useOutcomeForm(household, onSaved);
  const { outcome, setOutcome, nextDate, setNextDate, note, setNote } = form;
  return (
    <Page
      title={t('visit.outcome.title')}
      subtitle={subtitle}
      back={hrefs.household(household)}
      footer={
        <Button kind="primary" wide busy={form.busy} onClick={() => void form.save()} data-testid="save-outcome">
          {t('visit.outcome.save')}
        </Button>
      }
    >
      <NotSaved why={form.failure} />
      <ChoiceGroup
        legend={t('visit.outcome.which')}
        value={outcome}
        onChange={setOutcome}
        error={form.missing ? t('visit.outcome.missing') : undefined}
        choices={OUTCOMES.map((value) => ({
          value,
          label: <Named id={`outcome-${value}`}>{t(`visit.outcome.${value}`)}</Named>,
          detail: t(`visit.outcome.${value}.text`),
        }))}
      />
      {outcome !== 'chuyen-di' && (
        <Field
          label={t('visit.outcome.nextDate')}
          optional={t('visit.outcome.optional')}
          error={form.past ? t('visit.outcome.nextDate.past') : undefined}
        >
          <TextInput
            type="date"
            value={nextDate}
            onChange={(event) => setNextDate(event.target.value)}
            data-testid="next-date"
          />
        </Field>
      )}
      <Field label={t('visit.outcome.note')} optional={t('visit.outcome.optional')}>
        <TextArea value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </Page>
  );
}
