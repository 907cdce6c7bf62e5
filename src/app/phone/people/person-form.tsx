/** The form for one person: typed, scanned from the card, kept while typed, saved as a revision. */
import { Button, Card, Notice, Page } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { DraftNotKept, NotSaved } from '../storage/not-kept.tsx';
import { CardScan } from './card-scan.tsx';
import { Duplicates } from './duplicates.tsx';
import { peopleMessages } from './messages.ts';
import styles from './person.module.css';
import { IdentityFields, LifeFields } from './person-fields.tsx';
import { type PersonToEdit, usePersonForm } from './use-person-form.ts';

export interface PersonFormProps extends PersonToEdit {
  readonly title: string;
  readonly subtitle: string;
}

export function PersonForm({ title, subtitle, ...edited }: PersonFormProps) {
  const t = useMessages(peopleMessages);
  const { household, person } = edited;
  const { form, values, lookup, draft, back, failure, save, discard, fill } = usePersonForm(edited);
  const { errors, isSubmitting } = form.formState;
  const faultCount = Object.keys(errors).length;
  return (
    <Page
      title={title}
      subtitle={subtitle}
      back={back}
      footer={
        <>
          <NotSaved why={failure} short />
          {faultCount > 0 && (
            <Notice tone="bad" live="status">
              {t('person.fix', { count: faultCount })}
            </Notice>
          )}
          <Button kind="primary" wide busy={isSubmitting} onClick={() => void save()} data-testid="save-person">
            {t('person.save')}
          </Button>
        </>
      }
    >
      <DraftNotKept why={failure === null ? draft.failed : null} onRetry={() => void draft.flush()} />
      <form className={styles.form} noValidate onSubmit={(event) => void save(event)}>
        <CardScan onCard={fill} />
        <Card>
          <IdentityFields form={form} values={values} person={person} />
          <Duplicates values={values} scope={household.scope} self={person?.id ?? null} lookup={lookup} />
          <LifeFields form={form} person={person} />
        </Card>
        <Button kind="quiet" onClick={() => void discard()}>
          {t('person.discard')}
        </Button>
      </form>
    </Page>
  );
}
