/** Persons who may be the same, found while typing: shown, never forbidden. */

import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { Notice } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { RosterRow } from '../../../vault/index.ts';
import { hrefs } from '../../hrefs.ts';
import { useServices } from '../../services.ts';
import { searchMessages } from '../today/search/messages.ts';
import type { IdentityLookup } from './identity-lookup.ts';
import { peopleMessages } from './messages.ts';
import styles from './person.module.css';
import { birthYearOf, digits, type PersonValues } from './person-values.ts';

const DELAY_MS = 200;
const SHOWN_MAX = 3;

type Found = readonly { readonly row: RosterRow; readonly reason: 'same-cccd' | 'similar-name' }[];

interface DuplicatesProps {
  readonly values: PersonValues;
  readonly scope: string;
  /** The citizen whose form it is; null for somebody new. */
  readonly self: string | null;
  /** What the endpoint says of the number that is typed. */
  readonly lookup: IdentityLookup | null;
}

export function Duplicates({ values, scope, self, lookup }: DuplicatesProps) {
  const t = useMessages(peopleMessages, searchMessages);
  const { vault } = useServices();
  const [found, setFound] = useState<Found>([]);
  const name = values.name.trim();
  const birthYear = birthYearOf(values);
  const cccd = digits(values.cccd);
  useEffect(() => {
    let alive = true;
    const timer = setTimeout(() => {
      if (cccd.length !== 12 && (name.length < 3 || birthYear === null)) {
        setFound([]);
        return;
      }
      const number = cccd.length === 12 ? { cccd, cccdHash: lookup?.hash } : {};
      const alike = async (): Promise<Found> => {
        const there = new Set(lookup?.citizens);
        const sameNumber = (await vault.roster()).filter((row) => row.scope === scope && there.has(row.id));
        const here = await vault.duplicatesOf({ name, birthYear: birthYear ?? 0, ...number });
        return [
          ...sameNumber.map((row) => ({ row, reason: 'same-cccd' as const })),
          ...here.filter(({ row }) => row.scope !== scope || !there.has(row.id)),
        ];
      };
      alike().then(
        (rows) => alive && setFound(rows.filter(({ row }) => row.scope !== scope || row.id !== self)),
        (error: unknown) => console.error(error),
      );
    }, DELAY_MS);
    return () => {
      alive = false;
      clearTimeout(timer);
    };
  }, [vault, name, birthYear, cccd, scope, self, lookup]);
  if (found.length === 0) return null;
  return (
    <Notice tone="warn" live="status" title={t('person.duplicates')} data-testid="duplicates">
      <p>{t('person.duplicates.text')}</p>
      <ul>
        {found.slice(0, SHOWN_MAX).map(({ row, reason }) => (
          <li key={`${row.scope} ${row.id}`} className={styles.duplicate}>
            <Link href={`${hrefs.household({ scope: row.scope, id: row.householdId })}?member=${row.id}`}>
              {row.name}
            </Link>
            <span>{` · ${t('search.detail', { year: row.birthYear, hamlet: row.hamlet, number: row.householdNumber })} · ${t(`person.duplicates.${reason}`)}`}</span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
