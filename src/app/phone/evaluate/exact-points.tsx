/** "Chấm điểm lẻ": every point the set allows, as native radios in a grid of number buttons. */

import { useId } from 'react';
import { useMessages } from '../../../ui/use-messages.ts';
import type { LevelChoiceProps } from './level-choice.tsx';
import { evaluateMessages } from './messages.ts';
import styles from './visit.module.css';

export function ExactPoints({ indicator, answer, onChoose }: LevelChoiceProps) {
  const t = useMessages(evaluateMessages);
  const name = useId();
  const allowed = indicator.free.flatMap((outcome, points) => (outcome === undefined ? [] : [points]));
  const min = Math.min(...allowed);
  return (
    <fieldset data-testid="exact">
      <legend className={styles.legend}>{t('visit.form.exact.legend', { min, max: indicator.max })}</legend>
      <div className={styles.points}>
        {allowed.map((points) => (
          <label key={points} className={styles.point}>
            <input
              type="radio"
              name={name}
              value={points}
              checked={answer?.points === points}
              onChange={() => onChoose({ kind: 'points', points })}
              className={styles.pointRadio}
              data-testid={`points-${points}`}
              aria-label={t('visit.form.points', { points })}
            />
            <span aria-hidden>{points}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
