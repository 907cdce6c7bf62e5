/** Past evaluations whose scores follow the published pass rates. */
import { shippedFor } from '../../criteria/index.ts';
import { answersOf, type Citizen, type Evaluation, type SubjectGroup } from '../../programme/index.ts';
import type { Random } from './random.ts';
import type { ScoreOf } from './sets.ts';

/**
 * Percent recognised of those registered: farmers 43, workers 65, officials 87 (Hải Dương 2023–24); the figure of pupils is
 * not published, and 70 is assumed.
 */
export const PASS_PERCENT: Readonly<Record<SubjectGroup, number>> = { 1: 43, 2: 65, 3: 87, 4: 70 };
/** The campaign year of the past evaluations. */
export const PERIOD = '2025';

const INDICATORS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];
const GOOD = [
  ['dat', 8],
  ['kha', 50],
  ['tot', 42],
] as const;
const WEAK = [
  ['chua', 8],
  ['dat', 50],
  ['kha', 32],
  ['tot', 10],
] as const;
const EVIDENCE = ['Trưởng ấp xác nhận', 'Quan sát tại nhà', 'Có giấy chứng nhận', 'Người dân tự kể, có đối chiếu'];
const POINTS: Readonly<Record<string, number>> = { chua: 0, dat: 5, kha: 8, tot: 10 };

/** @returns an evaluation of last year that passes, or does not */
export function pastEvaluation(
  random: Random,
  scoreOf: ScoreOf,
  {
    citizenId,
    citizen,
    hamlet,
    variant,
    passes,
  }: { citizenId: string; citizen: Citizen; hamlet: string; variant: '80' | '70'; passes: boolean },
): Evaluation {
  const ids = shippedFor({ kind: 'citizen', group: citizen.group });
  const setId = (variant === '70' ? ids?.from70 : ids?.base) ?? '';
  for (;;) {
    const answers: Evaluation['answers'] = {};
    for (const id of INDICATORS) {
      const level = random.weighted<string>(passes ? GOOD : WEAK);
      const evidenced = (POINTS[level] ?? 0) >= 8 && random.chance(90);
      answers[id] = {
        level,
        ...(evidenced ? { evidence: [{ kind: 'note' as const, text: random.pick(EVIDENCE) }] } : {}),
      };
    }
    const scored = scoreOf(setId, answersOf({ answers }));
    if ((scored.clientResult.verdict === 'pass') !== passes) continue;
    const month = String(3 + random.int(8)).padStart(2, '0');
    const day = String(1 + random.int(28)).padStart(2, '0');
    const hour = String(8 + random.int(9)).padStart(2, '0');
    const minute = String(random.int(60)).padStart(2, '0');
    return {
      subject: { kind: 'citizen', id: citizenId },
      period: PERIOD,
      hamlet,
      ...(citizen.unit === undefined ? {} : { unit: citizen.unit }),
      group: citizen.group,
      ...scored,
      answers,
      finishedAt: `${PERIOD}-${month}-${day}T${hour}:${minute}:00.000+07:00`,
    };
  }
}
