/** The four parts of a campaign's form. */

import type { ReactNode } from 'react';
import type { Campaign, CampaignFault, ChildConsent, ConsentPurpose } from '../../../programme/index.ts';
import { Card, ChoiceGroup, Field, Select, TextArea, TextInput } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { RosterRow } from '../../../vault/index.ts';
import shared from '../admin.module.css';
import styles from './campaigns.module.css';
import { dueAmong } from './due-people.ts';
import { campaignMessages } from './messages.ts';

const PURPOSES: readonly ConsentPurpose[] = ['evaluate', 'report', 'publish-lists', 'publish-boards'];
const CHILD_RULES: readonly ChildConsent[] = ['child-and-guardian', 'guardian'];

export interface PartProps {
  readonly campaign: Campaign;
  readonly onChange: (changed: Partial<Campaign>) => void;
  /** @returns the sentence of the first of these faults that stands, once somebody tried to save */
  readonly faultText: (...wanted: CampaignFault[]) => string | undefined;
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Card title={title}>
      <div className={styles.part}>{children}</div>
    </Card>
  );
}

export function TimePart({ campaign, onChange, faultText, isNew }: PartProps & { readonly isNew: boolean }) {
  const t = useMessages(campaignMessages);
  const { period, name, from, to } = campaign;
  return (
    <Part title={t('campaigns.part.time')}>
      <Field label={t('campaigns.title')} error={faultText('name')}>
        <TextInput
          value={name}
          maxLength={120}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
          data-testid="campaign-name"
        />
      </Field>
      <Field
        label={t('campaigns.period')}
        hint={t('campaigns.period.hint')}
        error={faultText('period', 'period-taken')}
      >
        <TextInput
          value={period}
          maxLength={6}
          readOnly={!isNew}
          onChange={(event) => onChange({ period: event.currentTarget.value.trim() })}
          data-testid="campaign-period"
        />
      </Field>
      <div className={styles.pair}>
        <Field label={t('campaigns.from')} error={faultText('dates')}>
          <TextInput
            type="date"
            value={from}
            onChange={(event) => onChange({ from: event.currentTarget.value })}
            data-testid="campaign-from"
          />
        </Field>
        <Field label={t('campaigns.to')}>
          <TextInput
            type="date"
            value={to}
            onChange={(event) => onChange({ to: event.currentTarget.value })}
            data-testid="campaign-to"
          />
        </Field>
      </div>
    </Part>
  );
}

interface AgeProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (age: number) => void;
  readonly error?: string | undefined;
  readonly testId: string;
}

function Age({ label, value, onChange, error, testId }: AgeProps) {
  return (
    <Field label={label} error={error}>
      <TextInput
        inputMode="numeric"
        maxLength={3}
        value={Number.isNaN(value) ? '' : value}
        onChange={(event) => onChange(Number.parseInt(event.currentTarget.value, 10))}
        data-testid={testId}
      />
    </Field>
  );
}

export function WhoPart({
  campaign,
  onChange,
  faultText,
  people,
}: PartProps & { readonly people: readonly RosterRow[] }) {
  const t = useMessages(campaignMessages);
  const { due } = campaign;
  const fault = faultText('ages');
  return (
    <Part title={t('campaigns.part.who')}>
      <p className={styles.hint}>{t('campaigns.who.hint')}</p>
      <div className={styles.pair}>
        {(['citizensFrom', 'workersFrom', 'pupilsFrom'] as const).map((each) => (
          <Age
            key={each}
            label={t(`campaigns.${each}`)}
            value={due[each]}
            onChange={(age) => onChange({ due: { ...due, [each]: age } })}
            error={Number.isNaN(due[each]) ? fault : undefined}
            testId={`campaign-${each}`}
          />
        ))}
      </div>
      <p role="status" data-testid="campaign-due">
        {t('campaigns.who.count', { count: dueAmong(people, campaign).length, all: people.length })}
      </p>
    </Part>
  );
}

