/** A criteria set is chosen and looked at: its faults, or what it makes of a period; a sound one can be proposed. */

import { type ChangeEvent, useCallback, useEffect, useState } from 'react';
import { vietnamDay } from '../../../programme/index.ts';
import type { CriteriaRow } from '../../../protocol/index.ts';
import { Card, Field, Select, Skeleton, Spinner, TextInput } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useServices } from '../../services.ts';
import styles from '../admin.module.css';
import { RefusalNotice } from '../refusal-notice.tsx';
import { useAnswer } from '../use-answer.ts';
import { type ChosenSet, type CriteriaApi, useCriteriaApi } from './criteria-api.ts';
import { FaultTable } from './fault-table.tsx';
import { criteriaMessages } from './messages.ts';
import { ProposeSet } from './propose-set.tsx';
import { CRITERIA_REFUSALS } from './refusals.ts';
import { SetComparison } from './set-comparison.tsx';
import { shortHash } from './short-hash.ts';
import { type ChoosingSet, useChosenSet } from './use-chosen-set.ts';

const YEARS_OFFERED = 5;

export function LookAtSet({ scope }: { readonly scope: string }) {
  const api = useCriteriaApi();
  const { value, refusal, reload } = useAnswer(useCallback(() => api.sets(), [api]));
  if (value === null)
    return refusal === null ? <Skeleton rows={3} /> : <RefusalNotice refusal={refusal} onAgain={reload} />;
  return <Looking scope={scope} api={api} sets={value.sets} onReload={reload} />;
}

interface LookingProps {
  readonly scope: string;
  readonly api: CriteriaApi;
  readonly sets: readonly CriteriaRow[];
  readonly onReload: () => Promise<void>;
}

function Looking({ scope, api, sets, onReload }: LookingProps) {
  const t = useMessages(criteriaMessages);
  const { clock } = useServices();
  const thisYear = Number(vietnamDay(clock.millis()).slice(0, 4));
  const [period, setPeriod] = useState(String(thisYear - 1));
  const [from, setFrom] = useState('');
  const choosing = useChosenSet(api, sets);
  const { choice, chooseHeld } = choosing;
  useAskedFor(chooseHeld);
  return (
    <>
      <Card title={t('criteria.look')}>
        <p className={styles.soft}>{t('criteria.look.text')}</p>
        <Choose choosing={choosing} sets={sets} />
        <Field label={t('criteria.period')}>
          <Select value={period} onChange={(event) => setPeriod(event.target.value)} data-testid="set-period">
            {Array.from({ length: YEARS_OFFERED }, (_, ago) => String(thisYear - ago)).map((year) => (
              <option key={year} value={year}>
                {year}
              </option>
            ))}
          </Select>
        </Field>
      </Card>
      {choice.kind === 'refused' && <RefusalNotice refusal={choice.refusal} own={CRITERIA_REFUSALS} />}
      {choice.kind === 'not-json' && (
        <FaultTable
          name={choice.name}
          value={null}
          faults={[
            {
              path: choice.line === null ? '' : t('criteria.notJson.line', { line: choice.line }),
              sentence: t('criteria.notJson'),
            },
          ]}
        />
      )}
      {choice.kind === 'no-object' && (
        <FaultTable name={choice.name} value={null} faults={[{ path: '', sentence: t('criteria.noObject') }]} />
      )}
      {choice.kind === 'unreadable' && (
        <FaultTable name={choice.name} value={null} faults={[{ path: '', sentence: t('criteria.unreadable') }]} />
      )}
      {choice.kind === 'no-base' && (
        <FaultTable
          name={choice.name}
          value={null}
          faults={[{ path: 'variantOf', sentence: t('criteria.noBase', { id: choice.base }) }]}
        />
      )}
      {choice.kind === 'chosen' && (
        <Judged set={choice.set} {...{ scope, api, sets, onReload, period, from }} onFrom={setFrom} />
      )}
    </>
  );
}

/** Shows the set that the address names, once. */
function useAskedFor(chooseHeld: (sha256: string) => Promise<void>): void {
  const [asked] = useState(() => new URLSearchParams(location.search).get('set'));
  // The set of the address is shown once; what is chosen afterwards stays.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (asked !== null) void chooseHeld(asked);
  }, [asked]);
}

function Choose({ choosing, sets }: { readonly choosing: ChoosingSet; readonly sets: readonly CriteriaRow[] }) {
  const t = useMessages(criteriaMessages);
  const { choice, chooseFile, chooseHeld } = choosing;
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    // The input is emptied so that the same file, corrected, can be chosen again.
    target.value = '';
    if (file) void chooseFile(file);
  };
  const name = choice.kind === 'chosen' ? choice.set.name : 'name' in choice ? choice.name : null;
  return (
    <>
      <Field
        label={t('criteria.file')}
        hint={name === null ? t('criteria.file.hint') : t('criteria.file.chosen', { name })}
      >
        <TextInput type="file" accept=".json,application/json" onChange={take} data-testid="set-file" />
      </Field>
      <Field label={t('criteria.held')}>
        <Select
          value=""
          onChange={({ target }) => target.value !== '' && void chooseHeld(target.value)}
          data-testid="set-held"
        >
          <option value="">{t('criteria.held.choose')}</option>
          {sets.map(({ id, version, sha256 }) => (
            <option key={sha256} value={sha256}>
              {t('criteria.held.one', { id, version, hash: shortHash(sha256) })}
            </option>
          ))}
        </Select>
      </Field>
    </>
  );
}

interface JudgedProps extends LookingProps {
  readonly set: ChosenSet;
  readonly period: string;
  readonly from: string;
  readonly onFrom: (day: string) => void;
}

function Judged({ scope, api, sets, set, period, from, onFrom, onReload }: JudgedProps) {
  const t = useMessages(criteriaMessages);
  const read = useCallback(() => api.preview(scope, period, set), [api, scope, period, set]);
  const { value, refusal, reload } = useAnswer(read);
  if (value === null) {
    if (refusal !== null) return <RefusalNotice refusal={refusal} onAgain={reload} own={CRITERIA_REFUSALS} />;
    return (
      <Card>
        <Spinner label={t('criteria.checking', { name: set.name, period })} />
      </Card>
    );
  }
  const { faults, set: pinned, preview } = value;
  if (pinned === null || preview === null)
    return (
      <FaultTable name={set.name} value={set.value} faults={faults.map(({ path, vi, en }) => ({ path, vi, en }))} />
    );
  return (
    <>
      <SetComparison name={set.name} period={period} preview={preview} />
      <ProposeSet {...{ scope, api, sets, set, pinned, from, onFrom, onReload }} />
    </>
  );
}
