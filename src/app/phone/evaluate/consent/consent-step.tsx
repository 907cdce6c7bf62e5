/**
 * The step before the first answer: the text is read aloud, and someone agrees, in a way that is written down. Nothing is
 * chosen beforehand.
 */

import { useContext, useState } from 'react';
import type { Consent } from '../../../../programme/index.ts';
import { Button, Card, ChoiceGroup, Dialog, Field, TextInput } from '../../../../ui/index.ts';
import { LanguageContext, useMessages } from '../../../../ui/use-messages.ts';
import { NotSaved, type SaveFailure } from '../../storage/not-kept.tsx';
import type { ConsentText } from '../campaign-of.ts';
import { Named } from '../named.tsx';
import styles from '../visit.module.css';
import { consentMessages } from './messages.ts';

export type ConsentGiven = Pick<Consent, 'by' | 'how' | 'byName' | 'textVersion'>;

export interface ConsentStepProps {
  readonly text: ConsentText;
  readonly busy: boolean;
  /** Why neither the consent nor its decline could be saved. */
  readonly failure: SaveFailure | null;
  readonly onAgree: (agreement: ConsentGiven) => void;
  readonly onDecline: () => void;
}

/** Asks for consent. */
export function ConsentStep({ text, busy, failure, onAgree, onDecline }: ConsentStepProps) {
  const t = useMessages(consentMessages);
  const language = useContext(LanguageContext);
  const [by, setBy] = useState<Consent['by'] | null>(null);
  const [byName, setByName] = useState('');
  const [how, setHow] = useState<Consent['how'] | null>(null);
  const [asked, setAsked] = useState(false);
  const [declining, setDeclining] = useState(false);
  const nameMissing = by === 'guardian' && byName.trim() === '';

  const agree = () => {
    setAsked(true);
    if (by === null || how === null || nameMissing) return;
    onAgree({
      by,
      how,
      textVersion: text.version,
      ...(by === 'guardian' ? { byName: byName.trim() } : {}),
    });
  };

  return (
    <>
      <Card
        title={t('visit.consent.readAloud')}
        aside={<small>{t('visit.consent.version', { version: text.version })}</small>}
      >
        <blockquote className={styles.aloud}>{text[language]}</blockquote>
      </Card>
      <ChoiceGroup
        legend={t('visit.consent.by')}
        value={by}
        onChange={setBy}
        error={asked && by === null ? t('visit.consent.by.missing') : undefined}
        choices={(['self', 'guardian'] as const).map((value) => ({
          value,
          label: <Named id={`consent-by-${value}`}>{t(`visit.consent.by.${value}`)}</Named>,
        }))}
      />
      {by === 'guardian' && (
        <Field
          label={t('visit.consent.byName')}
          error={asked && nameMissing ? t('visit.consent.byName.missing') : undefined}
        >
          <TextInput
            maxLength={120}
            value={byName}
            onChange={(event) => setByName(event.target.value)}
            data-testid="consent-by-name"
          />
        </Field>
      )}
      <ChoiceGroup
        legend={t('visit.consent.how')}
        value={how}
        onChange={setHow}
        error={asked && how === null ? t('visit.consent.how.missing') : undefined}
        choices={(['spoken', 'signature', 'witness'] as const).map((value) => ({
          value,
          label: <Named id={`consent-how-${value}`}>{t(`visit.consent.how.${value}`)}</Named>,
        }))}
      />
      {!declining && <NotSaved why={failure} />}
      <Button kind="primary" wide busy={busy} onClick={agree} data-testid="consent-agree">
        {t('visit.consent.agree')}
      </Button>
      <Decline busy={busy} failure={failure} declining={declining} onOpen={setDeclining} onDecline={onDecline} />
    </>
  );
}

interface DeclineProps extends Pick<ConsentStepProps, 'busy' | 'failure' | 'onDecline'> {
  /** Whether the dialog that asks once more is open. */
  readonly declining: boolean;
  readonly onOpen: (open: boolean) => void;
}

function Decline({ busy, failure, declining, onOpen, onDecline }: DeclineProps) {
  const t = useMessages(consentMessages);
  return (
    <>
      <Button wide onClick={() => onOpen(true)} data-testid="consent-decline">
        {t('visit.consent.decline')}
      </Button>
      <Dialog
        open={declining}
        onClose={() => onOpen(false)}
        title={t('visit.decline.title')}
        footer={
          <>
            <Button onClick={() => onOpen(false)}>{t('visit.decline.cancel')}</Button>
            <Button kind="primary" busy={busy} onClick={onDecline} data-testid="consent-decline-confirm">
              {t('visit.decline.confirm')}
            </Button>
          </>
        }
      >
        <p>{t('visit.decline.text')}</p>
        <NotSaved why={failure} />
      </Dialog>
    </>
  );
}