export function PassPart({ campaign, onChange }: PartProps) {
  const t = useMessages(campaignMessages);
  return (
    <Part title={t('campaigns.part.pass')}>
      <ChoiceGroup
        legend={t('campaigns.variant')}
        hint={t('campaigns.variant.hint')}
        inline
        value={campaign.variant}
        onChange={(variant) => onChange({ variant })}
        choices={(['80', '70'] as const).map((value) => ({ value, label: t(`campaigns.variant.${value}`) }))}
      />
    </Part>
  );
}

export function ConsentPart({ campaign, onChange, faultText }: PartProps) {
  const t = useMessages(campaignMessages);
  const { consent, childrenRule, retention } = campaign;
  const change = (changed: Partial<Campaign['consent']>) => onChange({ consent: { ...consent, ...changed } });
  const changeRule = (changed: Partial<Campaign['childrenRule']>) =>
    onChange({ childrenRule: { ...childrenRule, ...changed } });
  return (
    <Part title={t('campaigns.part.consent')}>
      <Field label={t('campaigns.consent.version')} error={faultText('consent-version', 'consent-version-same')}>
        <TextInput
          value={consent.version}
          maxLength={40}
          onChange={(event) => change({ version: event.currentTarget.value })}
          data-testid="campaign-consent-version"
        />
      </Field>
      {(['vi', 'en'] as const).map((language) => (
        <Field key={language} label={t(`campaigns.consent.${language}`)} error={faultText('consent-text')}>
          <TextArea
            rows={6}
            maxLength={4000}
            lang={language}
            value={consent[language]}
            onChange={(event) => change({ [language]: event.currentTarget.value })}
            data-testid={`campaign-consent-${language}`}
          />
        </Field>
      ))}
      <Purposes chosen={consent.purposes} error={faultText('purposes')} onChange={(purposes) => change({ purposes })} />
      <Field label={t('campaigns.children')} hint={t('campaigns.children.hint')}>
        <Select
          value={childrenRule.who}
          onChange={(event) =>
            changeRule({ who: CHILD_RULES.find((each) => each === event.target.value) ?? childrenRule.who })
          }
        >
          {CHILD_RULES.map((each) => (
            <option key={each} value={each}>
              {t(`campaigns.children.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      <div className={styles.pair}>
        {(['from', 'under'] as const).map((each) => (
          <Age
            key={each}
            label={t(`campaigns.children.${each}`)}
            value={childrenRule[each]}
            onChange={(age) => changeRule({ [each]: age })}
            error={each === 'from' ? faultText('children') : undefined}
            testId={`campaign-children-${each}`}
          />
        ))}
      </div>
      <Field label={t('campaigns.retention')} error={faultText('retention')}>
        <TextInput
          type="date"
          value={retention.until}
          onChange={(event) => onChange({ retention: { until: event.currentTarget.value } })}
          data-testid="campaign-retention"
        />
      </Field>
    </Part>
  );
}

interface PurposesProps {
  readonly chosen: readonly ConsentPurpose[];
  readonly error: string | undefined;
  readonly onChange: (chosen: ConsentPurpose[]) => void;
}

function Purposes({ chosen, error, onChange }: PurposesProps) {
  const t = useMessages(campaignMessages);
  return (
    <fieldset className={shared.choices}>
      <legend>{t('campaigns.purposes')}</legend>
      <p className={styles.hint}>{t('campaigns.purposes.hint')}</p>
      {PURPOSES.map((purpose) => (
        <label key={purpose} className={shared.choice}>
          <input
            type="checkbox"
            checked={chosen.includes(purpose)}
            onChange={(event) =>
              onChange(PURPOSES.filter((each) => (each === purpose ? event.target.checked : chosen.includes(each))))
            }
            data-testid={`campaign-purpose-${purpose}`}
          />
          <span>{t(`campaigns.purpose.${purpose}`)}</span>
        </label>
      ))}
      {error !== undefined && <p role="alert">{error}</p>}
    </fieldset>
  );
}
