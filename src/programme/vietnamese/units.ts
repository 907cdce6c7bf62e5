/**
 * Administrative units with the dates they hold for. Units merge and are renamed; a record made in an old one stays
 * true, and its successor answers for it. Ấp (hamlets) are not here: they come with the roster import.
 */
export interface AdministrativeUnit {
  /** Code of the General Statistics Office, five digits for a commune; kept as text. */
  readonly code: string;
  readonly name: { readonly vi: string; readonly en: string };
  readonly level: 'commune';
  /** Province (tỉnh) in which it lay while it was valid. */
  readonly province: string;
  /** First day on which it was valid, an ISO date in Asia/Ho_Chi_Minh. */
  readonly validFrom: string;
  /** First day on which it was no longer valid; absent: it is. */
  readonly validTo?: string;
  /** Codes of the units that took its place. */
  readonly successors: readonly string[];
  /** `provisional`: the code or the date is not yet confirmed by the gazette. */
  readonly status: 'official' | 'provisional';
}

/** Day of the merger. @see Resolution 1654/NQ-UBTVQH15 of 2025-06-16 */
const MERGED = '2025-07-01';
/** Stands for the first day of the former units, which is not researched: here it matters only that they were valid until the merger. */
const BEFORE = '1900-01-01';

const now = (code: string, vi: string, en: string): AdministrativeUnit => ({
  code,
  name: { vi: `Xã ${vi}`, en: `${en} commune` },
  level: 'commune',
  province: 'An Giang',
  validFrom: MERGED,
  successors: [],
  status: 'official',
});

const past = (code: string, vi: string, en: string, successor: string): AdministrativeUnit => ({
  code,
  name: { vi, en },
  level: 'commune',
  province: 'Kiên Giang',
  validFrom: BEFORE,
  validTo: MERGED,
  successors: [successor],
  status: 'provisional',
});

/** The units that are known. Codes 31051, 31064 and 31069 were given again to larger units: a code means nothing without a date. */
export const UNITS: readonly AdministrativeUnit[] = [
  now('31064', 'Vĩnh Bình', 'Vĩnh Bình'),
  now('31069', 'Vĩnh Thuận', 'Vĩnh Thuận'),
  now('31051', 'Vĩnh Phong', 'Vĩnh Phong'),
  past('31060', 'Xã Vĩnh Bình Bắc', 'Vĩnh Bình Bắc commune', '31064'),
  past('31063', 'Xã Vĩnh Bình Nam', 'Vĩnh Bình Nam commune', '31064'),
  past('31064', 'Xã Bình Minh', 'Bình Minh commune', '31064'),
  past('31069', 'Xã Vĩnh Thuận', 'Vĩnh Thuận commune', '31069'),
  past('31072', 'Xã Tân Thuận', 'Tân Thuận commune', '31069'),
  past('31051', 'Thị trấn Vĩnh Thuận', 'Vĩnh Thuận township', '31051'),
  past('31074', 'Xã Phong Đông', 'Phong Đông commune', '31051'),
  past('31075', 'Xã Vĩnh Phong', 'Vĩnh Phong commune', '31051'),
];

/** Units that became one. */
export interface UnitMerger {
  readonly into: AdministrativeUnit;
  /** In the order of the list. */
  readonly former: readonly AdministrativeUnit[];
}

/** @returns every merger that a list of units tells of, in its order */
export function unitMergers(units: readonly AdministrativeUnit[]): UnitMerger[] {
  return units.flatMap((into) => {
    const former = units.filter(
      ({ validTo, successors }) => validTo === into.validFrom && successors.includes(into.code),
    );
    return former.length === 0 ? [] : [{ into, former }];
  });
}

/** @returns the unit that had this code on that day (ISO date); null: none had it */
export function unitOn(code: string, date: string): AdministrativeUnit | null {
  return UNITS.find((unit) => unit.code === code && unit.validFrom <= date && (unit.validTo ?? '9999') > date) ?? null;
}

/** @returns the units that took the place of this one and are valid now; the unit itself where it is */
export function successorsOf(unit: AdministrativeUnit): readonly AdministrativeUnit[] {
  if (unit.validTo === undefined) return [unit];
  const { validTo } = unit;
  return unit.successors.flatMap((code) => {
    const next = unitOn(code, validTo);
    return next === null ? [] : successorsOf(next);
  });
}
