/** Free points ("chấm điểm lẻ"): every number of points that the set allows, as native radios in a grid of number buttons. */

import { useId } from 'react';
import { useMessages } from '../../../ui/use-messages.ts';
import type { LevelChoiceProps } from './level-choice.tsx';
import { evaluateMessages } from './messages.ts';
import styles from './visit.module.css';

export function FreePoints({ indicator, answer, onChoose }: LevelChoiceProps) {
  const t = useMessages(evaluateMessages);
  const name = useId();
  const allowed = indicator.free.flatMap((outcome, points) => (outcome === undefined ? [] : [points]));
  // The last allowed number may be lower than the indicator's most: the steps need not end there.
  const [min, max] = [Math.min(...allowed), Math.max(...allowed)];
  return (
    <fieldset data-testid="free-points">
      <legend className={styles.legend}>{t('visit.form.freePoints.legend', { min, max })}</legend>
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
