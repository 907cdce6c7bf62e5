/** The mergers of a list of units that concern communes of this endpoint, as a merge dialog is filled in with them. */
import { type AdministrativeUnit, type CommuneFields, unitMergers } from '../../../programme/index.ts';
import type { CommuneRow } from '../../../protocol/index.ts';

/** A merger, ready to be looked over. */
export interface KnownMerger {
  readonly key: string;
  /** Scopes of the former communes that are here. */
  readonly former: readonly string[];
  /** The merged commune, where it is here already. */
  readonly into: string | null;
  readonly fields: CommuneFields;
  readonly from: string;
}

/** @returns those with at least one former commune that is here and was not merged yet */
export function knownMergers(units: readonly AdministrativeUnit[], communes: readonly CommuneRow[]): KnownMerger[] {
  const isMerged = (scope: string) => communes.some(({ predecessors }) => predecessors.includes(scope));
  // A code was given again to a larger commune, which often has one of the former names: all three must fit.
  const find = ({ code, name, province }: AdministrativeUnit) =>
    communes.find((each) => each.code === code && each.name === name.vi && each.province === province);
  return unitMergers(units).flatMap(({ into, former }) => {
    const here = former.flatMap((unit) => find(unit) ?? []).filter(({ scope }) => !isMerged(scope));
    if (here.length === 0) return [];
    const { code, name, province, validFrom } = into;
    const fields = { code, name: name.vi, province, criteriaVariant: here[0]?.criteriaVariant ?? '80' };
    return [
      {
        key: `${code} ${validFrom}`,
        former: here.map(({ scope }) => scope),
        into: find(into)?.scope ?? null,
        fields,
        from: validFrom,
      },
    ];
  });
}
