/** What a new endpoint needs before phones come: criteria sets, communes, officers. No demo data. */

import { addBuiltInSets } from '../../src/endpoint/criteria/built-in-sets.ts';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import { grantsOn } from '../../src/programme/index.ts';
import { putOfficersWithCodes } from '../officers.ts';

export interface Commune {
  readonly scope: string;
  readonly code: string;
  /** Sign-in codes of its officers. */
  readonly codes: readonly string[];
}

/** Made-up communes with `officers` officers each. */
export function communesOf(count: number, officers: number): readonly Commune[] {
  return Array.from({ length: count }, (_, at) => ({
    scope: `scope-${at + 1}`,
    code: String(31_001 + at),
    codes: Array.from({ length: officers }, (_unused, officer) => `CB-${at + 1}-${1001 + officer}`),
  }));
}

export async function install(
  where: { databaseUrl?: string | undefined; dataDir?: string | undefined },
  communes: readonly Commune[],
): Promise<void> {
  const store = await openStore(where);
  try {
    await addBuiltInSets(store, '2026-11-01T00:00:00.000Z');
    await store.putCommunes(
      communes.map(({ scope, code }) => ({
        scope,
        code,
        name: `Xã ${code}`,
        province: 'An Giang',
        criteriaVariant: '80' as const,
      })),
    );
    await putOfficersWithCodes(
      store,
      communes.flatMap(({ scope, codes }) =>
        codes.map((code) => ({
          id: code,
          name: code,
          grants: grantsOn('officer', [scope]),
          code,
        })),
      ),
    );
  } finally {
    await store.close();
  }
}
