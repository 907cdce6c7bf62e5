/**
 * The plan's targets T1–T5 as data: what is counted, of whom, and the share that is wanted by 2025 and by 2030.
 * @see Decision 677/QĐ-TTg (2022-06-03); plan 04/KH-UBND (2023-01-09)
 */
export interface Target {
  readonly id: 'T1' | 'T2' | 'T3' | 'T4' | 'T5';
  readonly title: { readonly vi: string; readonly en: string };
  readonly of: { readonly vi: string; readonly en: string };
  /** Share in whole percent that is wanted by the end of the year. */
  readonly wanted: { readonly 2025: number; readonly 2030: number };
}

export const TARGETS: readonly Target[] = [
  {
    id: 'T1',
    title: { vi: 'Được quán triệt bộ tiêu chí', en: 'Trained on the criteria' },
    of: { vi: 'cán bộ, hội viên Hội Khuyến học', en: 'cadres and members of the Association for Promoting Learning' },
    wanted: { 2025: 100, 2030: 100 },
  },
  {
    id: 'T2',
    title: { vi: 'Người lớn đạt “Công dân học tập”', en: 'Adults recognised as Learning Citizens' },
    of: {
      vi: 'người lớn trong gia đình, dòng họ, cộng đồng học tập',
      en: 'adults in learning families, clans and communities',
    },
    wanted: { 2025: 40, 2030: 60 },
  },
  {
    id: 'T3',
    title: { vi: 'Cán bộ, người lao động đạt “Công dân học tập”', en: 'Staff recognised as Learning Citizens' },
    of: { vi: 'cán bộ, công chức, viên chức, người lao động trong đơn vị học tập', en: 'staff of learning units' },
    wanted: { 2025: 60, 2030: 80 },
  },
  {
    id: 'T4',
    title: { vi: 'Có kỹ năng số, đáp ứng yêu cầu công việc', en: 'Have digital skills and meet the demands of work' },
    of: { vi: 'người đã đạt “Công dân học tập”', en: 'recognised Learning Citizens' },
    wanted: { 2025: 70, 2030: 90 },
  },
  {
    id: 'T5',
    title: { vi: 'Thành thạo, tự cập nhật trên môi trường số', en: 'Keep their own information up to date digitally' },
    of: { vi: 'người thuộc T4', en: 'those of T4' },
    wanted: { 2025: 60, 2030: 80 },
  },
];

/** How far a target is reached. */
export interface Progress {
  /** Share in whole percent, rounded down; null: there is nobody to count. */
  readonly percent: number | null;
  readonly wanted: number;
  /** How many more are needed; 0: the target is reached. */
  readonly missing: number;
}

/**
 * Compares a count with a target.
 * @param numerator how many of `denominator` are counted
 * @param percent share that is wanted, in whole percent
 */
export function progressOf(numerator: number, denominator: number, percent: number): Progress {
  const missing = Math.max(0, Math.ceil((denominator * percent) / 100) - numerator);
  return { percent: denominator === 0 ? null : Math.floor((numerator * 100) / denominator), wanted: percent, missing };
}
