/** How one indicator is answered: four big levels, free points on demand, or the set's other kinds of question. */

import { useState } from 'react';
import type { CompiledIndicator } from '../../../criteria/index.ts';
import type { EvaluationAnswer } from '../../../programme/index.ts';
import { Button, ChoiceGroup, Field, Notice, TextInput } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { AnswerChoice } from './draft-state.ts';
import { FreePoints } from './free-points.tsx';
import { evaluateMessages } from './messages.ts';
import { Named } from './named.tsx';
import { useText } from './use-language-text.ts';
import styles from './visit.module.css';

export interface LevelChoiceProps {
  readonly indicator: CompiledIndicator;
  readonly answer: EvaluationAnswer | undefined;
  readonly onChoose: (choice: AnswerChoice) => void;
}

/** The question of one card. */
export function LevelChoice({ indicator, answer, onChoose }: LevelChoiceProps) {
  const t = useMessages(evaluateMessages);
  const text = useText();
  const { spec } = indicator;
  switch (spec.kind) {
    case 'levels':
      return <Levels indicator={indicator} answer={answer} onChoose={onChoose} />;
    case 'free':
      return <FreePoints indicator={indicator} answer={answer} onChoose={onChoose} />;
    case 'yes-no':
      return (
        <ChoiceGroup
          legend={text(spec.title)}
          legendHidden
          value={answer?.yes === undefined ? null : answer.yes ? 'yes' : 'no'}
          onChange={(value) => onChoose({ kind: 'yes', yes: value === 'yes' })}
          choices={[
            {
              value: 'yes',
              label: <Named id="level-yes">{t('visit.form.yes')}</Named>,
              end: t('visit.form.pointsShort', { points: spec.yes }),
            },
            {
              value: 'no',
              label: <Named id="level-no">{t('visit.form.no')}</Named>,
              end: t('visit.form.pointsShort', { points: spec.no }),
            },
          ]}
        />
      );
    case 'measured':
      return <Measured indicator={indicator} answer={answer} onChoose={onChoose} unit={text(spec.unit)} />;
    case 'derived':
      return <Notice tone="info">{t('visit.form.derived')}</Notice>;
  }
}

function Levels({ indicator, answer, onChoose }: LevelChoiceProps) {
  const t = useMessages(evaluateMessages);
  const text = useText();
  const [opened, setOpened] = useState(false);
  const { spec } = indicator;
  if (spec.kind !== 'levels') return null;
  const shown = opened || answer?.points !== undefined;
  return (
    <>
      <ChoiceGroup
        legend={t('visit.form.level')}
        legendHidden
        value={answer?.level ?? null}
        onChange={(level) => onChoose({ kind: 'level', level })}
        choices={spec.levels.map((level) => ({
          value: level.id,
          label: <Named id={`level-${level.id}`}>{text(level.title)}</Named>,
          detail: text(level.text),
          end: t('visit.form.pointsShort', { points: level.points }),
        }))}
      />
      {spec.free !== undefined &&
        (shown ? (
          <FreePoints indicator={indicator} answer={answer} onChoose={onChoose} />
        ) : (
          <div className={styles.start}>
            <Button kind="quiet" onClick={() => setOpened(true)} data-testid="free-points-open">
              {t('visit.form.levelsOrFreePoints')}
            </Button>
          </div>
        ))}
    </>
  );
}

function Measured({ indicator, answer, onChoose, unit }: LevelChoiceProps & { readonly unit: string }) {
  const t = useMessages(evaluateMessages);
  const [typed, setTyped] = useState(answer?.measured === undefined ? '' : String(answer.measured));
  const { spec } = indicator;
  if (spec.kind !== 'measured') return null;
  const inBand = (value: number) => spec.bands.some(({ from, to }) => value >= from && value <= to);
  const bad = typed !== '' && !(/^\d{1,7}$/.test(typed) && inBand(Number(typed)));
  return (
    <Field label={t('visit.form.measured', { unit })} error={bad ? t('visit.form.measured.invalid') : undefined}>
      <TextInput
        inputMode="numeric"
        value={typed}
        data-testid="measured"
        onChange={({ target }) => {
          setTyped(target.value);
          if (/^\d{1,7}$/.test(target.value) && inBand(Number(target.value))) {
            onChoose({ kind: 'measured', measured: Number(target.value) });
          }
        }}
      />
    </Field>
  );
}
