/** The last card: the digital flags (T4, T5) and the disqualifying conditions of the set, those of them that it has. */

import type { RefObject } from 'react';
import type { Compiled, Result } from '../../../criteria/index.ts';
import { Card, ChoiceGroup, Field, TextInput } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { type FormState, type FormStep, REASON_LENGTH_MAX } from './draft-state.ts';
import { evaluateMessages } from './messages.ts';
import { useText } from './use-language-text.ts';
import styles from './visit.module.css';

export interface FlagsCardProps {
  readonly compiled: Compiled;
  readonly result: Result;
  readonly state: FormState;
  readonly dispatch: (step: FormStep) => void;
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

export function FlagsCard({ compiled, result, state, dispatch, heading }: FlagsCardProps) {
  const t = useMessages(evaluateMessages);
  const text = useText();
  const { flags = [], conditions = [] } = compiled.set;
  return (
    <Card data-testid="flags">
      <h2 ref={heading} tabIndex={-1} className={styles.question}>
        {t(flags.length > 0 ? 'visit.flags.title' : 'visit.conditions.title')}
      </h2>
      {flags.length > 0 && <p className={styles.soft}>{t('visit.flags.text')}</p>}
      {flags.map((flag) => {
        const override = state.flags[flag.id];
        const value = result.flags[flag.id] === true;
        const derived = flag.when !== undefined;
        return (
          <div key={flag.id} className={styles.flag}>
            <ChoiceGroup
              legend={text(flag.title)}
              inline
              disabled={!flag.overridable}
              value={derived || override !== undefined ? (value ? 'yes' : 'no') : 'no'}
              onChange={(chosen) =>
                dispatch({
                  kind: 'flag',
                  flag: flag.id,
                  override: { value: chosen === 'yes', reason: override?.reason ?? '' },
                })
              }
              choices={[
                { value: 'yes', label: t('visit.form.yes') },
                { value: 'no', label: t('visit.form.no') },
              ]}
            />
            {override !== undefined && (
              <Field
                label={t(derived ? 'visit.flags.reason' : 'visit.flags.observed')}
                warning={override.reason.trim() === '' ? t('visit.flags.reasonMissing') : undefined}
              >
                <TextInput
                  value={override.reason}
                  maxLength={REASON_LENGTH_MAX}
                  onChange={({ target }) =>
                    dispatch({ kind: 'flag', flag: flag.id, override: { value: override.value, reason: target.value } })
                  }
                />
              </Field>
            )}
          </div>
        );
      })}
      {conditions.length > 0 && (
        <fieldset className={styles.flag}>
          <legend className={flags.length > 0 ? undefined : styles.hidden}>{t('visit.conditions.title')}</legend>
          {conditions.map((condition) => (
            <label key={condition.id} className={styles.check}>
              <input
                type="checkbox"
                checked={state.conditions.includes(condition.id)}
                onChange={({ target }) =>
                  dispatch({ kind: 'condition', condition: condition.id, holds: target.checked })
                }
              />
              <span>{text(condition.text)}</span>
            </label>
          ))}
        </fieldset>
      )}
    </Card>
  );
}
