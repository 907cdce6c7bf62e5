/** The filter of the log: kind of event, person, first and last day. */

import { type AccountRow, EVENT_KINDS } from '../../../protocol/index.ts';
import { Button, Field, Select, TextInput } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { eventKindMessages } from './kind-messages.ts';
import styles from './log.module.css';
import type { LogFilter } from './log-api.ts';
import { logMessages } from './messages.ts';

export const NO_FILTER: LogFilter = { kind: '', actor: '', from: '', to: '' };

export interface FilterFieldsProps {
  readonly people: readonly AccountRow[];
  readonly filter: LogFilter;
  /** Whether the last day is before the first one. */
  readonly isWrong: boolean;
  readonly onChange: (filter: LogFilter) => void;
}

export function FilterFields({ people, filter, isWrong, onChange }: FilterFieldsProps) {
  const t = useMessages(logMessages, eventKindMessages);
  const put = (changed: Partial<LogFilter>) => onChange({ ...filter, ...changed });
  const kind = (value: string) => EVENT_KINDS.find((each) => each === value) ?? '';
  return (
    <div className={styles.filter}>
      <Field label={t('log.filter.kind')}>
        <Select
          value={filter.kind}
          onChange={(event) => put({ kind: kind(event.target.value) })}
          data-testid="log-kind"
        >
          <option value="">{t('log.filter.kind.all')}</option>
          {EVENT_KINDS.map((each) => (
            <option key={each} value={each}>
              {t(`log.kind.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('log.filter.person')}>
        <Select value={filter.actor} onChange={(event) => put({ actor: event.target.value })} data-testid="log-person">
          <option value="">{t('log.filter.person.all')}</option>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('log.filter.from')}>
        <TextInput
          type="date"
          value={filter.from}
          onChange={(event) => put({ from: event.target.value })}
          data-testid="log-from"
        />
      </Field>
      <Field label={t('log.filter.to')} error={isWrong ? t('log.days.wrong') : undefined}>
        <TextInput
          type="date"
          value={filter.to}
          onChange={(event) => put({ to: event.target.value })}
          data-testid="log-to"
        />
      </Field>
      {Object.values(filter).some((value) => value !== '') && (
        <Button onClick={() => onChange(NO_FILTER)} data-testid="log-clear">
          {t('log.filter.clear')}
        </Button>
      )}
    </div>
  );
}
