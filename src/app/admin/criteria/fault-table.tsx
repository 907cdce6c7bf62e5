/** The faults of a criteria set, each with its place in words and in the file; the table can be copied. */

import { use, useState } from 'react';
import { Button, Card } from '../../../ui/index.ts';
import { LanguageContext, useMessages, useRuntimeMessages } from '../../../ui/use-messages.ts';
import styles from '../admin.module.css';
import { adminMessages } from '../messages.ts';
import { Table } from '../table.tsx';
import { criteriaMessages } from './messages.ts';
import { placeSteps } from './place.ts';

const SHOWN_MAX = 200;

type FileFault = { readonly path: string } & (
  | { readonly sentence: string }
  /** The sentence of the fault in both languages, as the endpoint words it. */
  | { readonly vi: string; readonly en: string }
);

export interface FaultTableProps {
  readonly name: string;
  /** The file, by which a place is named; null where it could not be read. */
  readonly value: unknown;
  readonly faults: readonly FileFault[];
}

export function FaultTable({ name, value, faults }: FaultTableProps) {
  const t = useMessages(criteriaMessages, adminMessages);
  const language = use(LanguageContext);
  const placeOf = usePlaceWords();
  const [copied, setCopied] = useState<boolean | null>(null);
  const all = faults.map((fault) => [
    placeOf(fault.path, value),
    fault.path,
    'sentence' in fault ? fault.sentence : fault[language],
  ]);
  const heads = [t('criteria.faults.place'), t('criteria.faults.path'), t('criteria.faults.what')];
  const copy = async () => {
    const text = [heads, ...all].map((cells) => cells.join('\t')).join('\n');
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // There is no clipboard without HTTPS, or the browser asks and somebody says no.
      setCopied(false);
    }
  };
  return (
    <Card title={t('criteria.faults', { name, count: all.length })} flush data-testid="set-faults">
      <div className={`${styles.padded} ${styles.stack}`} role="alert">
        <p>{t('criteria.faults.text')}</p>
        <Button onClick={() => void copy()} data-testid="set-faults-copy">
          {t('criteria.faults.copy')}
        </Button>
        {copied !== null && <p role="status">{t(copied ? 'criteria.faults.copied' : 'criteria.faults.notCopied')}</p>}
      </div>
      <Table
        caption={t('criteria.faults', { name, count: all.length })}
        heads={heads}
        actsHead={t('admin.acts')}
        rows={all.slice(0, SHOWN_MAX).map((cells, at) => ({ id: `${at} ${cells[1]}`, cells }))}
        data-testid="set-fault"
      />
      {all.length > SHOWN_MAX && (
        <p className={styles.padded}>{t('criteria.faults.more', { count: all.length - SHOWN_MAX })}</p>
      )}
    </Card>
  );
}

/** @returns a place in words, from the outside to the inside; a field that has no word keeps its name of the file */
function usePlaceWords(): (path: string, value: unknown) => string {
  const t = useMessages(criteriaMessages);
  const word = useRuntimeMessages(criteriaMessages);
  return (path, value) => {
    const steps = placeSteps(path, value).map(({ field, item }) => {
      const key = `criteria.place.${field}`;
      const known = word(key) === key ? field : word(key);
      return item === null ? known : t('criteria.place.item', { field: known, item });
    });
    return steps.length === 0 ? t('criteria.place.whole') : steps.join(' › ');
  };
}
